package lazurite.tests.concurrency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lazurite.tests.concurrency.History.Event;
import lazurite.tests.concurrency.History.Operation;
import lazurite.tests.concurrency.History.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is an order of a history's operations, each put at one moment between its call and its return, in which
 * one register would have answered just so (Wing and Gong 1993; with the memory of configurations seen by Lowe 2017).
 * An operation of unknown outcome may take effect at any moment after its call; never is as good as at the very end.
 */
final class Linearizability {
    private static final int IMPOSSIBLE = -1;

    private final Entry head = new Entry(-1, null);
    private final BitSet placed;
    private final Set<Configuration> seen = new HashSet<>();
    private int returnsLeft;
    private int longest;

    /** A call or a return in a doubly linked list in the order of time. */
    private static final class Entry {
        final int index;
        /** Of a call: its operation; null of a return. */
        final @Nullable Operation operation;

        @Nullable
        Entry previous;

        @Nullable
        Entry next;

        /** Of a call: its return; null while the outcome is unknown. */
        @Nullable
        Entry end;

        Entry(int index, @Nullable Operation operation) {
            this.index = index;
            this.operation = operation;
        }
    }

    private record Configuration(BitSet placed, int state) {}

    /** @param certain whether nothing else needed trying in its place */
    private record Choice(Entry call, int stateBefore, boolean certain) {}

    private record Moment(long time, boolean isReturn, Entry entry) {}

    private Linearizability(List<Event> events) {
        this.placed = new BitSet(events.size());
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Entry call = new Entry(i, event.operation());
            moments.add(new Moment(event.called(), false, call));
            if (event.returned() != Long.MAX_VALUE) {
                Entry end = new Entry(i, null);
                call.end = end;
                moments.add(new Moment(event.returned(), true, end));
                returnsLeft++;
            }
        }
        moments.sort(Comparator.comparingLong(Moment::time).thenComparing(Moment::isReturn));
        Entry last = head;
        for (Moment moment : moments) {
            last.next = moment.entry();
            moment.entry().previous = last;
            last = moment.entry();
        }
    }

    /** Null if the history of a blob that was absent at first is linearizable; else how far an order was found. */
    static @Nullable String violation(List<Event> events) {
        return new Linearizability(events).search(events);
    }

    private @Nullable String search(List<Event> events) {
        Deque<Choice> choices = new ArrayDeque<>();
        int state = History.ABSENT;
        Entry from = head.next;
        boolean fresh = true;
        while (returnsLeft > 0) {
            Entry unchanging = fresh ? unchanging(state) : null;
            Entry call = unchanging == null ? changing(state, from) : unchanging;
            if (call != null) {
                choices.push(new Choice(call, state, unchanging != null));
                state = apply(state, Objects.requireNonNull(call.operation));
                lift(call);
                longest = Math.max(longest, placed.cardinality());
                from = head.next;
                fresh = true;
                continue;
            }
            Choice undone = undo(choices);
            if (undone == null) {
                return "No order explains more than " + longest + " of " + events.size() + " operations: " + events;
            }
            state = undone.stateBefore();
            from = undone.call().next;
            fresh = false;
        }
        return null;
    }

    /**
     * A call that may come next and leaves the content as it is: to place it at once is never wrong. One of unknown
     * outcome is left for a moment at which it would change something.
     */
    private @Nullable Entry unchanging(int state) {
        for (Entry at = head.next; at != null && at.operation != null; at = at.next) {
            if (at.end != null && apply(state, at.operation) == state) {
                placed.set(at.index);
                return at;
            }
        }
        return null;
    }

    /** The first call from {@code from} on that may come next, changes the content and leads where nobody was yet. */
    private @Nullable Entry changing(int state, @Nullable Entry from) {
        for (Entry at = from; at != null && at.operation != null; at = at.next) {
            int after = apply(state, at.operation);
            if (after != IMPOSSIBLE && after != state) {
                placed.set(at.index);
                if (seen.add(new Configuration((BitSet) placed.clone(), after))) {
                    return at;
                }
                placed.clear(at.index);
            }
        }
        return null;
    }

    /** Takes back what was placed last, up to a choice that had alternatives; null if there is none. */
    private @Nullable Choice undo(Deque<Choice> choices) {
        while (!choices.isEmpty()) {
            Choice last = choices.pop();
            restore(last.call());
            if (!last.certain()) {
                return last;
            }
        }
        return null;
    }

    private void lift(Entry call) {
        unlink(call);
        if (call.end != null) {
            unlink(call.end);
            returnsLeft--;
        }
    }

    private void restore(Entry call) {
        placed.clear(call.index);
        if (call.end != null) {
            relink(call.end);
            returnsLeft++;
        }
        relink(call);
    }

    private static void unlink(Entry entry) {
        if (entry.previous != null) {
            entry.previous.next = entry.next;
        }
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
    }

    private static void relink(Entry entry) {
        if (entry.previous != null) {
            entry.previous.next = entry;
        }
        if (entry.next != null) {
            entry.next.previous = entry;
        }
    }

    /** The register's content behind the operation; impossible if it would have answered otherwise. */
    private static int apply(int state, Operation operation) {
        return switch (operation) {
            case Operation.Read(int value) -> state == value ? state : IMPOSSIBLE;
            case Operation.Write(int value, Outcome outcome) -> change(state, true, value, outcome);
            case Operation.Create(int value, Outcome outcome) -> change(state, state == History.ABSENT, value, outcome);
            case Operation.Swap(int expected, int value, Outcome outcome) ->
                change(state, state == expected, value, outcome);
            case Operation.Delete(Outcome outcome) -> change(state, state != History.ABSENT, History.ABSENT, outcome);
            case Operation.DeleteIf(int expected, Outcome outcome) ->
                change(state, state == expected, History.ABSENT, outcome);
        };
    }

    private static int change(int state, boolean possible, int value, Outcome outcome) {
        return switch (outcome) {
            case DONE -> possible ? value : IMPOSSIBLE;
            case REFUSED -> possible ? IMPOSSIBLE : state;
            case UNKNOWN -> possible ? value : state;
        };
    }
}
