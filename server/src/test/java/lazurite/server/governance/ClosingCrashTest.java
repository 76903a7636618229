package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.service.account.ServiceKind;
import lazurite.store.Engine;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at any commit, and two at once, write the log that one would have written. */
final class ClosingCrashTest {
    private static final int DAYS = 32;

    /** Every life ends with a warning. */
    private static final Logger WARNINGS = Logger.getLogger("lazurite.server.governance");

    @TempDir
    private Path folder;

    @BeforeAll
    static void beQuiet() {
        WARNINGS.setLevel(Level.OFF);
    }

    @AfterAll
    static void beHeard() {
        WARNINGS.setLevel(null);
    }

    @Test
    void killsAtAnyCommitLeaveNothingOutAndNothingTwice() throws Exception {
        for (boolean lastHappens : new boolean[] {true, false}) {
            for (int commits = 6; commits <= 11; commits++) {
                try (Room room = used(new MemoryEngine(Platform.system()), 29)) {
                    killAfterEvery(room, commits, lastHappens);
                    assertWhole(room);
                }
            }
        }
    }

    @Test
    void killsAtRandomLeaveNothingOutAndNothingTwiceOnDisk() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (Engine engine = embedded();
                Room room = used(engine, 0)) {
            while (!finished(room, 1 + random.nextInt(60), random.nextBoolean())) {
                assertThat(room.dead()).isTrue();
            }
            room.restart();
            assertWhole(room);
        }
    }

    @Test
    void twoProcessesAtOnceLogEverythingOnce() throws Exception {
        try (Room room = used(new MemoryEngine(Platform.system()), 0);
                ExecutorService threads =
                        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            List<Bookkeeping> books = List.of(room.books(), room.second());
            for (int round = 0; round < 4; round++) {
                for (Future<?> turn :
                        books.stream().map(each -> threads.submit(each::turn)).toList()) {
                    turn.get();
                }
            }
            room.turn();
            assertWhole(room);
        }
    }

    /**
     * Meters of days on the last but one of which a signal is due for two subscriptions.
     *
     * @param logged so many of the days are in the log
     */
    private Room used(Engine engine, int logged) throws InterruptedException {
        Room room = new Room(folder, engine.metadata(), Room.CLINIC);
        room.turn();
        for (int day = 0; day < DAYS; day++) {
            if (day == logged) {
                room.turn();
            }
            room.serve("clinicdata", ServiceKind.QUEUE, 1, 1);
            room.serve("guarddata", ServiceKind.TABLE, 1, 1);
            room.nextDay();
        }
        return room;
    }

    private static void killAfterEvery(Room room, int commits, boolean lastHappens) {
        int lives = 0;
        while (!finished(room, commits, lastHappens)) {
            assertThat(lives++).as("lives of " + commits + " commits").isLessThan(3_000);
        }
        room.restart();
    }

    /** One life; whether all there was to do is done. */
    private static boolean finished(Room room, int commits, boolean lastHappens) {
        return room.startDoomed(commits, lastHappens)
                && room.turn().compareTo(Duration.ofMinutes(2)) > 0
                && !room.dead();
    }

    private static void assertWhole(Room room) {
        long size = room.ledger().size();
        room.turn();
        assertThat(room.ledger().size()).as("nothing was left to do").isEqualTo(size);
        List<Logged> log = room.log();
        assertThat(of(log, TermsEvent.Version.class)).hasSize(1);
        assertThat(of(log, TermsEvent.SignalCode.class)).hasSize(7);
        assertThat(of(log, SubscriptionEvent.Opened.class)).hasSize(3);
        assertThat(of(log, SubscriptionEvent.PurposeChanged.class)).isEmpty();
        for (String id : List.of("clinic", "guard", "default")) {
            assertThat(room.days(id))
                    .extracting(MeterEvent.Daily::day)
                    .hasSize(DAYS)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        List<String> marks = log.stream()
                .filter(logged -> logged.event() instanceof MeterEvent.Daily)
                .flatMap(logged ->
                        ((MeterEvent.Daily) logged.event()).signals().stream().map(mark -> logged.index() + " " + mark))
                .toList();
        assertThat(of(log, SignalEvent.Raised.class))
                .extracting(raised -> raised.meter() + " " + raised.mark())
                .containsExactlyInAnyOrderElementsOf(marks)
                .hasSize(2);
        log.stream().filter(logged -> logged.entry().commitment() != null).forEach(room::opening);
    }

    private static <E extends Event> List<E> of(List<Logged> log, Class<E> type) {
        Stream<Event> events = log.stream().map(Logged::event);
        return events.filter(type::isInstance).map(type::cast).toList();
    }

    private Engine embedded() throws IOException {
        return EmbeddedEngine.open(
                folder.resolve("data"), Settings.defaults(Path.of("target", "natives")), Platform.system());
    }
}
