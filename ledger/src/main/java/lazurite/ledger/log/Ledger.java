package lazurite.ledger.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * A transparency log in a store. Any number of ledgers of one origin, in any number of processes, may append to the same
 * store: they make one log.
 *
 * <p>An opened ledger only reads. {@link #start} starts its thread, which signs and appends; before it, who runs the log
 * asks witnesses and mirrors whether they know of more than {@link #size}, and does not start if they do.
 *
 * <p>Methods throw {@link StorageException} as the store does, and {@link RefusedException} for what is handed in.
 *
 * <p>Concurrency: any thread.
 */
public final class Ledger implements AutoCloseable {
    private final LedgerSettings settings;
    private final Platform platform;
    private final LogRows rows;
    private final StoredTiles tiles;
    private final PublishedLog published;
    private final OlderLogs older;
    private final Publisher publisher;
    private @Nullable Sequencer sequencer;

    private Ledger(MetadataStore store, LedgerSettings settings, OlderLogs older, Platform platform) {
        this.settings = settings;
        this.platform = platform;
        this.rows = new LogRows(store, new UidSource(platform), settings.origin());
        this.tiles = new StoredTiles(rows);
        this.published = new PublishedLog(settings.origin(), rows, tiles);
        this.older = older;
        this.publisher = new Publisher(rows, settings, platform.clock());
    }

    /** The logs that the store has. */
    public static List<String> origins(MetadataStore store) {
        return LogRows.origins(store);
    }

    /** Opens the log of this origin, which is empty if the store has none. Writes nothing. The store stays the caller's. */
    public static Ledger open(MetadataStore store, LedgerSettings settings, Platform platform) {
        return open(store, settings, OlderLogs.NONE, platform);
    }

    /** As {@link #open(MetadataStore, LedgerSettings, Platform)}, of a log that goes on from others. */
    public static Ledger open(MetadataStore store, LedgerSettings settings, OlderLogs older, Platform platform) {
        return new Ledger(store, settings, older, platform);
    }

    /** Starts to sign and to append; publishes what was appended and not published before. */
    public synchronized void start() {
        if (sequencer == null) {
            sequencer = new Sequencer(new Appender(rows, tiles), publisher, platform);
        }
    }

    /** Waits until what was appended before the start is published, or the log could not write. */
    public void awaitBegun() {
        started().awaitBegun();
    }

    public LedgerSettings settings() {
        return settings;
    }

    /** How many entries are in the log, published or not. */
    public long size() {
        return rows.head().size();
    }

    /** Index of the first entry that there is: below 0 if the log goes on from others, whose entries come before its own. */
    public long first() {
        return older.first();
    }

    /** Name of the very first log: this one's, if it goes on from no other. */
    public String firstOrigin() {
        String origin = older.origin();
        return origin == null ? settings.origin() : origin;
    }

    /** Index of the first entry of the log that has this one, as indices in its entries are to be understood. */
    public long firstOf(long index) {
        return index < 0 ? older.firstOf(index) : 0;
    }

    /** Where the entry stands in its own log; null if there is none of this index. */
    public OlderLogs.@Nullable Place place(long index) {
        if (index < 0) {
            return older.place(index);
        }
        return index < size() ? new OlderLogs.Place(settings.origin(), index) : null;
    }

    /** Where the next entry of the stream stands. */
    public StreamPosition stream(String stream) {
        StreamEnd end = rows.streamEnd(stream);
        return end == null ? StreamPosition.FIRST : end.next();
    }

    /** The stream's last entry, published or not; null if it has none. */
    public @Nullable Appended last(String stream) {
        StreamEnd end = rows.streamEnd(stream);
        return end == null
                ? null
                : new Appended(
                        end.index(), Entry.parse(rows.entries(end.index(), 1).getFirst()));
    }

    /**
     * So many entries from {@code first} on, as they stand in the log, published or not; fewer at its end, and at the end
     * of each log that it goes on from.
     */
    public List<byte[]> entries(long first, int count) {
        if (first < 0) {
            return older.entries(first, count);
        }
        long there = Math.max(0, size() - first);
        return there == 0 ? List.of() : rows.entries(first, (int) Math.min(count, there));
    }

    /**
     * Appends an entry that was made for its place in its stream. Handing in the stream's last entry once more is
     * answered as the first time.
     *
     * <p>Completes when the entry is durable and a checkpoint that covers it is published. Fails with RefusedException
     * if the entry does not continue its stream or is too long. Fails with StorageException if the store does; then the
     * entry may be in the log, which handing it in again tells.
     */
    public CompletableFuture<Appended> append(Entry entry) {
        try {
            return started().submit(new Submission.Placed(entry));
        } catch (RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Appends a machine's entry at the end of its stream. As {@link #append(Entry)}, but whether it is in the log after
     * a failure only {@link #stream} tells.
     */
    public CompletableFuture<Appended> append(Draft draft) {
        return started().submit(new Submission.Unplaced(draft));
    }

    /** What everybody may read of it. */
    public PublishedLog published() {
        return published;
    }

    /** The newest signed checkpoint, durable since before it could be seen; null if nothing is published yet. */
    public @Nullable Note checkpoint() {
        return published.checkpoint();
    }

    /**
     * Tells of each checkpoint that this ledger publishes. One that another ledger of the same log publishes is told with
     * the next of this one.
     *
     * @param listener called by the thread that appends: returns at once and throws nothing
     */
    public void onPublished(Runnable listener) {
        publisher.listen(listener);
    }

    /** The newest checkpoint that came back from witnesses; null if none did. */
    public @Nullable Note cosigned() {
        return published.cosigned();
    }

    /**
     * Takes back a checkpoint of this log with lines of witnesses added, which the caller has verified. Lines of one
     * checkpoint may come one by one.
     */
    public void addCosigned(Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (checkpoint.size() > published.size()) {
            throw new RefusedException("Nothing of this size was published.");
        }
        publisher.cosigned(note, checkpoint, published.tree(checkpoint.size()).root(checkpoint.size()));
    }

    /** The tile at {@code tile/...}, null if the published tree has none there; refuses what is no tile's path. */
    public byte @Nullable [] tile(String path) {
        return published.tile(path);
    }

    /** The published entry; null if there is none of this index. */
    public byte @Nullable [] entry(long index) {
        if (index < 0) {
            List<byte[]> found = older.entries(index, 1);
            return found.isEmpty() ? null : found.getFirst();
        }
        return published.entry(index);
    }

    /**
     * The entry's receipt under the newest published checkpoint, in a log that this one goes on from under its last one,
     * with the index that it has there; null if that does not cover it.
     */
    public @Nullable Receipt receipt(long index) {
        return index < 0 ? older.receipt(index) : receipt(index, checkpoint());
    }

    /** The entry's receipt under the newest checkpoint of witnesses; null if that does not cover it. */
    public @Nullable Receipt cosignedReceipt(long index) {
        return receipt(index, cosigned());
    }

    /** Shows that the published log of one size is the beginning of that of another; null beyond the published size. */
    public @Nullable List<Hash> consistency(long older, long newer) {
        return older < 0 || older > newer || newer > published.size()
                ? null
                : published.tree(newer).consistency(older, newer);
    }

    /** Why the log neither appends nor publishes at present, which it goes on trying; null while all is well. */
    public synchronized @Nullable Throwable failure() {
        return sequencer == null ? null : sequencer.failure();
    }

    /** Appends what waits and stops the thread. */
    @Override
    public synchronized void close() {
        if (sequencer != null) {
            sequencer.close();
        }
    }

    private @Nullable Receipt receipt(long index, @Nullable Note note) {
        return note == null ? null : published.receipt(index, note);
    }

    private synchronized Sequencer started() {
        if (sequencer == null) {
            throw new StorageException(ErrorCode.ServerBusy, "The ledger is not started.");
        }
        return sequencer;
    }
}
