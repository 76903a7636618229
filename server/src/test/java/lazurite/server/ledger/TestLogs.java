package lazurite.server.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.register.Register;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;

/** Logs in memory, and policies for them. */
final class TestLogs {
    static final String ORIGIN = "log.example/2026";
    static final LedgerSettings SETTINGS = LedgerKeys.generate(ORIGIN, new SecureRandom());

    private TestLogs() {}

    /** A log that signs, with so many entries. */
    static Ledger started(int entries) {
        return started(entries, "");
    }

    /** @param history what sets its entries apart from those of another log */
    static Ledger started(int entries, String history) {
        Ledger ledger = Ledger.open(new MemoryEngine(Platform.system()).metadata(), SETTINGS, Platform.system());
        ledger.start();
        append(ledger, entries, history);
        return ledger;
    }

    static void append(Ledger ledger, int entries, String history) {
        for (int i = 0; i < entries; i++) {
            Json.Fields open = Json.Fields.of(Map.of("software", new Json.Text(history + i)));
            ledger.append(new Draft(EntryType.HEARTBEAT, "heartbeat", i, "server", open, null))
                    .join();
        }
    }

    /** The first key of the log. */
    static String vkey() {
        return SETTINGS.verifiers().getFirst().text();
    }

    /** A policy file of these witnesses, of which so many have to agree. */
    static Path policy(Path folder, int quorum, TestWitness... witnesses) throws Exception {
        StringBuilder text = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (TestWitness witness : witnesses) {
            text.append(witness.line());
            names.append(' ').append(witness.verifier().name());
        }
        text.append("group enough ").append(quorum).append(names).append("\nquorum enough\n");
        Path file = folder.resolve("policy");
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return file;
    }

    static LedgerPolicy read(Path file) throws Exception {
        return LedgerPolicy.read(file, SETTINGS);
    }

    /** What a log's port answers, without pages. */
    static LedgerHandler handler(Ledger ledger) {
        Platform platform = Platform.system();
        Documents documents = new Documents(
                new MemoryEngine(platform).metadata(),
                new UidSource(platform),
                ledger.settings().origin());
        return new LedgerHandler(ledger, List.of(ledger.published()), documents, new Register());
    }
}
