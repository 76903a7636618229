package lazurite.tests.concurrency;

import java.util.ArrayList;
import java.util.List;

/**
 * What several clients did to one blob, as they saw it.
 *
 * <p>Concurrency: any thread may add.
 */
final class History {
    /** The content of a blob that is not there. */
    static final int ABSENT = 0;

    private final List<Event> events = new ArrayList<>();

    /** How a change ended, as far as its client knows. */
    enum Outcome {
        DONE,
        REFUSED,
        UNKNOWN
    }

    /** What was asked for and, except for unknown outcomes, answered. Every write has a value of its own. */
    sealed interface Operation {
        record Read(int value) implements Operation {}

        record Write(int value, Outcome outcome) implements Operation {}

        /** A write that is refused unless the blob is absent. */
        record Create(int value, Outcome outcome) implements Operation {}

        /** A write that is refused unless the content is the expected one. */
        record Swap(int expected, int value, Outcome outcome) implements Operation {}

        /** Refused if the blob is absent. */
        record Delete(Outcome outcome) implements Operation {}

        /** Refused unless the content is the expected one. */
        record DeleteIf(int expected, Outcome outcome) implements Operation {}
    }

    /**
     * An operation in its time.
     *
     * @param called before it was sent, in nanoseconds
     * @param returned after its answer came; {@link Long#MAX_VALUE} if none did
     */
    record Event(int client, Operation operation, long called, long returned) {}

    synchronized void add(Event event) {
        events.add(event);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
