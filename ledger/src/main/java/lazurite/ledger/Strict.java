package lazurite.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Reads what has exactly one spelling; every other one is refused, so that equal meaning is equal bytes. */
public final class Strict {
    private static final int DIGITS_MAX = 19;

    private Strict() {}

    /**
     * Padded base64 of RFC 4648 section 4, with no bit to spare.
     *
     * @param what names the text in the refusal
     */
    public static byte[] base64(String text, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException malformed) {
            throw new RefusedException(what + " is not base64.");
        }
        throw new RefusedException(what + " is not base64 in its one form.");
    }

    /** ASCII digits without leading zeros, from 0 to 2^63 - 1. */
    public static long decimal(String text, String what) {
        boolean digits = !text.isEmpty() && text.length() <= DIGITS_MAX;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new RefusedException(what + " is not a decimal number.");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooBig) {
            throw new RefusedException(what + " is too big a number.");
        }
    }

    /** As {@link #decimal}, with a minus sign in front if it is below 0. */
    public static long signed(String text, String what) {
        return text.startsWith("-") && !text.equals("-0") ? -decimal(text.substring(1), what) : decimal(text, what);
    }

    /** Well-formed UTF-8. */
    public static String utf8(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new RefusedException(what + " is not UTF-8.");
        }
    }

    /** The first {@code length} bytes of {@code bytes}. */
    public static byte[] head(byte[] bytes, int length, String what) {
        if (bytes.length < length) {
            throw new RefusedException(what + " is too short.");
        }
        return Arrays.copyOf(bytes, length);
    }
}
