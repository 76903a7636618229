package lazurite.service.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/** Percent-encoding of paths and queries (RFC 3986 §2.1), strictly UTF-8. */
public final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /**
     * Decodes every {@code %XX}; all else, {@code +} too, stands for itself.
     *
     * @throws StorageException 400 InvalidUri on a broken escape or bytes that are not UTF-8
     */
    public static String decode(String encoded) {
        return encoded.indexOf('%') < 0 ? encoded : decodeEscapes(encoded);
    }

    /** Encodes every byte of a path but letters, digits, {@code - . _ ~} and slashes. */
    public static String encodePath(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte value : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (value >= 'a' && value <= 'z')
                    || (value >= 'A' && value <= 'Z')
                    || (value >= '0' && value <= '9')
                    || "-._~/".indexOf(value) >= 0;
            if (plain) {
                encoded.append((char) value);
            } else {
                encoded.append('%').append(HEX.toHexDigits(value));
            }
        }
        return encoded.toString();
    }

    private static String decodeEscapes(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        boolean ascii = true;
        for (int i = 0; i < bytes.length; i++) {
            byte value = bytes[i];
            if (value == '%') {
                value = escaped(bytes, i);
                i += 2;
            }
            ascii &= value >= 0;
            bytes[length++] = value;
        }
        return ascii ? new String(bytes, 0, length, StandardCharsets.US_ASCII) : strictly(Arrays.copyOf(bytes, length));
    }

    private static byte escaped(byte[] bytes, int at) {
        int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new StorageException(ErrorCode.InvalidUri);
        }
        return (byte) ((high << 4) | low);
    }

    private static String strictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new StorageException(ErrorCode.InvalidUri, ErrorCode.InvalidUri.message(), e);
        }
    }
}
