package lazurite.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The unit of atomicity: all rows whose key starts with {@link #prefix()}. A commit changes rows of one group only;
 * no engine offers more. The prefix ends with 0x01, which occurs nowhere else in it, so that an engine can find the
 * group of any key.
 *
 * @param prefix the common prefix, its last byte 0x01
 */
public record Group(Key prefix) {
    public Group {
        for (int i = 0; i < prefix.length(); i++) {
            if ((prefix.at(i) == Key.GROUP_END) != (i == prefix.length() - 1)) {
                throw new IllegalArgumentException("not a group prefix: " + prefix);
            }
        }
    }

    /**
     * The group named by {@code kind} and parts, each escaped so that order is kept and 0x00 and 0x01 do not occur:
     * {@code kind / part / part 0x01}. Only the last part may hold arbitrary text; the others must be of one length
     * or free of {@code '/'} and of all bytes below it.
     */
    public static Group of(String kind, String... parts) {
        return new Group(openPrefix(kind, parts).append(new byte[] {Key.GROUP_END}));
    }

    /** What the keys of all groups have in common whose last part starts with the last of {@code parts}. */
    public static Key openPrefix(String kind, String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.writeBytes(kind.getBytes(StandardCharsets.US_ASCII));
        for (String part : parts) {
            out.write('/');
            out.writeBytes(escape(part));
        }
        return Key.of(out.toByteArray());
    }

    /** The row of this group at {@code suffix}; an empty suffix is the group's base row. */
    public Key key(byte[] suffix) {
        return prefix.append(suffix);
    }

    public Key key(String suffix) {
        return prefix.append(suffix);
    }

    public boolean holds(Key key) {
        return key.startsWith(prefix);
    }

    /** Order-preserving: 0x00, 0x01, 0x02 become 0x02 followed by 0x02, 0x03, 0x04; the rest stays. */
    static byte[] escape(String part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(part.length() + 8);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && b <= 2) {
                out.write(2);
                out.write(b + 2);
            } else {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    /** Inverse of {@link #escape}, for the text part of a key from {@code start} to the group's end. */
    public static String unescape(Key key, int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(key.length());
        for (int i = start; i < key.length() && key.at(i) != Key.GROUP_END; i++) {
            byte b = key.at(i);
            out.write(b == 2 ? key.at(++i) - 2 : b);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
