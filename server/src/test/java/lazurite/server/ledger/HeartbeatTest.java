package lazurite.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.log.Ledger;
import lazurite.server.Waiting;
import lazurite.store.Commit;
import lazurite.store.Engine;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of itself while the clock steps and the machine sleeps. */
final class HeartbeatTest {
    private static final Instant BEGUN = Instant.parse("2026-11-27T12:00:00Z");

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Platform platform = platform();
    private volatile Instant now = BEGUN;
    private final Engine engine = new MemoryEngine(platform);
    private Ledger ledger;
    private Heartbeat heartbeat;

    @BeforeEach
    void start() {
        ledger = Ledger.open(engine.metadata(), TestLogs.SETTINGS, platform);
        ledger.start();
        heartbeat = Heartbeat.start(ledger, platform, "1");
        Waiting.until("genesis and heartbeat", () -> ledger.size() == 2);
    }

    @AfterEach
    void stop() throws Exception {
        heartbeat.stop();
        ledger.close();
        engine.close();
    }

    @Test
    void aLaptopThatSleptAWeekSaysFromWhenToWhen() {
        Instant woken = BEGUN.plus(Duration.ofDays(7));
        beatAt(woken, 4);
        assertThat(events())
                .containsExactly(
                        new LogEvent.Heartbeat("1"),
                        new LogEvent.Resumed(BEGUN.toEpochMilli(), woken.toEpochMilli()),
                        new LogEvent.Heartbeat("1"));
    }

    @Test
    void aBeatInTimeNeedsNoExplanation() {
        beatAt(BEGUN.plusMillis(Heartbeat.EVERY_MILLIS), 3);
        beatAt(BEGUN.plusMillis(Heartbeat.EVERY_MILLIS + Heartbeat.SILENCE_MILLIS_MAX), 4);
        assertThat(events()).hasSize(3).allMatch(LogEvent.Heartbeat.class::isInstance);
    }

    @Test
    void aClockThatStepsBackHarmsNothing() {
        beatAt(BEGUN.minus(Duration.ofDays(30)), 3);
        beatAt(BEGUN.minus(Duration.ofDays(30)).plusMillis(Heartbeat.EVERY_MILLIS), 4);
        assertThat(events()).hasSize(3).allMatch(LogEvent.Heartbeat.class::isInstance);
        Instant right = BEGUN.plusMillis(Heartbeat.EVERY_MILLIS);
        beatAt(right, 6);
        assertThat(events().get(3)).isInstanceOf(LogEvent.Resumed.class);
    }

    @Test
    void anEntryThatCannotBeReadKeepsNoBeatAway() {
        awaitPause();
        byte[] newest = ledger.entries(1, 1).getFirst();
        Group log = Group.of("L", TestLogs.ORIGIN);
        Row row = engine.metadata().scan(Family.HISTORY, KeyRange.prefix(log.prefix()), 100).stream()
                .filter(each -> Arrays.equals(each.value(), newest))
                .findFirst()
                .orElseThrow();
        List<Mutation> damage = List.of(new Mutation.Put(Family.HISTORY, row.key(), new byte[] {'{'}));
        engine.metadata().commit(new Commit(log, new UidSource(platform).next(), List.of(), damage, null));

        beatAt(BEGUN.plus(Duration.ofDays(1)), 3);
        beatAt(BEGUN.plus(Duration.ofDays(2)), 5);
        assertThat(events(2))
                .containsExactly(
                        new LogEvent.Heartbeat("1"),
                        new LogEvent.Resumed(
                                BEGUN.plus(Duration.ofDays(1)).toEpochMilli(),
                                BEGUN.plus(Duration.ofDays(2)).toEpochMilli()),
                        new LogEvent.Heartbeat("1"));
    }

    /** Sets the clock and wakes the thread for one beat, after which the log has so many entries. */
    private void beatAt(Instant time, long entries) {
        awaitPause();
        now = time;
        LockSupport.unpark(threads.getFirst());
        Waiting.until("a beat at " + time, () -> ledger.size() >= entries);
        awaitPause();
        assertThat(ledger.size()).isEqualTo(entries);
    }

    /** Nothing else that the thread does waits for a limited time. */
    private void awaitPause() {
        Waiting.until("a pause", () -> threads.getFirst().getState() == Thread.State.TIMED_WAITING);
    }

    /** Those behind the genesis. */
    private List<Event> events() {
        return events(1);
    }

    private List<Event> events(long first) {
        List<Event> events = new ArrayList<>();
        for (byte[] entry : ledger.entries(first, 100)) {
            events.add(Event.of(Entry.parse(entry)));
        }
        return events;
    }

    private Platform platform() {
        Platform system = Platform.system();
        return new Platform(
                () -> now,
                system.nanoTime(),
                system.random(),
                task -> {
                    Thread thread = system.virtualThreads().newThread(task);
                    threads.add(thread);
                    return thread;
                },
                system.platformThreads());
    }
}
