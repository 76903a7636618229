package lazurite.service.blob.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;

/**
 * Where the Blob service keeps its rows ({@code docs/formats/keys.md}):
 *
 * <pre>
 * A/account                  "blob"         service properties
 * A/account                  "immutability" what of it may not be changed or deleted
 * C/account/container        (empty)        the container; family BASE
 * C/account/container        'd' ticks(8)   a deleted container of the name; family HISTORY
 * F/incarnation/blob         (empty)        the blob; family BASE
 * F/incarnation/blob         kind ticks(8)  snapshot, version, or deleted ones; family HISTORY, {@link HistoryKind}
 * J/copy id                  (empty)        a pending copy; family BASE
 * R/policy id_rule id        (empty)        since when a replication rule is in force; family BASE
 * </pre>
 */
public final class BlobKeys {
    public static final KeyRange CONTAINERS = KeyRange.prefix(Key.of("C/"));
    public static final KeyRange COPY_JOBS = KeyRange.prefix(Key.of("J/"));

    private BlobKeys() {}

    public static Group copyJob(String id) {
        return Group.of("J", id);
    }

    /** @param rule ids of policy and rule, joined by {@code _} */
    public static Group replication(String rule) {
        return Group.of("R", rule);
    }

    public static Group account(String account) {
        return Group.of("A", account);
    }

    public static Key serviceProperties(String account) {
        return account(account).key("blob");
    }

    public static Key immutability(String account) {
        return account(account).key("immutability");
    }

    public static Group container(String account, String container) {
        return Group.of("C", account, container);
    }

    /** Containers of the account whose name starts with {@code prefix}. */
    public static KeyRange containers(String account, String prefix) {
        return KeyRange.prefix(Group.openPrefix("C", account, prefix));
    }

    public static String accountName(Key container) {
        String name = Group.unescape(container, "C/".length());
        return name.substring(0, name.indexOf('/'));
    }

    public static String containerName(String account, Key key) {
        return Group.unescape(key, "C/".length() + account.length() + 1);
    }

    /** The scope by which usage of a container is counted: its incarnation in 16 hex digits. */
    public static String scope(long incarnation) {
        return HexFormat.of().toHexDigits(incarnation);
    }

    public static Group blob(String scope, String blob) {
        return Group.of("F", scope, blob);
    }

    /** Blobs of the container whose name starts with {@code prefix}. */
    public static Key blobs(String scope, String prefix) {
        return Group.openPrefix("F", scope, prefix);
    }

    public static String blobName(Key key) {
        return Group.unescape(key, "F/".length() + 16 + 1);
    }

    /** The scope in the key of any row of a blob. */
    public static String scopeOf(Group blob) {
        byte[] bytes = blob.prefix().bytes();
        return new String(bytes, "F/".length(), 16, StandardCharsets.US_ASCII);
    }

    /** The group of any key of a blob. */
    public static Group groupOf(Key key) {
        byte[] bytes = key.bytes();
        int end = 0;
        while (bytes[end] != 1) {
            end++;
        }
        return new Group(Key.of(Arrays.copyOf(bytes, end + 1)));
    }

    public static Key history(Group blob, HistoryKind kind, Stamp at) {
        return ticks(blob.key(String.valueOf(kind.code())), at);
    }

    /** All rows of the blob of that kind, oldest first. */
    public static KeyRange history(Group blob, HistoryKind kind) {
        return KeyRange.prefix(blob.key(String.valueOf(kind.code())));
    }

    /** All rows of the blob's history. */
    public static KeyRange history(Group blob) {
        return KeyRange.prefix(blob.prefix());
    }

    public static HistoryKind historyKind(Key key) {
        byte[] bytes = key.bytes();
        int code = bytes[bytes.length - Long.BYTES - 1];
        for (HistoryKind kind : HistoryKind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new StorageException(ErrorCode.InternalError, "The row " + key + " is of no kind that is known.");
    }

    public static Key deletedContainer(Group container, Stamp at) {
        return ticks(container.key("d"), at);
    }

    private static Key ticks(Key key, Stamp at) {
        return key.append(ByteBuffer.allocate(Long.BYTES).putLong(at.ticks()).array());
    }

    /** The time in the key of a row of family HISTORY. */
    public static Stamp stamp(Key key) {
        byte[] bytes = key.bytes();
        return new Stamp(
                ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong());
    }
}
