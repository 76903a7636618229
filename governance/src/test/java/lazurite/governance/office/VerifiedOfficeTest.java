package lazurite.governance.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lazurite.base.Platform;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.source.LogFolder;
import lazurite.governance.verify.Answer;
import lazurite.governance.verify.Invariant;
import lazurite.governance.verify.Verification;
import lazurite.governance.verify.Verifier;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the office lets pass, outsiders who know nothing of its rules find to be right. */
final class VerifiedOfficeTest {
    private static final Map<MeteredService, Level> LEVELS = Map.of(MeteredService.BLOB, Level.NO_GROWTH);
    private static final long HALF_HOUR = TimeUnit.MINUTES.toMillis(30);

    @TempDir
    private Path folder;

    @Test
    void casesOfTheOfficeHoldForOutsiders() throws Exception {
        Town town = Town.founded(new MemoryEngine(Platform.system()).metadata(), question -> true, Quorum.NONE_NEEDED);
        long until = town.clock.get() + 3 * Town.DAY;
        long decided = town.decided("c-1", LEVELS, until);
        town.does("tom", town.order("c-1", decided, LEVELS, until));
        long emergency = emergency(town, "c-2");
        emergency(town, "c-3");
        days(town, 1);
        town.does("tom", new CaseEvent.Renewed("c-1", decided, until + Town.DAY, Hash.sha256(Town.LETTER)));
        town.does(
                "tom",
                new CaseEvent.Decision(
                        "c-2",
                        CaseEvent.Outcome.RATIFY,
                        Town.CLAUSE,
                        town.terms(),
                        null,
                        emergency,
                        LEVELS,
                        town.clock.get() + 30 * Town.DAY,
                        List.of(Hash.sha256(Town.FACTS)),
                        Hash.sha256(Town.LETTER),
                        false));
        long appeal = town.does(
                Town.CUSTOMER, new AppealEvent.Filed("c-2", emergency, Hash.sha256(Town.LETTER)), Town.LETTER);
        town.does(
                "bea",
                new AppealEvent.Decided("c-2", appeal, AppealEvent.Outcome.GRANTED, Hash.sha256(Town.LETTER)),
                Town.LETTER);
        days(town, 5);
        Verification said = verified(town);
        town.stop();
        for (Invariant invariant : List.of(
                Invariant.I2,
                Invariant.I4,
                Invariant.I5,
                Invariant.I6,
                Invariant.I7,
                Invariant.ROLES,
                Invariant.LEGAL)) {
            assertThat(said.of(invariant).answer())
                    .as(said.of(invariant).toString())
                    .isEqualTo(Answer.HOLDS);
        }
    }

    private static long emergency(Town town, String id) {
        town.does(
                "rita",
                new CaseEvent.Opened(
                        id, Town.CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.PRESS));
        town.does("rita", new CaseEvent.Evidence(id, Hash.sha256(Town.FACTS)), Town.FACTS);
        return town.does("rita", town.order(id, null, LEVELS, town.clock.get() + 20 * Town.DAY));
    }

    private static void days(Town town, int days) {
        for (long passed = 0; passed < days * Town.DAY; passed += HALF_HOUR) {
            town.pass(HALF_HOUR);
            town.office.record(new LogEvent.Heartbeat("1"), null);
        }
    }

    private Verification verified(Town town) throws Exception {
        Note note = Objects.requireNonNull(town.ledger.checkpoint());
        long size = Checkpoint.parse(note.text()).size();
        Files.write(folder.resolve("checkpoint"), note.bytes());
        for (int level = 0; Tiles.hashesAt(level, size) > 0; level++) {
            for (long tile = 0; Tiles.widthAt(level, tile, size) > 0; tile++) {
                int width = Tiles.widthAt(level, tile, size);
                write(town, new TilePath.Hashes(level, tile, width));
                if (level == 0) {
                    write(town, new TilePath.Entries(tile, width));
                }
            }
        }
        Policy policy = new Policy(
                List.of(new Policy.Log(town.ledger.settings().verifiers().getFirst(), null)), Map.of(), null);
        try (LogFolder log = new LogFolder(folder)) {
            return Verifier.verify(log, policy, null, Platform.system());
        }
    }

    private void write(Town town, TilePath path) throws Exception {
        Path file = folder.resolve(path.toString());
        Files.createDirectories(file.getParent());
        Files.write(file, Objects.requireNonNull(town.ledger.tile(path.toString())));
    }
}
