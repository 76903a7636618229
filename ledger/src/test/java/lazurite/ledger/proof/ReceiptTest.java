package lazurite.ledger.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
    private static final String ORIGIN = "log.example/2026";
    private static final byte[] ENTRY = "entry".getBytes(UTF_8);
    private static final Hash SIBLING = Merkle.leaf("other".getBytes(UTF_8));
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 2, Merkle.node(SIBLING, Merkle.leaf(ENTRY)));

    private final SignerKey log = key(ORIGIN, SignatureType.ED25519);
    private final SignerKey logPq = key(ORIGIN, SignatureType.ML_DSA_44);
    private final SignerKey x1 = key("x1.example", SignatureType.ED25519_COSIGNATURE);
    private final SignerKey x2 = key("x2.example", SignatureType.ML_DSA_44);
    private final SignerKey x3 = key("x3.example", SignatureType.ED25519_COSIGNATURE);
    private final SignerKey y1 = key("y1.example", SignatureType.ML_DSA_44);
    private final Policy policy = policy(
            "# who agrees\n\n log " + vkey(log) + " https://log.example/\nlog\t" + vkey(logPq),
            "witness X1 " + vkey(x1),
            "witness X2 " + vkey(x2) + " https://x2.example/",
            "witness X3 " + vkey(x3),
            "group X 2 X1 X2 X3",
            "witness Y1 " + vkey(y1),
            "group Y any Y1",
            "group all-of-them all X Y",
            "quorum all-of-them");

    @Test
    void aReceiptWithAQuorumVerifies() {
        Receipt receipt =
                Receipt.parse(receipt(log, logPq, x1, x2, y1).withExtra(ENTRY).bytes());

        Verdict verdict = receipt.verify(ENTRY, policy);
        assertThat(verdict.checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(verdict.witnesses()).containsExactlyInAnyOrder("X1", "X2", "Y1");
        assertThat(verdict.seconds()).hasValue(1000);
    }

    @Test
    void aReceiptHasTheFormOfTheSpecification() {
        String text = new String(receipt(log).bytes(), UTF_8);

        assertThat(text)
                .startsWith("c2sp.org/tlog-proof@v1\nindex 1\n" + SIBLING.base64() + "\n\nlog.example/2026\n2\n"
                        + CHECKPOINT.root().base64() + "\n\n— log.example/2026 ");
    }

    @Test
    void withoutAQuorumItHoldsProvisionallyOnly() {
        for (Receipt receipt : List.of(receipt(log), receipt(log, x1, x2), receipt(log, x1, y1), receipt(logPq, y1))) {
            assertThat(receipt.verifyProvisionally(ENTRY, policy).quorum()).isFalse();
            assertThatThrownBy(() -> receipt.verify(ENTRY, policy)).hasMessageContaining("quorum");
        }
    }

    @Test
    void withoutTheLogsSignatureNothingHolds() {
        assertRefused(receipt(x1, x2, y1), ENTRY);
        assertRefused(receipt(key(ORIGIN, SignatureType.ED25519), x1, x2, y1), ENTRY);
    }

    @Test
    void aLogDoesNotSpeakForAnother() {
        Checkpoint elsewhere = new Checkpoint("log.example/2025", 2, CHECKPOINT.root());
        Note note = new Note(elsewhere.text(), List.of(log.sign(elsewhere, Instant.EPOCH)));

        assertRefused(new Receipt(1, List.of(SIBLING), null, note), ENTRY);
    }

    @Test
    void anotherEntryOrPlaceIsRefused() {
        Receipt receipt = receipt(log, x1, x2, y1);

        assertRefused(receipt, "Entry".getBytes(UTF_8));
        assertRefused(new Receipt(0, receipt.path(), null, receipt.checkpoint()), ENTRY);
        assertRefused(new Receipt(1, List.of(), null, receipt.checkpoint()), ENTRY);
    }

    @Test
    void oneWrongLineOfAKnownKeySpoilsAll() {
        NoteSignature good = x3.sign(CHECKPOINT, Instant.EPOCH);
        byte[] changed = good.signature().clone();
        changed[20] ^= 1;
        Receipt receipt = receipt(log, x1, x2, y1);
        Note note = receipt.checkpoint().with(List.of(new NoteSignature(good.name(), good.keyId(), changed)));

        assertRefused(new Receipt(1, receipt.path(), null, note), ENTRY);
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] bytes = receipt(log, x1, x2, y1).bytes();
        for (int i = 0; i < bytes.length; i += 5) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            try {
                Receipt read = Receipt.parse(changed);
                // a line whose name or key id changed is an unknown key's, and counts for nothing
                assertThat(read.verifyProvisionally(ENTRY, policy).witnesses()).hasSizeLessThan(3);
            } catch (RefusedException e) {
                assertThat(e).hasMessageEndingWith(".");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "c2sp.org/tlog-proof@v1\n\n",
                "c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 01\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex -1\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nextra !\nindex 1\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nextra AAAA\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 1\n\n",
                "c2sp.org/tlog-proof@v1\nindex 1\n\nlog.example/2026\n"
            })
    void whatIsNoReceiptIsRefused(String text) {
        String note = new String(receipt(log).checkpoint().bytes(), UTF_8);
        byte[] bytes = text.replace("NOTE", note).getBytes(UTF_8);

        assertThatThrownBy(() -> Receipt.parse(bytes)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aPathLongerThanAnyTreeIsRefused() {
        List<Hash> path = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            path.add(SIBLING);
        }
        assertThatThrownBy(() -> new Receipt(1, path, null, receipt(log).checkpoint()))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aQuorumOfNobodyNeedsTheLogOnly() {
        Policy alone = policy("log " + vkey(log), "quorum none");

        assertThat(receipt(log).verify(ENTRY, alone).quorum()).isTrue();
    }

    @Test
    void aMalformedPolicyIsRefusedWithItsLine() {
        String witness = "witness W " + vkey(x1);
        for (List<String> lines : List.of(
                List.of(""),
                List.of("log"),
                List.of("quorum W"),
                List.of("quorum none", "quorum none"),
                List.of("quorum none x"),
                List.of("wat"),
                List.of("log " + vkey(x1), "quorum none"),
                List.of("log " + vkey(log), "log " + vkey(log), "quorum none"),
                List.of("witness L " + vkey(log), "quorum L"),
                List.of("witness none " + vkey(x1), "quorum none"),
                List.of(witness, "witness V " + vkey(x1), "quorum W"),
                List.of(witness, "witness W " + vkey(x2), "quorum W"),
                List.of(witness, "group W any W", "quorum W"),
                List.of(witness, "group G 0 W", "quorum G"),
                List.of(witness, "group G 2 W", "quorum G"),
                List.of(witness, "group G 01 W", "quorum G"),
                List.of(witness, "group G all", "quorum G"),
                List.of(witness, "group G any W W", "quorum G"),
                List.of(witness, "group G any W", "group H any W", "quorum G"),
                List.of("group G any W", witness, "quorum G"),
                List.of(witness, "group G any none", "quorum G"),
                List.of(witness + "\r", "quorum W"))) {
            assertThatThrownBy(() -> policy(lines.toArray(String[]::new)))
                    .as("%s", lines)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("olicy");
        }
    }

    private void assertRefused(Receipt receipt, byte[] entry) {
        assertThatThrownBy(() -> receipt.verifyProvisionally(entry, policy)).isInstanceOf(RefusedException.class);
    }

    private static Receipt receipt(SignerKey... keys) {
        List<NoteSignature> lines = new ArrayList<>();
        for (SignerKey key : keys) {
            lines.add(key.sign(CHECKPOINT, Instant.ofEpochSecond(1000)));
        }
        return new Receipt(1, List.of(SIBLING), null, new Note(CHECKPOINT.text(), lines));
    }

    private static Policy policy(String... lines) {
        return Policy.parse(String.join("\n", lines).getBytes(UTF_8));
    }

    private static String vkey(SignerKey key) {
        return key.verifier().text();
    }

    private static SignerKey key(String name, SignatureType type) {
        return SignerKey.generate(name, type, new SecureRandom());
    }
}
