package lazurite.store.body;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * Account keys: random, wrapped under the master key, in the row (BASE, group {@code A/account}, {@code key}).
 *
 * <p>Rotation writes the new master key in front of the old ones, wraps every account's key anew, then drops the old
 * ones: at every moment the file holds a key for every row, and {@link #open} ends a rotation that was cut short.
 *
 * <p>Concurrency: any thread; rotation one at a time.
 */
public final class MasterKeyRing implements KeyRing {
    private static final String SUFFIX = "key";
    private static final int PAGE = 1_000;

    private final @Nullable MasterKeyFile file;
    private final MetadataStore metadata;
    private final UidSource uids;
    private final Platform platform;
    private final ConcurrentHashMap<String, DataKey> accounts = new ConcurrentHashMap<>();
    private volatile MasterKeys masters;

    private MasterKeyRing(
            @Nullable MasterKeyFile file,
            MasterKeys masters,
            MetadataStore metadata,
            UidSource uids,
            Platform platform) {
        this.file = file;
        this.masters = masters;
        this.metadata = metadata;
        this.uids = uids;
        this.platform = platform;
    }

    /**
     * Opens the key file, or makes one if the store holds no account's key yet. Throws StorageException with one
     * sentence for the operator if the file is missing, unreadable, or holds other keys than the store was written
     * with.
     */
    public static MasterKeyRing open(Path path, MetadataStore metadata, UidSource uids, Platform platform) {
        MasterKeyFile file = new MasterKeyFile(path);
        if (!file.exists()) {
            if (!wrappedKeys(metadata).isEmpty()) {
                throw new StorageException(
                        ErrorCode.InternalError,
                        "The master key file " + path + " is missing, and without it the data cannot be decrypted.");
            }
            file.write(new MasterKeys(List.of(randomKey(platform))));
        }
        MasterKeyRing ring = new MasterKeyRing(file, file.read(), metadata, uids, platform);
        wrappedKeys(metadata).forEach(row -> ring.masters.unwrap(row.value(), accountOf(row.key())));
        if (ring.masters.keys().size() > 1) {
            ring.rewrap();
            ring.dropOld();
        }
        return ring;
    }

    /** A ring whose master key lives in memory only, for stores that do. */
    public static MasterKeyRing inMemory(MetadataStore metadata, UidSource uids, Platform platform) {
        return new MasterKeyRing(null, new MasterKeys(List.of(randomKey(platform))), metadata, uids, platform);
    }

    @Override
    public DataKey account(String account) {
        DataKey known = accounts.get(account);
        return known == null ? accounts.computeIfAbsent(account, this::loadOrMake) : known;
    }

    /** Excludes rotation: a key must not be wrapped under a master key that is being dropped. */
    private synchronized DataKey loadOrMake(String account) {
        Group group = Group.of("A", account);
        Key key = group.key(SUFFIX);
        byte[] wrapped = metadata.get(Family.BASE, key);
        while (wrapped == null) {
            byte[] fresh = masters.wrap(randomKey(platform), account, nonce());
            metadata.commit(new Commit(
                    group,
                    uids.next(),
                    List.of(new Condition.Absent(Family.BASE, key)),
                    List.of(new Mutation.Put(Family.BASE, key, fresh)),
                    null));
            wrapped = metadata.get(Family.BASE, key);
        }
        return new DataKey(masters.unwrap(wrapped, account));
    }

    /** Replaces the master key. The accounts' keys, and so all bodies, stay as they are. */
    public synchronized void rotate() {
        addMaster();
        rewrap();
        dropOld();
    }

    /** First step of {@link #rotate}. */
    void addMaster() {
        List<byte[]> keys = new ArrayList<>();
        keys.add(randomKey(platform));
        keys.addAll(masters.keys());
        replace(new MasterKeys(keys));
    }

    /** Second step. */
    void rewrap() {
        for (Row row : wrappedKeys(metadata)) {
            rewrap(row);
        }
    }

    /** Wraps one account's key under the current master key, unless it is. */
    void rewrap(Row row) {
        String account = accountOf(row.key());
        byte[] old = row.value();
        while (!masters.current(old)) {
            byte[] fresh = masters.wrap(masters.unwrap(old, account), account, nonce());
            metadata.commit(new Commit(
                    Group.of("A", account),
                    uids.next(),
                    List.of(new Condition.Equal(Family.BASE, row.key(), old)),
                    List.of(new Mutation.Put(Family.BASE, row.key(), fresh)),
                    null));
            byte[] now = metadata.get(Family.BASE, row.key());
            if (now == null) {
                return;
            }
            old = now;
        }
    }

    /** Last step: only once no row needs them. */
    void dropOld() {
        replace(new MasterKeys(List.of(masters.keys().getFirst())));
    }

    private void replace(MasterKeys keys) {
        if (file != null) {
            file.write(keys);
        }
        masters = keys;
    }

    static List<Row> wrappedKeys(MetadataStore metadata) {
        List<Row> found = new ArrayList<>();
        KeyRange rest = KeyRange.prefix(Key.of("A/"));
        while (true) {
            List<Row> page = metadata.scan(Family.BASE, rest, PAGE);
            page.stream().filter(row -> isWrappedKey(row.key())).forEach(found::add);
            if (page.size() < PAGE) {
                return found;
            }
            rest = rest.startingAt(page.getLast().key().next());
        }
    }

    private static boolean isWrappedKey(Key key) {
        return Group.of("A", accountOf(key)).key(SUFFIX).equals(key);
    }

    private static String accountOf(Key key) {
        return Group.unescape(key, 2);
    }

    private static byte[] randomKey(Platform platform) {
        byte[] key = new byte[MasterKeys.KEY];
        platform.random().nextBytes(key);
        return key;
    }

    private byte[] nonce() {
        byte[] nonce = new byte[12];
        platform.random().nextBytes(nonce);
        return nonce;
    }
}
