package lazurite.store.body;

import java.nio.charset.StandardCharsets;
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
 * Keys of accounts and of their encryption scopes: random, wrapped under the master key, in the rows (BASE, group
 * {@code A/account}, {@code key} or {@code key/scope}).
 *
 * <p>Rotation writes the new master key in front of the old ones, wraps every key anew, then drops the old ones: at
 * every moment the file holds a key for every row, and {@link #open} ends a rotation that was cut short.
 *
 * <p>Concurrency: any thread; rotation one at a time.
 */
public final class MasterKeyRing implements KeyRing {
    private static final String SUFFIX = "key";
    private static final String OF_SCOPE = "/";
    private static final int PAGE = 1_000;

    private final @Nullable MasterKeyFile file;
    private final MetadataStore metadata;
    private final UidSource uids;
    private final Platform platform;
    private final ConcurrentHashMap<Owner, DataKey> keys = new ConcurrentHashMap<>();
    private volatile MasterKeys masters;

    /** Whose key it is: an encryption scope's, or the account's own if that is empty. */
    private record Owner(String account, String scope) {
        static Owner of(Key row) {
            String account = Group.unescape(row, 2);
            byte[] bytes = row.bytes();
            int suffix = group(account).prefix().length();
            String text = new String(bytes, suffix, bytes.length - suffix, StandardCharsets.UTF_8);
            String start = SUFFIX + OF_SCOPE;
            return new Owner(account, text.startsWith(start) ? text.substring(start.length()) : "");
        }

        static Group group(String account) {
            return Group.of("A", account);
        }

        Group group() {
            return group(account);
        }

        Key row() {
            return group().key(scope.isEmpty() ? SUFFIX : SUFFIX + OF_SCOPE + scope);
        }

        /** What the wrapped key is bound to; an account's name has no slash. */
        String name() {
            return scope.isEmpty() ? account : account + OF_SCOPE + scope;
        }
    }

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
     * Opens the key file, or makes one if the store holds no key yet. Throws StorageException with one
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
        wrappedKeys(metadata)
                .forEach(row ->
                        ring.masters.unwrap(row.value(), Owner.of(row.key()).name()));
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
        return key(new Owner(account, ""));
    }

    @Override
    public DataKey scope(String account, String scope) {
        if (scope.isEmpty()) {
            throw new IllegalArgumentException("an encryption scope has a name");
        }
        return key(new Owner(account, scope));
    }

    private DataKey key(Owner owner) {
        DataKey known = keys.get(owner);
        return known == null ? keys.computeIfAbsent(owner, this::loadOrMake) : known;
    }

    /** Excludes rotation: a key must not be wrapped under a master key that is being dropped. */
    private synchronized DataKey loadOrMake(Owner owner) {
        Group group = owner.group();
        Key key = owner.row();
        byte[] wrapped = metadata.get(Family.BASE, key);
        while (wrapped == null) {
            byte[] fresh = masters.wrap(randomKey(platform), owner.name(), nonce());
            metadata.commit(new Commit(
                    group,
                    uids.next(),
                    List.of(new Condition.Absent(Family.BASE, key)),
                    List.of(new Mutation.Put(Family.BASE, key, fresh)),
                    null));
            wrapped = metadata.get(Family.BASE, key);
        }
        return new DataKey(masters.unwrap(wrapped, owner.name()));
    }

    /** Replaces the master key. The keys that it wraps, and so all bodies, stay as they are. */
    public synchronized void rotate() {
        addMaster();
        rewrap();
        dropOld();
    }

    /** First step of {@link #rotate}. */
    void addMaster() {
        List<byte[]> all = new ArrayList<>();
        all.add(randomKey(platform));
        all.addAll(masters.keys());
        replace(new MasterKeys(all));
    }

    /** Second step. */
    void rewrap() {
        for (Row row : wrappedKeys(metadata)) {
            rewrap(row);
        }
    }

    /** Wraps one key under the current master key, unless it is. */
    void rewrap(Row row) {
        Owner owner = Owner.of(row.key());
        byte[] old = row.value();
        while (!masters.current(old)) {
            byte[] fresh = masters.wrap(masters.unwrap(old, owner.name()), owner.name(), nonce());
            metadata.commit(new Commit(
                    owner.group(),
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

    private void replace(MasterKeys changed) {
        if (file != null) {
            file.write(changed);
        }
        masters = changed;
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
        return Owner.of(key).row().equals(key);
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
