package lazurite.store.embedded;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Mutation;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Commits that are written together. Each one's conditions are judged against the tables as the commits before it in
 * the batch leave them.
 *
 * <p>Concurrency: one thread.
 */
final class Batch implements AutoCloseable {
    private record Place(Family family, Key key) {}

    /** A row as earlier commits of the batch leave it; null if they removed it. */
    private record Pending(byte @Nullable [] value) {}

    private final Tables tables;
    private final WriteBatch rows = new WriteBatch();
    private final Map<Place, Pending> pending = new HashMap<>();
    private final Map<Family, Integer> deletions = new EnumMap<>(Family.class);

    Batch(Tables tables) {
        this.tables = tables;
    }

    /** Adds the work and says whether it applies; if it throws, nothing of it was added. */
    boolean add(Work work) throws RocksDBException {
        return switch (work) {
            case Work.Conditional conditional -> add(conditional.commit());
            case Work.Removal removal -> {
                for (Key key : removal.keys()) {
                    delete(removal.family(), key);
                }
                yield true;
            }
            case Work.Stop _ -> true;
        };
    }

    WriteBatch rows() {
        return rows;
    }

    boolean isEmpty() {
        return rows.count() == 0;
    }

    Map<Family, Integer> deletions() {
        return deletions;
    }

    @Override
    public void close() {
        rows.close();
    }

    private boolean add(Commit commit) throws RocksDBException {
        for (Condition condition : commit.conditions()) {
            if (!holds(condition)) {
                return false;
            }
        }
        for (Mutation mutation : commit.mutations()) {
            switch (mutation) {
                case Mutation.Put put -> put(put.family(), put.key(), put.value());
                case Mutation.Delete delete -> delete(delete.family(), delete.key());
            }
        }
        if (commit.change() != null) {
            put(Family.CHANGE, commit.changeKey(), commit.change());
        }
        return true;
    }

    private boolean holds(Condition condition) {
        Pending earlier = pending.get(new Place(condition.family(), condition.key()));
        byte[] value = earlier == null ? tables.get(condition.family(), condition.key()) : earlier.value();
        return switch (condition) {
            case Condition.Absent _ -> value == null;
            case Condition.Equal equal -> Arrays.equals(value, equal.value());
        };
    }

    private void put(Family family, Key key, byte[] value) throws RocksDBException {
        rows.put(tables.handle(family), key.bytes(), value);
        pending.put(new Place(family, key), new Pending(value));
    }

    private void delete(Family family, Key key) throws RocksDBException {
        rows.delete(tables.handle(family), key.bytes());
        pending.put(new Place(family, key), new Pending(null));
        deletions.merge(family, 1, Integer::sum);
    }
}
