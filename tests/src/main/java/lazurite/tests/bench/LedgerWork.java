package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import lazurite.base.Platform;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.tree.Hash;
import lazurite.store.embedded.EmbeddedEngine;

/** How fast entries get into the ledger, durable, signed with both keys and published, and what is made of them. No HTTP. */
final class LedgerWork implements Work {
    private static final String ORIGIN = "bench.example/log";
    private static final int STREAMS = 5_000;

    /** Entries handed in and not answered yet. */
    private static final int OUTSTANDING = 4_000;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String title() {
        return "Machine entries into the ledger, " + OUTSTANDING + " outstanding, over " + STREAMS + " streams";
    }

    @Override
    public String run(Settings settings, Path folder) {
        Platform platform = Platform.system();
        LedgerSettings log = new LedgerSettings(
                ORIGIN,
                List.of(
                        SignerKey.generate(ORIGIN, SignatureType.ED25519, platform.random()),
                        SignerKey.generate(ORIGIN, SignatureType.ML_DSA_44, platform.random())));
        Table table = new Table("entries", "per second", "median ms", "p99 ms");
        Table rates = new Table("what", "count", "seconds", "per second");
        try (EmbeddedEngine engine = EmbeddedEngine.open(
                        folder.resolve("data"),
                        lazurite.store.embedded.Settings.defaults(folder.resolve("natives")),
                        platform);
                Ledger ledger = Ledger.open(engine.metadata(), log, platform)) {
            ledger.start();
            append(ledger, settings.sized(100_000, 2_000));
            append(ledger, settings.sized(300_000, 5_000)).row(table);
            new LedgerRates(settings, platform, rates).measure(ledger, folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.markdown() + "\n" + rates.markdown();
    }

    private record Result(int entries, long nanos, long[] each) {
        void row(Table table) {
            Arrays.sort(each);
            table.row(
                    Table.number(entries),
                    Table.number(entries * 1e9 / nanos),
                    Table.number(each[entries / 2] / 1e6),
                    Table.number(each[(int) (entries * 0.99)] / 1e6));
        }
    }

    private static Result append(Ledger ledger, int entries) {
        Semaphore room = new Semaphore(OUTSTANDING);
        long[] each = new long[entries];
        long begun = System.nanoTime();
        CompletableFuture<?>[] all = new CompletableFuture<?>[entries];
        for (int i = 0; i < entries; i++) {
            room.acquireUninterruptibly();
            int at = i;
            long start = System.nanoTime();
            CompletableFuture<Appended> one = ledger.append(draft(i));
            all[i] = one.whenComplete((appended, failure) -> {
                each[at] = System.nanoTime() - start;
                room.release();
            });
        }
        CompletableFuture.allOf(all).join();
        return new Result(entries, System.nanoTime() - begun, each);
    }

    private static Draft draft(int number) {
        Json.Fields open = Json.Fields.of(Map.of(
                "day", new Json.Text("2026-11-27"),
                "class", new Json.Text("public-administration"),
                "bands", Json.Fields.of(Map.of("UsedCapacity", new Json.Whole(40)))));
        String stream = "meter/" + number % STREAMS;
        return new Draft(EntryType.METER_DAILY, stream, 1_700_000_000_000L, "meter", open, Hash.sha256());
    }
}
