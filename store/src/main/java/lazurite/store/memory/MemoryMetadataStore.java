package lazurite.store.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map for each family.
 *
 * <p>Concurrency: commits hold the one lock alone, reads share it, so that no reader meets half a commit. The lock is
 * fair: busy virtual threads that overtook a waiting one could hold every carrier that it needs to go on.
 */
final class MemoryMetadataStore implements MetadataStore {
    private final Map<Family, NavigableMap<Key, byte[]>> families = new EnumMap<>(Family.class);
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final MemoryEngine.Room room;

    MemoryMetadataStore(MemoryEngine.Room room) {
        this.room = room;
        for (Family family : Family.values()) {
            families.put(family, new TreeMap<>());
        }
    }

    @Override
    public byte @Nullable [] get(Family family, Key key) {
        return reading(() -> copy(rows(family).get(key)));
    }

    @Override
    public List<Row> scan(Family family, KeyRange range, int limit) {
        return reading(() -> firstRows(between(rows(family), range), limit));
    }

    @Override
    public List<Row> scanBack(Family family, KeyRange range, int limit) {
        return reading(() -> firstRows(between(rows(family), range).descendingMap(), limit));
    }

    @Override
    public CompletableFuture<Boolean> submit(Commit commit) {
        return CompletableFuture.completedFuture(commit(commit));
    }

    @Override
    public boolean commit(Commit commit) {
        commit.requireBounded();
        lock.writeLock().lock();
        try {
            if (!commit.conditions().stream().allMatch(this::holds)) {
                return false;
            }
            room.take(growth(commit));
            commit.mutations().forEach(this::apply);
            if (commit.change() != null) {
                rows(Family.CHANGE).put(commit.changeKey(), commit.change().clone());
            }
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void discard(Family family, List<Key> keys) {
        lock.writeLock().lock();
        try {
            keys.forEach(key -> room.give(size(key, rows(family).remove(key))));
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {}

    private boolean holds(Condition condition) {
        byte[] value = rows(condition.family()).get(condition.key());
        return switch (condition) {
            case Condition.Absent _ -> value == null;
            case Condition.Equal equal -> Arrays.equals(value, equal.value());
        };
    }

    private void apply(Mutation mutation) {
        switch (mutation) {
            case Mutation.Put put ->
                rows(put.family()).put(put.key(), put.value().clone());
            case Mutation.Delete delete -> rows(delete.family()).remove(delete.key());
        }
    }

    /** Bytes that the commit adds: those of each row's last state, less those of its present one. */
    private long growth(Commit commit) {
        record Place(Family family, Key key) {}
        Map<Place, Long> after = new HashMap<>();
        for (Mutation mutation : commit.mutations()) {
            long size = mutation instanceof Mutation.Put put ? size(put.key(), put.value()) : 0;
            after.put(new Place(mutation.family(), mutation.key()), size);
        }
        if (commit.change() != null) {
            after.put(new Place(Family.CHANGE, commit.changeKey()), size(commit.changeKey(), commit.change()));
        }
        long growth = 0;
        for (Map.Entry<Place, Long> row : after.entrySet()) {
            Place place = row.getKey();
            growth += row.getValue() - size(place.key(), rows(place.family()).get(place.key()));
        }
        return growth;
    }

    private static long size(Key key, byte @Nullable [] value) {
        return value == null ? 0 : key.length() + value.length;
    }

    private NavigableMap<Key, byte[]> rows(Family family) {
        NavigableMap<Key, byte[]> rows = families.get(family);
        if (rows == null) {
            throw new IllegalStateException("no family " + family);
        }
        return rows;
    }

    private static NavigableMap<Key, byte[]> between(NavigableMap<Key, byte[]> rows, KeyRange range) {
        Key to = range.to();
        if (to == null) {
            return rows.tailMap(range.from(), true);
        }
        return to.compareTo(range.from()) <= 0 ? new TreeMap<>() : rows.subMap(range.from(), true, to, false);
    }

    private static List<Row> firstRows(NavigableMap<Key, byte[]> rows, int limit) {
        List<Row> found = new ArrayList<>();
        for (Map.Entry<Key, byte[]> row : rows.entrySet()) {
            if (found.size() >= limit) {
                break;
            }
            found.add(new Row(row.getKey(), row.getValue().clone()));
        }
        return found;
    }

    private static byte @Nullable [] copy(byte @Nullable [] value) {
        return value == null ? null : value.clone();
    }

    private <T extends @Nullable Object> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
