package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.ledger.log.LedgerCheck;
import lazurite.server.config.Config;
import lazurite.service.blob.BlobCheck;
import lazurite.service.blob.retention.ProtectedBlobs;
import lazurite.service.meter.MeterCheck;
import lazurite.store.collector.Check;
import lazurite.store.embedded.EmbeddedEngine;

/**
 * {@code check}: verifies a data folder that no server has open. Every problem is a line, progress goes to standard
 * error, the exit status tells.
 */
final class CheckData {
    private CheckData() {}

    static int run(List<String> words, PrintStream out, PrintStream err) throws IOException {
        Config config = DataFolder.named("check", words);
        Closing closing = new Closing();
        try {
            return check(Storage.open(config, Platform.system(), closing), out, err);
        } finally {
            closing.run();
        }
    }

    private static void verifyTables(EmbeddedEngine embedded, List<String> problems) {
        try {
            embedded.verifyMetadata();
        } catch (StorageException damaged) {
            problems.add(damaged.getMessage());
        }
    }

    private static int check(Storage storage, PrintStream out, PrintStream err) {
        List<String> problems = new ArrayList<>();
        EmbeddedEngine embedded = storage.embedded();
        if (embedded != null) {
            problems.addAll(embedded.damages());
            verifyTables(embedded, problems);
        }
        Check check = new Check(
                storage.engine(), storage.collector(), (what, done) -> err.println("checking " + what + ": " + done));
        problems.addAll(LedgerCheck.walk(storage.engine().metadata(), Platform.system()));
        problems.addAll(MeterCheck.walk(storage.engine().metadata()));
        List<ProtectedBlobs> kept = new ArrayList<>();
        problems.addAll(BlobCheck.walk(storage.engine(), storage.collector(), check, kept::add));
        Check.Report report = check.finish();
        problems.addAll(report.problems());
        kept.forEach(blobs -> problems.addAll(blobs.damagedBy(check.damaged())));
        problems.forEach(problem -> out.println("PROBLEM " + problem));
        out.println(report.bodies() + " bodies, named " + report.references() + " times; " + report.liveBytes()
                + " live bytes in extents, " + report.deadBytes() + " dead; " + report.leftoverRows()
                + " leftover rows");
        kept.stream()
                .filter(blobs -> blobs.count() > 0)
                .forEach(blobs -> out.println("under an immutability policy or a legal hold: " + blobs.count()));
        out.println(problems.isEmpty() ? "clean" : problems.size() + " problems");
        return problems.isEmpty() ? Main.DONE : Main.FAILED;
    }
}
