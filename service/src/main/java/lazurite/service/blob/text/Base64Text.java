package lazurite.service.blob.text;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 (RFC 4648 §4) with its padding and nothing else; what is malformed costs no exception. */
public final class Base64Text {
    private static final byte[] DIGITS = digits();

    private Base64Text() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Bytes that the text stands for; -1 if it is malformed. */
    public static int length(String text) {
        int length = text.length();
        if (length == 0 || length % 4 != 0) {
            return -1;
        }
        int padding = text.charAt(length - 1) != '=' ? 0 : text.charAt(length - 2) != '=' ? 1 : 2;
        for (int i = 0; i < length - padding; i++) {
            char c = text.charAt(i);
            if (c >= DIGITS.length || DIGITS[c] < 0) {
                return -1;
            }
        }
        return length / 4 * 3 - padding;
    }

    /** The bytes; null if the text is malformed or stands for another number of bytes. */
    public static byte @Nullable [] decode(String text, int bytes) {
        return length(text) == bytes ? Base64.getDecoder().decode(text) : null;
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            digits[alphabet.charAt(i)] = (byte) i;
        }
        return digits;
    }
}
