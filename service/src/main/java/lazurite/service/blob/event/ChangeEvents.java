package lazurite.service.blob.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.event.ChangeEventCodec.Committed;
import lazurite.service.blob.record.BlobKeys;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * The changes of accounts that somebody follows. A commit leaves its events in its own group; {@link #move} puts them
 * into the account's queue, each exactly once, and in their order as far as they are of one blob. There they stay until
 * every follower of the account is past them ({@code docs/adr/0012-events.md}, {@code docs/formats/events.md}).
 *
 * <p>Concurrency: any thread; one moves at a time, and one goes on for a follower at a time.
 */
public final class ChangeEvents {
    /** Rows of commits that are looked at together. */
    private static final int MOVED_MAX = 64;

    /** Bytes of such rows from which on they are taken into a queue by a commit of their own. */
    private static final long MOVED_BYTES = 1 << 20;

    private static final int DISCARDED_MAX = 1_000;
    private static final int VERSION = 1;
    private static final KeyRange COMMITTED = new KeyRange(Key.of(new byte[0]), null);
    private static final KeyRange QUEUES = KeyRange.prefix(Key.of("Q/"));
    private static final Set<String> SYSTEM = Set.of("$logs", "$blobchangefeed");

    private final MetadataStore metadata;
    private final UidSource ids;

    /** Names of the followers of each account that has any. */
    private final Map<String, Set<String>> followers = new ConcurrentHashMap<>();

    /** Up to where queues have been cleared since the start. */
    private final Map<String, Long> cleared = new HashMap<>();

    /**
     * How far a follower is.
     *
     * @param sequence of the last event that it is done with; 0 for none
     * @param note its own bytes; null if it left none
     */
    public record Place(long sequence, byte @Nullable [] note) {
        // not the compact form: javac then loses @Nullable for other modules
        public Place(long sequence, byte @Nullable [] note) {
            this.sequence = sequence;
            this.note = note;
        }
    }

    /** The queue as of its last commit. */
    private record Queue(long last, List<Key> taken) {
        static final Queue NEW = new Queue(0, List.of());
    }

    private ChangeEvents(MetadataStore metadata, UidSource ids) {
        this.metadata = metadata;
        this.ids = ids;
    }

    /** Reads who follows, and ends what a crash cut short. */
    public static ChangeEvents open(MetadataStore metadata, UidSource ids) {
        ChangeEvents events = new ChangeEvents(metadata, ids);
        KeyRange rest = QUEUES;
        while (true) {
            List<Row> page = metadata.scan(Family.BASE, rest, DISCARDED_MAX);
            page.forEach(events::recover);
            if (page.size() < DISCARDED_MAX) {
                return events;
            }
            rest = QUEUES.startingAt(page.getLast().key().next());
        }
    }

    private void recover(Row row) {
        Group group = BlobKeys.groupOf(row.key());
        String account = Group.unescape(row.key(), "Q/".length());
        if (row.key().equals(group.prefix())) {
            metadata.discard(Family.EVENT, readQueue(row.value()).taken());
        } else {
            byte[] bytes = row.key().bytes();
            int name = group.prefix().length() + 1;
            register(account, new String(bytes, name, bytes.length - name, StandardCharsets.UTF_8));
        }
    }

    private void register(String account, String follower) {
        followers.computeIfAbsent(account, _ -> ConcurrentHashMap.newKeySet()).add(follower);
    }

    /** Whether events of the container are kept. */
    boolean isFollowed(String account, String container) {
        return followers.containsKey(account) && !SYSTEM.contains(container);
    }

    /** Leaves the events of a transaction with it, if somebody follows them. */
    public void tell(String operation, BlobAddress at, Uid opId, BlobTransaction transaction) {
        if (!isFollowed(at.account(), at.container())) {
            return;
        }
        List<ChangeEvent> events = CommittedEvents.of(operation, at, opId, transaction);
        if (!events.isEmpty()) {
            List<byte[]> written = events.stream().map(ChangeEventCodec::write).toList();
            transaction.put(
                    Family.EVENT, transaction.group().key(opId.bytes()), new Committed(at.account(), written).write());
        }
    }

    /** Accounts that somebody follows. */
    public Set<String> followed() {
        return Set.copyOf(followers.keySet());
    }

    /** From the next commit on the account's events are kept for the follower, also after a restart. */
    public synchronized void follow(String account, String follower) {
        if (follows(account, follower)) {
            return;
        }
        long last = queue(account).last();
        commit(
                account,
                List.of(),
                List.of(new Mutation.Put(Family.BASE, follower(account, follower), write(new Place(last, null)))));
        register(account, follower);
    }

    /** Whether it does. */
    public boolean follows(String account, String follower) {
        return followers.getOrDefault(account, Set.of()).contains(follower);
    }

    /** Ends that: what was kept for nobody else is given up. */
    public synchronized void leave(String account, String follower) {
        if (!follows(account, follower)) {
            return;
        }
        commit(account, List.of(), List.of(new Mutation.Delete(Family.BASE, follower(account, follower))));
        followers.computeIfPresent(account, (_, names) -> {
            names.remove(follower);
            return names.isEmpty() ? null : names;
        });
        clear(account);
    }

    /** Where the follower is. */
    public Place place(String account, String follower) {
        byte[] bytes = metadata.get(Family.BASE, follower(account, follower));
        return bytes == null ? new Place(queue(account).last(), null) : readPlace(bytes);
    }

    /** The next events behind {@code sequence}, oldest first; at most {@code limit}. */
    public List<ChangeEvent> after(String account, long sequence, int limit) {
        KeyRange range = KeyRange.prefix(events(account)).startingAt(event(account, sequence + 1));
        return metadata.scan(Family.HISTORY, range, limit).stream()
                .map(row -> ChangeEventCodec.read(sequence(row.key()), row.value()))
                .toList();
    }

    /** Events of the account that are in its queue and still before the follower. */
    public long waiting(String account, String follower) {
        return queue(account).last() - place(account, follower).sequence();
    }

    /** The follower is done with all up to there; that and its note are synced when this returns. */
    public synchronized void passed(String account, String follower, Place place) {
        if (!follows(account, follower)) {
            return;
        }
        commit(account, List.of(), List.of(new Mutation.Put(Family.BASE, follower(account, follower), write(place))));
        clear(account);
    }

    /**
     * Takes events of commits into the queues of their accounts.
     *
     * @return whether there may be more
     */
    public synchronized boolean move() {
        List<Row> rows = metadata.scan(Family.EVENT, COMMITTED, MOVED_MAX);
        Map<String, List<Row>> byAccount = new LinkedHashMap<>();
        Comparator<Row> byId = Comparator.comparing(row -> opId(row.key()));
        rows.stream()
                .sorted(byId)
                .forEach(row -> byAccount
                        .computeIfAbsent(Committed.read(row.value()).account(), _ -> new ArrayList<>())
                        .add(row));
        byAccount.forEach(this::move);
        return rows.size() == MOVED_MAX;
    }

    private void move(String account, List<Row> rows) {
        if (!followers.containsKey(account)) {
            metadata.discard(Family.EVENT, rows.stream().map(Row::key).toList());
            return;
        }
        List<Row> batch = new ArrayList<>();
        long bytes = 0;
        for (Row row : rows) {
            batch.add(row);
            bytes += row.value().length;
            if (bytes >= MOVED_BYTES) {
                take(account, batch);
                batch.clear();
                bytes = 0;
            }
        }
        if (!batch.isEmpty()) {
            take(account, batch);
        }
    }

    /** The queue remembers the rows that it took, so that a crash before they are discarded does not take them twice. */
    private void take(String account, List<Row> rows) {
        List<Key> keys = rows.stream().map(Row::key).toList();
        byte[] before = metadata.get(Family.BASE, queueKey(account));
        long last = before == null ? 0 : readQueue(before).last();
        List<Mutation> mutations = new ArrayList<>();
        for (Row row : rows) {
            for (byte[] event : Committed.read(row.value()).events()) {
                last++;
                mutations.add(new Mutation.Put(Family.HISTORY, event(account, last), event));
            }
        }
        mutations.add(new Mutation.Put(Family.BASE, queueKey(account), write(new Queue(last, keys))));
        Condition unchanged = before == null
                ? new Condition.Absent(Family.BASE, queueKey(account))
                : new Condition.Equal(Family.BASE, queueKey(account), before);
        commit(account, List.of(unchanged), mutations);
        metadata.discard(Family.EVENT, keys);
    }

    /** Discards what every follower is past. */
    private void clear(String account) {
        long upTo = followers.getOrDefault(account, Set.of()).stream()
                .mapToLong(follower -> place(account, follower).sequence())
                .min()
                .orElse(queue(account).last());
        long from = cleared.getOrDefault(account, 0L);
        if (upTo <= from) {
            return;
        }
        KeyRange range = new KeyRange(event(account, from + 1), event(account, upTo + 1));
        while (true) {
            List<Key> keys = metadata.scan(Family.HISTORY, range, DISCARDED_MAX).stream()
                    .map(Row::key)
                    .toList();
            metadata.discard(Family.HISTORY, keys);
            if (keys.size() < DISCARDED_MAX) {
                break;
            }
        }
        cleared.put(account, upTo);
    }

    private void commit(String account, List<Condition> conditions, List<Mutation> mutations) {
        if (!metadata.commit(new Commit(group(account), ids.next(), conditions, mutations, null))) {
            throw new StorageException(ErrorCode.InternalError, "another process takes in events of " + account);
        }
    }

    private Queue queue(String account) {
        byte[] bytes = metadata.get(Family.BASE, queueKey(account));
        return bytes == null ? Queue.NEW : readQueue(bytes);
    }

    private static Group group(String account) {
        return Group.of("Q", account);
    }

    private static Key queueKey(String account) {
        return group(account).prefix();
    }

    private static Key follower(String account, String follower) {
        return group(account).key("f" + follower);
    }

    private static Key events(String account) {
        return group(account).key("e");
    }

    private static Key event(String account, long sequence) {
        return events(account)
                .append(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
    }

    private static long sequence(Key event) {
        byte[] bytes = event.bytes();
        return ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong();
    }

    private static Uid opId(Key committed) {
        byte[] bytes = committed.bytes();
        return Uid.read(ByteBuffer.wrap(bytes, bytes.length - Uid.BYTES, Uid.BYTES));
    }

    private static byte[] write(Queue queue) {
        RecordWriter out = new RecordWriter(VERSION).number(1, queue.last());
        queue.taken().forEach(key -> out.bytes(2, key.bytes()));
        return out.done();
    }

    private static Queue readQueue(byte[] bytes) {
        RecordReader in = new RecordReader("queue of events", bytes, VERSION);
        long last = 0;
        List<Key> taken = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> last = in.number();
                case 2 -> taken.add(Key.of(in.bytes()));
                default -> throw in.unknownField();
            }
        }
        return new Queue(last, taken);
    }

    private static byte[] write(Place place) {
        return new RecordWriter(VERSION)
                .number(1, place.sequence())
                .bytes(2, place.note())
                .done();
    }

    private static Place readPlace(byte[] bytes) {
        RecordReader in = new RecordReader("place of a follower", bytes, VERSION);
        long sequence = 0;
        byte[] note = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> sequence = in.number();
                case 2 -> note = in.bytes();
                default -> throw in.unknownField();
            }
        }
        return new Place(sequence, note);
    }
}
