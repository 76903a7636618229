package lazurite.ledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Mutation;
import org.jspecify.annotations.Nullable;

/**
 * Submissions that are appended together: entries, ends of their streams, filled tiles and the new head, for one commit
 * on condition that the head is still the old one.
 *
 * <p>Concurrency: one thread.
 */
final class Batch {
    /** What a stream has come to; without an end as long as it has no entry. */
    private record Reached(@Nullable StreamEnd end) {
        StreamPosition next() {
            return end == null ? StreamPosition.FIRST : end.next();
        }
    }

    private final LogRows rows;
    private final Head before;
    private final Edge edge;
    private final Map<String, Reached> streams = new HashMap<>();
    private final List<Mutation> mutations = new ArrayList<>();
    private byte @Nullable [] last;

    /** @param edge of the tree below the head; is changed */
    Batch(LogRows rows, Head before, Edge edge) {
        this.rows = rows;
        this.before = before;
        this.edge = edge;
    }

    Outcome add(Submission submission) {
        try {
            return switch (submission) {
                case Submission.Unplaced(var draft) ->
                    append(draft.at(reached(draft.stream()).next()));
                case Submission.Placed(var entry) -> place(entry);
            };
        } catch (RefusedException e) {
            return new Outcome.Refused(e);
        }
    }

    /** Whether nothing is to be committed. */
    boolean isEmpty() {
        return last == null;
    }

    Head after() {
        return new Head(edge.size(), edge.root(), before.epoch());
    }

    Edge edge() {
        return edge;
    }

    /** All or nothing; false if the head is another by now. */
    boolean commit(Head after) {
        List<Mutation> all = new ArrayList<>(mutations);
        streams.forEach((stream, reached) -> {
            StreamEnd end = reached.end();
            if (end != null && end.index() >= before.size()) {
                all.add(new Mutation.Put(Family.BASE, rows.streamKey(stream), end.bytes()));
            }
        });
        all.add(new Mutation.Put(Family.BASE, rows.headKey(), after.bytes()));
        return rows.commit(List.of(new Condition.Equal(Family.BASE, rows.headKey(), before.bytes())), all);
    }

    /** Whether the entries are in the log, which by now may be longer. */
    boolean isIn(Head head) {
        return last != null
                && head.size() >= edge.size()
                && Arrays.equals(rows.entries(edge.size() - 1, 1).getFirst(), last);
    }

    private Outcome place(Entry entry) {
        Reached reached = reached(entry.stream());
        StreamEnd end = reached.end();
        if (end != null && end.seq() == entry.seq() && end.hash().equals(Hash.sha256(entry.bytes()))) {
            return new Outcome.Logged(new Appended(end.index(), entry));
        }
        StreamPosition next = reached.next();
        if (!next.equals(new StreamPosition(entry.seq(), entry.previous()))) {
            throw RefusedException.placeTaken(next.seq());
        }
        return append(entry);
    }

    private Outcome append(Entry entry) {
        byte[] bytes = entry.bytes();
        long index = edge.size();
        mutations.add(new Mutation.Put(Family.HISTORY, rows.entryKey(index), bytes));
        for (Edge.Tile tile : edge.append(Merkle.leaf(bytes))) {
            mutations.add(new Mutation.Put(
                    Family.HISTORY,
                    rows.tileKey(tile.path().level(), tile.path().index()),
                    tile.bytes()));
        }
        streams.put(entry.stream(), new Reached(new StreamEnd(entry.seq(), Hash.sha256(bytes), index)));
        last = bytes;
        return new Outcome.Logged(new Appended(index, entry));
    }

    private Reached reached(String stream) {
        return streams.computeIfAbsent(stream, name -> new Reached(rows.streamEnd(name)));
    }
}
