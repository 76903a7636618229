package lazurite.store.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyRow;
import lazurite.store.body.InlineRow;
import lazurite.store.collector.Rows.Queued;
import org.jspecify.annotations.Nullable;

/**
 * Moves small bodies out of the metadata store: appends their messages to a pack, syncs it once, then replaces each
 * row by a pointer, if it is still there. The queue's rows go when the change rows of these commits are drained.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class Packer {
    private static final int BODIES_MAX = 1_024;

    private final MetadataStore metadata;
    private final UidSource uids;
    private final Platform platform;
    private final OwnExtent pack;
    private final long bytesMax;
    private final Stops stops;
    private Key next = Rows.QUEUE.from();

    Packer(MetadataStore metadata, UidSource uids, Platform platform, OwnExtent pack, long bytesMax, Stops stops) {
        this.metadata = metadata;
        this.uids = uids;
        this.platform = platform;
        this.pack = pack;
        this.bytesMax = bytesMax;
        this.stops = stops;
    }

    /** A body of the batch: its row as it is and where its message was put. */
    private record Moving(Queued queued, Uid body, byte[] row, InlineRow.Place place) {}

    /**
     * Packs the oldest waiting bodies behind those of the call before, then starts over.
     *
     * @return bodies looked at; 0 at the end of the queue
     */
    int pack() {
        List<Row> queue = metadata.scan(Family.BASE, Rows.QUEUE.startingAt(next), BODIES_MAX);
        List<Moving> moving = new ArrayList<>();
        int looked = 0;
        long bytes = 0;
        while (looked < queue.size() && bytes < bytesMax) {
            Row row = queue.get(looked++);
            Uid body = BodyRow.body(row.key());
            Queued queued = Queued.read(row.value());
            byte[] inline = metadata.get(Family.BODY, InlineRow.key(queued.group(), body));
            if (inline != null && InlineRow.holdsMessage(inline)) {
                ExtentStore.Writer writer = pack.writer(inline.length);
                moving.add(new Moving(queued, body, inline, new InlineRow.Place(writer.id(), writer.size())));
                writer.append(InlineRow.frame(body, inline));
                bytes += inline.length;
            }
        }
        next = looked == 0 ? Rows.QUEUE.from() : queue.get(looked - 1).key().next();
        if (!moving.isEmpty()) {
            stops.at("before syncing a pack");
            pack.sync();
            stops.at("behind syncing a pack");
            point(moving);
        }
        return looked;
    }

    /** The body that {@link #pack} would look at next; null at the end of the queue. */
    @Nullable
    Uid next() {
        List<Row> row = metadata.scan(Family.BASE, Rows.QUEUE.startingAt(next), 1);
        return row.isEmpty() ? null : BodyRow.body(row.getFirst().key());
    }

    private void point(List<Moving> moving) {
        List<CompletableFuture<Boolean>> commits = new ArrayList<>();
        for (Moving body : moving) {
            commits.add(metadata.submit(commit(body)));
            stops.at("between pointers to a pack");
        }
        Waiting.forAll(commits);
    }

    private Commit commit(Moving moving) {
        Queued queued = moving.queued();
        BodyRef moved = new BodyRef(
                moving.body(),
                queued.length(),
                moving.place().extent(),
                moving.place().offset());
        Change change = new Change(
                platform.clock().millis(),
                "Pack",
                "",
                Usage.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(moved),
                List.of());
        Key key = InlineRow.key(queued.group(), moving.body());
        return new Commit(
                queued.group(),
                uids.next(),
                List.of(new Condition.Equal(Family.BODY, key, moving.row())),
                List.of(InlineRow.pointer(queued.group(), moving.body(), moving.place())),
                ChangeCodec.bytes(change));
    }

    /** Content bytes that wait. */
    static long waiting(MetadataStore metadata) {
        long[] bytes = new long[1];
        Rows.forEach(
                metadata,
                Family.BASE,
                Rows.QUEUE,
                row -> bytes[0] += Queued.read(row.value()).length());
        return bytes[0];
    }
}
