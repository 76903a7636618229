package lazurite.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.governance.event.Event;
import lazurite.governance.source.LogFolder;
import lazurite.governance.verify.Invariant;
import lazurite.governance.verify.Verification;
import lazurite.governance.verify.Verifier;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;

/** Any bytes are what they say they are, in one spelling, or refused; and nothing forged is believed. */
class LedgerFuzzTest {
    private static final byte[] ENTRY = "entry".getBytes(StandardCharsets.UTF_8);
    private static final SignerKey LOG = new SignerKey("log.example", SignatureType.ED25519, new byte[32]);
    private static final Policy POLICY =
            Policy.parse(("log " + LOG.verifier().text() + "\nquorum none").getBytes(StandardCharsets.UTF_8));
    private static final byte[] RECEIPT = receipt();

    @FuzzTest(maxDuration = "2m30s")
    void anEntryIsReadAsItWasWrittenOrRefused(byte[] bytes) {
        try {
            assertThat(Entry.parse(bytes).bytes()).isEqualTo(bytes);
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    /** The first byte chooses the type, the rest is the open part. */
    @FuzzTest(maxDuration = "2m30s")
    void anEventIsReadAsItWasWrittenOrRefused(byte[] bytes) {
        EntryType[] types = EntryType.values();
        EntryType type = types[bytes.length == 0 ? 0 : (bytes[0] & 0xFF) % types.length];
        byte[] open = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        try {
            if (Json.parse(open, 1 << 16) instanceof Json.Fields fields) {
                Draft draft = new Draft(type, "log", 1, "actor", fields, null);
                Event event = Event.of(draft.at(StreamPosition.FIRST));
                assertThat(Event.of(event.draft(1, "actor", null).at(StreamPosition.FIRST)))
                        .isEqualTo(event);
            }
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    /** A folder whose files are cut from the bytes: nothing of it is a signed log, and it is said so. */
    @FuzzTest(maxDuration = "2m30s")
    void noFolderIsTakenForALog(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("log");
        byte[] left = Arrays.copyOf(bytes, bytes.length / 2);
        byte[] right = Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length);
        Checkpoint checkpoint = new Checkpoint("log.example", 1, Merkle.leaf(left));
        Note note = new Note(checkpoint.text(), List.of(LOG.sign(checkpoint, Instant.EPOCH)));
        Map<String, byte[]> files = Map.of(
                "checkpoint",
                bytes.length % 2 == 0 ? note.bytes() : left,
                "checkpoint.previous",
                right,
                "tile/entries/000.p/1",
                right,
                "tile/0/000.p/1",
                Merkle.leaf(left).bytes());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        try (LogFolder log = new LogFolder(folder)) {
            Verification said = Verifier.verify(log, POLICY, null, Platform.system());
            assertThat(said.isUnbroken()).isFalse();
            said.of(Invariant.I1)
                    .findings()
                    .forEach(finding -> assertThat(finding.sentence()).endsWith("."));
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void canonicalJsonIsItsOwnCanonicalForm(byte[] bytes) {
        try {
            byte[] canonical = Json.parse(bytes, 1 << 20).canonical();
            assertThat(Json.parseCanonical(canonical, 1 << 23).canonical()).isEqualTo(canonical);
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aReceiptIsReadAsItWasWrittenOrRefusedAndNeverForged(byte[] bytes) {
        try {
            Receipt receipt = Receipt.parse(bytes);
            assertThat(receipt.bytes()).isEqualTo(bytes);
            assertThatThrownBy(() -> receipt.verify("another".getBytes(StandardCharsets.UTF_8), POLICY))
                    .isInstanceOf(RefusedException.class);
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    /** Each three bytes of damage: a place, and what is put there. */
    @FuzzTest(maxDuration = "2m30s")
    void aDamagedReceiptShowsTheSameOrIsRefused(byte[] damage) {
        byte[] damaged = RECEIPT.clone();
        for (int i = 0; i + 2 < damage.length; i += 3) {
            damaged[((damage[i] & 0xFF) << 8 | (damage[i + 1] & 0xFF)) % damaged.length] = damage[i + 2];
        }
        try {
            Receipt receipt = Receipt.parse(damaged);
            assertThat(receipt.verify(ENTRY, POLICY).checkpoint().size()).isEqualTo(2);
            assertThat(receipt.index()).isEqualTo(1);
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aNoteIsReadAsItWasWrittenOrRefused(byte[] bytes) {
        try {
            Note note = Note.parse(bytes);
            assertThat(note.bytes()).isEqualTo(bytes);
            assertThat(Checkpoint.parse(note.text()).text()).isEqualTo(note.text());
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aTileIsReadAsItWasWrittenOrRefused(byte[] bytes) {
        int width = bytes.length == 0 ? 1 : 1 + (bytes[0] & 0xFF);
        byte[] tile = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        try {
            assertThat(Tiles.ofEntries(Tiles.entries(tile, width))).isEqualTo(tile);
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
        try {
            assertThat(Tiles.ofHashes(Tiles.hashes(tile, width))).isEqualTo(tile);
        } catch (RefusedException refused) {
            requireNamed(refused);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aPathKeyOrPolicyIsReadAsItWasWrittenOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<Runnable> readers = List.of(
                () -> assertThat(TilePath.parse(text)).hasToString(text),
                () -> assertThat(VerifierKey.parse(text).text()).isEqualTo(text),
                () -> assertThat(SignerKey.parse(text).secretText()).isEqualTo(text),
                () -> Policy.parse(bytes));
        for (Runnable reader : readers) {
            try {
                reader.run();
            } catch (RefusedException refused) {
                requireNamed(refused);
            }
        }
    }

    private static byte[] receipt() {
        Hash sibling = Merkle.leaf(new byte[0]);
        Checkpoint checkpoint = new Checkpoint("log.example", 2, Merkle.node(sibling, Merkle.leaf(ENTRY)));
        Note note = new Note(checkpoint.text(), List.of(LOG.sign(checkpoint, Instant.EPOCH)));
        return new Receipt(1, List.of(sibling), null, note).bytes();
    }

    private static void requireNamed(RefusedException refused) {
        assertThat(refused.getMessage()).endsWith(".");
    }
}
