package lazurite.service.blob.chore;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.list.NameCursor;
import lazurite.service.blob.list.NameCursor.Besides;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.write.Containers;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Goes over all names of all containers, a bounded number of them in each step, and lets every {@link Chore} do what is
 * due there. Deleted containers whose time is over are given up on the way.
 *
 * <p>Concurrency: {@link #step} by one thread at a time; figures by any.
 */
public final class BlobWalk {
    private static final int NAMES_MAX = 500;

    /** The leave to change what an account stores. */
    @FunctionalInterface
    public interface Passes {
        /**
         * Null if there is no such account now: then it is passed over, as one is that an order stands against.
         *
         * @throws StorageException 403 AccountIsDisabled
         */
        @Nullable
        Pass find(String account);
    }

    private final BlobRows rows;
    private final Containers containers;
    private final List<Chore> chores;
    private final Passes passes;
    private final InstantSource clock;
    private final LongAdder visited = new LongAdder();
    private final Map<String, LongAdder> changes = new TreeMap<>();
    private Place place = new Place(BlobKeys.CONTAINERS.from(), "");

    /**
     * Where the walk stands.
     *
     * @param container key of the container
     * @param name the first name in it that is still to be visited
     */
    private record Place(Key container, String name) {}

    public BlobWalk(BlobRows rows, Containers containers, List<Chore> chores, Passes passes, InstantSource clock) {
        this.rows = rows;
        this.containers = containers;
        this.chores = List.copyOf(chores);
        this.passes = passes;
        this.clock = clock;
        chores.forEach(chore -> changes.put(chore.name(), new LongAdder()));
    }

    /** Names visited since the start. */
    public long visited() {
        return visited.sum();
    }

    /** Rows changed since the start, by the name of the chore. */
    public Map<String, LongAdder> changes() {
        return Map.copyOf(changes);
    }

    /**
     * Visits the next names; true if that was the last of a pass, and the next step begins another. What fails is
     * passed over by the next step.
     */
    public boolean step() {
        if (place.name().isEmpty() && place.container().equals(BlobKeys.CONTAINERS.from())) {
            expireContainers();
        }
        KeyRange range = BlobKeys.CONTAINERS.startingAt(place.container());
        List<Row> next = rows.metadata().scan(Family.BASE, range, 1);
        if (next.isEmpty()) {
            place = new Place(BlobKeys.CONTAINERS.from(), "");
            return true;
        }
        Row container = next.getFirst();
        String from = container.key().equals(place.container()) ? place.name() : "";
        place = new Place(container.key().next(), "");
        String stopped = visit(container, from);
        if (stopped != null) {
            place = new Place(container.key(), stopped);
        }
        return false;
    }

    /** One whole pass. */
    public void pass() {
        boolean over = false;
        while (!over) {
            over = step();
        }
    }

    private @Nullable Pass passOf(String account) {
        try {
            return passes.find(account);
        } catch (StorageException refused) {
            if (refused.code() == ErrorCode.AccountIsDisabled) {
                return null;
            }
            throw refused;
        }
    }

    private void expireContainers() {
        Instant time = clock.instant();
        for (Row row : rows.metadata().scanAll(Family.HISTORY, BlobKeys.CONTAINERS)) {
            Pass pass = passOf(BlobKeys.accountName(BlobKeys.groupOf(row.key()).prefix()));
            if (pass != null) {
                containers.expire(row, time, pass);
            }
        }
    }

    /** Visits names of one container; tells the name to go on from, or null if it is done with. */
    private @Nullable String visit(Row row, String from) {
        String account = BlobKeys.accountName(row.key());
        Pass pass = passOf(account);
        if (pass == null) {
            return null;
        }
        String scope = BlobKeys.scope(ContainerRecordCodec.read(row.value()).incarnation());
        BlobAddress at = new BlobAddress(
                account,
                BlobKeys.containerName(account, row.key()),
                scope,
                "",
                rows.platform().nanoTime().getAsLong(),
                pass);
        try {
            boolean all = chores.stream().anyMatch(chore -> chore.needsBlobs(account));
            return all ? visitAll(at, row.key(), from) : visitHistories(at, row.key(), from);
        } catch (StorageException refused) {
            if (refused.code() == ErrorCode.AccountIsDisabled) {
                return null;
            }
            throw refused;
        }
    }

    private @Nullable String visitAll(BlobAddress container, Key key, String from) {
        NameCursor cursor =
                new NameCursor(rows.metadata(), container.scope(), "", from, EnumSet.of(Besides.HISTORY), NAMES_MAX);
        for (int i = 0; i < NAMES_MAX && cursor.hasNext(); i++) {
            String name = cursor.name();
            BlobRecord base = cursor.record();
            boolean history = cursor.hasHistory();
            cursor.advance();
            place = new Place(cursor.hasNext() ? key : key.next(), cursor.hasNext() ? cursor.name() : "");
            visit(container.at(name), base, history);
        }
        return cursor.hasNext() ? cursor.name() : null;
    }

    private @Nullable String visitHistories(BlobAddress container, Key key, String from) {
        KeyRange range = KeyRange.prefix(BlobKeys.blobs(container.scope(), ""));
        Key at = BlobKeys.blobs(container.scope(), from);
        String name = next(range, at);
        for (int i = 0; i < NAMES_MAX && name != null; i++) {
            Group group = BlobKeys.blob(container.scope(), name);
            String following = next(range, Objects.requireNonNull(group.prefix().prefixEnd()));
            place = new Place(following == null ? key.next() : key, following == null ? "" : following);
            visit(container.at(name), null, true);
            name = following;
        }
        return name;
    }

    private @Nullable String next(KeyRange range, Key from) {
        List<Row> found = rows.metadata().scan(Family.HISTORY, range.startingAt(from), 1);
        return found.isEmpty()
                ? null
                : BlobKeys.blobName(BlobKeys.groupOf(found.getFirst().key()).prefix());
    }

    private void visit(BlobAddress at, @Nullable BlobRecord base, boolean history) {
        visited.increment();
        Chore.Visited blob = new Chore.Visited(at, base, history, clock.instant());
        for (Chore chore : chores) {
            if (history || chore.needsBlobs(at.account())) {
                Objects.requireNonNull(changes.get(chore.name())).add(visit(chore, blob));
            }
        }
    }

    /** What a policy or hold protects is not due yet, whatever the chore takes it for. */
    private static int visit(Chore chore, Chore.Visited blob) {
        try {
            return chore.visit(blob);
        } catch (StorageException kept) {
            if (kept.code() == ErrorCode.BlobImmutableDueToPolicy || kept.code() == ErrorCode.ContainerNotFound) {
                return 0;
            }
            throw kept;
        }
    }
}
