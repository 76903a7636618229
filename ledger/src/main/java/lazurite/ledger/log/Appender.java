package lazurite.ledger.log;

import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.ledger.tree.Edge;
import lazurite.store.Family;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log. Any number of appenders, in any number of processes, make one log: each commit compares and sets
 * the head.
 *
 * <p>Concurrency: one thread; others' appenders are other objects.
 */
final class Appender {
    private record State(Head head, Edge edge) {}

    private final LogRows rows;
    private final StoredTiles tiles;

    /** What the store held last; null while it has to be read. */
    private @Nullable State state;

    /** Whether a commit of ours may still be under way. */
    private boolean unsure = true;

    Appender(LogRows rows, StoredTiles tiles) {
        this.rows = rows;
        this.tiles = tiles;
    }

    /**
     * Appends what can be appended, in this order and in one commit, and says of each submission what became of it. What
     * is logged is durable.
     *
     * @throws StorageException if the store fails; then none is in the log, or it cannot be told
     */
    List<Outcome> append(List<Submission> submissions) {
        while (true) {
            State current = current();
            Batch batch = new Batch(rows, current.head(), current.edge().copy());
            List<Outcome> outcomes = submissions.stream().map(batch::add).toList();
            if (batch.isEmpty() || commits(batch)) {
                return outcomes;
            }
        }
    }

    /** The head, once it is known that the tree below leads to it. */
    Head head() {
        State current = state;
        if (current == null || !current.head().equals(rows.head())) {
            state = null;
        }
        return current().head();
    }

    private boolean commits(Batch batch) {
        Head after = batch.after();
        state = null;
        unsure = true;
        try {
            boolean done = batch.commit(after);
            unsure = false;
            if (done) {
                state = new State(after, batch.edge());
            }
            return done;
        } catch (StorageException e) {
            if (batch.isIn(current().head())) {
                return true;
            }
            throw e;
        }
    }

    private State current() {
        if (unsure) {
            fence();
        }
        State current = state;
        if (current == null) {
            Head head = rows.head();
            current = new State(head, Edge.load(head.size(), tiles));
            if (!current.edge().root().equals(head.root())) {
                throw new StorageException(
                        ErrorCode.InternalError, "The ledger's entries do not lead to the root of its head.");
            }
            state = current;
        }
        return current;
    }

    /** Begins a new epoch: a commit that was made for the head as it was can no longer take effect. */
    private void fence() {
        state = null;
        byte[] was;
        Head head;
        do {
            was = rows.get(Family.BASE, rows.headKey());
            head = was == null ? Head.NONE : Head.read(was);
        } while (!rows.replace(rows.headKey(), was, head.nextEpoch().bytes()));
        unsure = false;
    }
}
