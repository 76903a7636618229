package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lazurite.tests.concurrency.History.Event;
import lazurite.tests.concurrency.History.Operation;
import lazurite.tests.concurrency.History.Operation.Create;
import lazurite.tests.concurrency.History.Operation.Delete;
import lazurite.tests.concurrency.History.Operation.DeleteIf;
import lazurite.tests.concurrency.History.Operation.Read;
import lazurite.tests.concurrency.History.Operation.Swap;
import lazurite.tests.concurrency.History.Operation.Write;
import lazurite.tests.concurrency.History.Outcome;
import org.junit.jupiter.api.Test;

/** The checker against histories whose verdict is known. */
class LinearizabilityTest {
    private static final Outcome DONE = Outcome.DONE;
    private static final Outcome REFUSED = Outcome.REFUSED;
    private static final Outcome UNKNOWN = Outcome.UNKNOWN;

    @Test
    void acceptsWhatHappensOneAfterTheOther() {
        good(
                at(0, 1, new Read(0)),
                at(2, 3, new Write(1, DONE)),
                at(4, 5, new Read(1)),
                at(6, 7, new Swap(1, 2, DONE)),
                at(8, 9, new Swap(1, 3, REFUSED)),
                at(10, 11, new Delete(DONE)),
                at(12, 13, new Delete(REFUSED)),
                at(14, 15, new Create(4, DONE)),
                at(16, 17, new Create(5, REFUSED)),
                at(18, 19, new DeleteIf(5, REFUSED)),
                at(20, 21, new DeleteIf(4, DONE)),
                at(22, 23, new Read(0)));
    }

    @Test
    void acceptsAReadOfEitherValueWhileAWriteRuns() {
        good(at(0, 1, new Write(1, DONE)), at(2, 9, new Write(2, DONE)), at(3, 4, new Read(1)), at(5, 6, new Read(2)));
    }

    @Test
    void refusesAValueThatGoesBackWhileAWriteRuns() {
        bad(at(0, 1, new Write(1, DONE)), at(2, 9, new Write(2, DONE)), at(3, 4, new Read(2)), at(5, 6, new Read(1)));
    }

    @Test
    void refusesAStaleRead() {
        bad(at(0, 1, new Write(1, DONE)), at(2, 3, new Write(2, DONE)), at(4, 5, new Read(1)));
    }

    @Test
    void refusesALostWrite() {
        bad(at(0, 1, new Write(1, DONE)), at(2, 3, new Read(0)));
    }

    @Test
    void refusesAValueThatNobodyWrote() {
        bad(at(0, 1, new Write(1, DONE)), at(2, 3, new Read(7)));
    }

    @Test
    void refusesTwoWinnersOfOneSwap() {
        bad(at(0, 1, new Write(1, DONE)), at(2, 5, new Swap(1, 2, DONE)), at(2, 5, new Swap(1, 3, DONE)));
    }

    @Test
    void refusesTwoWinnersOfOneCreation() {
        bad(at(0, 5, new Create(1, DONE)), at(0, 5, new Create(2, DONE)));
    }

    @Test
    void acceptsTwoCreationsWithADeletionAmongThem() {
        good(at(0, 5, new Create(1, DONE)), at(0, 5, new Create(2, DONE)), at(0, 5, new Delete(DONE)));
    }

    @Test
    void refusesARefusalWithoutReason() {
        bad(at(0, 1, new Write(1, DONE)), at(2, 3, new Swap(1, 2, REFUSED)));
        bad(at(0, 1, new Create(1, REFUSED)));
        bad(at(0, 1, new Write(1, DONE)), at(2, 3, new Delete(REFUSED)));
    }

    @Test
    void acceptsAnUnknownWriteThatHappenedLate() {
        good(lost(0, new Write(1, UNKNOWN)), at(1, 2, new Read(0)), at(3, 4, new Read(1)));
    }

    @Test
    void acceptsAnUnknownWriteThatNeverHappened() {
        good(lost(0, new Write(1, UNKNOWN)), at(1, 2, new Write(2, DONE)), at(3, 4, new Read(2)));
    }

    @Test
    void acceptsAnUnknownWriteThatOnlyARefusalTellsOf() {
        good(
                at(0, 1, new Write(1, DONE)),
                lost(2, new Write(2, UNKNOWN)),
                at(3, 4, new Swap(1, 3, REFUSED)),
                at(5, 6, new Read(2)));
    }

    @Test
    void refusesAnUnknownWriteThatHappenedTwice() {
        bad(
                lost(0, new Write(1, UNKNOWN)),
                at(1, 2, new Read(1)),
                at(3, 4, new Write(2, DONE)),
                at(5, 6, new Read(2)),
                at(7, 8, new Read(1)));
    }

    @Test
    void refusesAnUnknownWriteThatHappenedBeforeItsCall() {
        bad(at(0, 1, new Read(1)), lost(2, new Write(1, UNKNOWN)));
    }

    @Test
    void refusesAReadThatCouldOnlyBeExplainedByTheFuture() {
        bad(at(0, 1, new Read(1)), at(2, 3, new Write(1, DONE)));
    }

    /** Histories made from a register, each operation's true moment inside its span, then one read turned stale. */
    @Test
    void tellsRandomHistoriesFromBrokenOnes() {
        Random random = Seed.random("checker", 0);
        for (int round = 0; round < 200; round++) {
            List<Event> events = made(random, 60);
            assertThat(Linearizability.violation(events)).isNull();
            List<Event> broken = new ArrayList<>(events);
            long end = events.stream().mapToLong(Event::returned).max().orElseThrow();
            broken.add(new Event(0, new Write(1_000, DONE), end + 1, end + 2));
            broken.add(new Event(1, new Read(1 + random.nextInt(60)), end + 3, end + 4));
            Collections.shuffle(broken, random);
            assertThat(Linearizability.violation(broken)).isNotNull();
        }
    }

    private static List<Event> made(Random random, int operations) {
        List<Event> events = new ArrayList<>();
        int state = History.ABSENT;
        for (int i = 1; i <= operations; i++) {
            Operation operation;
            int guess = random.nextBoolean() ? state : 1 + random.nextInt(operations);
            switch (random.nextInt(5)) {
                case 0 -> {
                    operation = new Write(i, DONE);
                    state = i;
                }
                case 1 -> {
                    operation = new Create(i, state == History.ABSENT ? DONE : REFUSED);
                    state = state == History.ABSENT ? i : state;
                }
                case 2 -> {
                    operation = new Swap(guess, i, state == guess ? DONE : REFUSED);
                    state = state == guess ? i : state;
                }
                case 3 -> {
                    operation = new Delete(state == History.ABSENT ? REFUSED : DONE);
                    state = History.ABSENT;
                }
                default -> operation = new Read(state);
            }
            long moment = 10L * i;
            events.add(new Event(i % 6, operation, moment - 1 - random.nextInt(30), moment + 1 + random.nextInt(30)));
        }
        Collections.shuffle(events, random);
        return events;
    }

    private static Event at(long called, long returned, Operation operation) {
        return new Event(0, operation, called, returned);
    }

    private static Event lost(long called, Operation operation) {
        return new Event(0, operation, called, Long.MAX_VALUE);
    }

    private static void good(Event... events) {
        assertThat(Linearizability.violation(Arrays.asList(events))).isNull();
    }

    private static void bad(Event... events) {
        assertThat(Linearizability.violation(Arrays.asList(events))).isNotNull();
    }
}
