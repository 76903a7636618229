package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.register.Register;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.server.Waiting;
import lazurite.server.config.Config;
import lazurite.server.config.LedgerSetup;
import lazurite.server.ledger.RunningLedger;
import lazurite.service.meter.Hours;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log as a server runs it, with heartbeat and books on threads of their own. */
final class AsleepTest {

    @TempDir
    private Path folder;

    private final MetadataStore store = new MemoryEngine(Platform.system()).metadata();
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

    /** Whether the log has come as far as a test wants, for the pseudonym of the default subscription. */
    @FunctionalInterface
    private interface Reached {
        boolean by(Ledger ledger, @Nullable String pseudonym);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aServerThatWasDownForAWeekSaysSoAndClosesSevenDays() throws Exception {
        Instant start = now;
        run((ledger, pseudonym) -> ledger.last(LogEvent.Heartbeat.STREAM) != null
                && ledger.last(SubscriptionEvent.PREFIX + pseudonym) != null);
        now = start.plus(Duration.ofDays(7));
        List<Logged> log = run((ledger, pseudonym) -> {
            Appended last = ledger.last(MeterEvent.PREFIX + pseudonym);
            return last != null
                    && last.entry().seq() == 6
                    && ledger.stream(LogEvent.STREAM).seq() == 2;
        });
        assertThat(log)
                .extracting(Logged::event)
                .contains(new LogEvent.Resumed(start.toEpochMilli(), now.toEpochMilli()));
        assertThat(log)
                .extracting(Logged::event)
                .filteredOn(MeterEvent.Daily.class::isInstance)
                .extracting(event -> ((MeterEvent.Daily) event).day())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 7)
                        .mapToObj(day -> "2026-03-0" + day)
                        .toList());
    }

    /** A server that runs until the log has come so far. */
    private List<Logged> run(Reached reached) throws Exception {
        Platform system = Platform.system();
        Platform platform = new Platform(
                () -> now, system.nanoTime(), system.random(), system.virtualThreads(), system.platformThreads());
        Config config = Config.forTests().withData(folder).withLedger(new LedgerSetup(true, "log.example/1", null));
        RunningLedger running = RunningLedger.start(config, store, platform, "test");
        Ledger ledger = running.ledger();
        UidSource uids = new UidSource(platform);
        Documents documents = new Documents(store, uids, ledger.settings().origin());
        Pseudonyms pseudonyms = new Pseudonyms(store, uids, platform);
        CommandedSubscriptions none = new CommandedSubscriptions(
                new Register(),
                pseudonyms,
                new LoggedAccounts(store, uids, pseudonyms, _ -> false),
                documents,
                Set.of(),
                Map::of);
        Bookkeeping books = Bookkeeping.open(
                config,
                new Bookkeeping.Parts(
                        ledger,
                        documents,
                        new PlainRecorder(ledger, documents, platform.clock()),
                        store,
                        uids,
                        () -> Hours.of(now),
                        Map::of,
                        _ -> false,
                        none,
                        platform));
        books.start();
        Waiting.until(
                "the log comes so far",
                () -> reached.by(ledger, books.pseudonyms().of("default")));
        books.stop();
        List<Logged> log = new ArrayList<>();
        ledger.entries(0, Integer.MAX_VALUE).forEach(entry -> log.add(Logged.read(log.size(), entry)));
        running.stop();
        return log;
    }
}
