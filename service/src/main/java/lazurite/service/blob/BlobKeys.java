package lazurite.service.blob;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;

/**
 * Where the Blob service keeps its rows ({@code docs/formats/keys.md}):
 *
 * <pre>
 * A/account                  "blob"         service properties
 * C/account/container        (empty)        the container
 * F/incarnation/blob         (empty)        the blob; family BASE
 * J/copy id                  (empty)        a pending copy; family BASE
 * F/incarnation/blob         's' ticks(8)   a snapshot; family HISTORY
 * </pre>
 */
final class BlobKeys {
    static final KeyRange CONTAINERS = KeyRange.prefix(Key.of("C/"));
    static final KeyRange COPY_JOBS = KeyRange.prefix(Key.of("J/"));

    private BlobKeys() {}

    static Group copyJob(String id) {
        return Group.of("J", id);
    }

    static Group account(String account) {
        return Group.of("A", account);
    }

    static Key serviceProperties(String account) {
        return account(account).key("blob");
    }

    static Group container(String account, String container) {
        return Group.of("C", account, container);
    }

    /** Containers of the account whose name starts with {@code prefix}. */
    static KeyRange containers(String account, String prefix) {
        return KeyRange.prefix(Group.openPrefix("C", account, prefix));
    }

    static String accountName(Key container) {
        String name = Group.unescape(container, "C/".length());
        return name.substring(0, name.indexOf('/'));
    }

    static String containerName(String account, Key key) {
        return Group.unescape(key, "C/".length() + account.length() + 1);
    }

    /** The scope by which usage of a container is counted: its incarnation in 16 hex digits. */
    static String scope(long incarnation) {
        return HexFormat.of().toHexDigits(incarnation);
    }

    static Group blob(String scope, String blob) {
        return Group.of("F", scope, blob);
    }

    /** Blobs of the container whose name starts with {@code prefix}. */
    static Key blobs(String scope, String prefix) {
        return Group.openPrefix("F", scope, prefix);
    }

    static String blobName(Key key) {
        return Group.unescape(key, "F/".length() + 16 + 1);
    }

    /** The scope in the key of any row of a blob. */
    static String scopeOf(Group blob) {
        byte[] bytes = blob.prefix().bytes();
        return new String(bytes, "F/".length(), 16, StandardCharsets.US_ASCII);
    }

    /** The group of any key of a blob. */
    static Group groupOf(Key key) {
        byte[] bytes = key.bytes();
        int end = 0;
        while (bytes[end] != 1) {
            end++;
        }
        return new Group(Key.of(Arrays.copyOf(bytes, end + 1)));
    }

    static Key snapshot(Group blob, Stamp at) {
        return blob.key("s")
                .append(ByteBuffer.allocate(Long.BYTES).putLong(at.ticks()).array());
    }

    static KeyRange snapshots(Group blob) {
        return KeyRange.prefix(blob.key("s"));
    }

    static Stamp snapshotStamp(Key key) {
        byte[] bytes = key.bytes();
        return new Stamp(
                ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong());
    }
}
