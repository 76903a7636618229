package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.tree.Tiles;
import lazurite.server.config.Config;
import lazurite.server.config.LedgerSetup;
import lazurite.server.ledger.LedgerKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerKeyRotationTest {
    @TempDir
    private Path folder;

    @Test
    void theNewKeysSignBesideThoseBeforeAndAreToldByAnEntry() throws Exception {
        List<String> old = served(2);
        rotate();
        List<String> both = served(4);
        assertThat(both).hasSize(4).endsWith(old.toArray(String[]::new));
        try (Lazurite server = Lazurite.start(config())) {
            Note note = new ServedLog(server).await(5);
            assertThat(signers(note)).containsExactlyInAnyOrderElementsOf(both);
            int size = (int) Checkpoint.parse(note.text()).size();
            List<byte[]> entries = Tiles.entries(
                    new ServedLog(server).get("/tile/entries/000.p/" + size).body(), size);
            assertThat(entries).map(entry -> Event.of(Entry.parse(entry))).contains(new LogEvent.KeyRotated(both));
        }
        rotate();
        assertThat(served(7)).hasSize(4).endsWith(both.get(0), both.get(1)).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aRotationThatWasBrokenOffIsGoneOnWith() throws Exception {
        List<String> old = served(2);
        byte[] before = Files.readAllBytes(keyFile());
        rotate();
        byte[] after = Files.readAllBytes(keyFile());

        // as if it had ended before the new file took the old one's place
        Files.write(keyFile(), before);
        Files.write(next(), after);
        assertThatThrownBy(() -> Lazurite.start(config()).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run 'lazurite ledger rotate-key' once more");
        rotate();
        assertThat(keyFile()).hasBinaryContent(after);
        assertThat(next()).doesNotExist();
        assertThat(served(4)).hasSize(4).containsAll(old);
    }

    @Test
    void withoutALogThereIsNothingToRotate() throws Exception {
        assertThat(run("ledger", "rotate-key", "--data", data().toString())).isEqualTo(Main.MISUSED);
        Files.createDirectories(data());
        assertThat(run("ledger", "rotate-key", "--data", data().toString())).isEqualTo(Main.MISUSED);
    }

    private void rotate() {
        assertThat(run("ledger", "rotate-key", "--data", data().toString())).isEqualTo(Main.DONE);
    }

    /** The keys of a server that ran until its log had so many entries. */
    private List<String> served(long entries) throws Exception {
        try (Lazurite server = Lazurite.start(config())) {
            new ServedLog(server).await(entries);
            return server.ledgerKeys();
        }
    }

    private Set<String> signers(Note note) throws IOException {
        LedgerSettings settings = new LedgerKeys(keyFile()).read();
        assertThat(settings.signed(note)).isTrue();
        return settings.verifiers().stream()
                .filter(key -> note.signatures().stream().anyMatch(key::claims))
                .map(VerifierKey::text)
                .collect(Collectors.toSet());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path keyFile() {
        return data().resolve(LedgerKeys.NAME);
    }

    private Path next() {
        return data().resolve(LedgerKeys.NAME + ".next");
    }

    private Config config() {
        return Config.forTests().withData(data()).withLedger(new LedgerSetup(true, null, null));
    }

    private static int run(String... words) {
        return Main.run(List.of(words), System.out, System.err);
    }
}
