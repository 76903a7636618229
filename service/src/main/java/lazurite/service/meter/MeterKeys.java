package lazurite.service.meter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;

/**
 * Where meters have their rows, all in family BASE ({@code docs/formats/meter.md}):
 *
 * <pre>
 * M/subscription   'o' hour(8) service   an hour that is being counted
 * M/subscription   'h' hour(8) service   an hour that is closed: never written again
 * </pre>
 */
final class MeterKeys {
    static final KeyRange ALL = KeyRange.prefix(Key.of("M/"));
    private static final String OPEN = "o";
    private static final String CLOSED = "h";
    private static final int SUFFIX_MIN = 1 + Long.BYTES + 1;

    private MeterKeys() {}

    static Group group(String subscription) {
        return Group.of("M", subscription);
    }

    static Key open(HourKey key) {
        return row(OPEN, key);
    }

    static Key closed(HourKey key) {
        return row(CLOSED, key);
    }

    static KeyRange open(Group group) {
        return KeyRange.prefix(group.key(OPEN));
    }

    /** Closed hours from {@code from} (inclusive) to {@code to} (exclusive). */
    static KeyRange closed(Group group, long from, long to) {
        return new KeyRange(hour(group, CLOSED, from), hour(group, CLOSED, to));
    }

    /** What a row's key names. */
    static HourKey read(Key key) {
        int start = group(key).prefix().length();
        byte[] bytes = key.bytes();
        if (bytes.length - start < SUFFIX_MIN || (bytes[start] != 'o' && bytes[start] != 'h')) {
            throw new StorageException(ErrorCode.InternalError, "the key is none of a meter's row");
        }
        int service = start + 1 + Long.BYTES;
        return new HourKey(
                Group.unescape(key, "M/".length()),
                new String(bytes, service, bytes.length - service, StandardCharsets.UTF_8),
                ByteBuffer.wrap(bytes, start + 1, Long.BYTES).getLong());
    }

    /** The group of any key of a meter. */
    static Group group(Key key) {
        return group(Group.unescape(key, "M/".length()));
    }

    private static Key row(String kind, HourKey key) {
        return hour(group(key.subscription()), kind, key.hour()).append(key.service());
    }

    private static Key hour(Group group, String kind, long hour) {
        return group.key(kind)
                .append(ByteBuffer.allocate(Long.BYTES).putLong(hour).array());
    }
}
