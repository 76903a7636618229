package lazurite.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.Platform;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.proof.Verdict;
import lazurite.ledger.tree.Hash;
import lazurite.server.Waiting;
import lazurite.server.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log and its witnesses, over sockets. */
final class WitnessesTest {
    private final List<TestWitness> opened = new ArrayList<>();
    private Ledger ledger;

    @TempDir
    private Path folder;

    @BeforeEach
    void startLog() {
        ledger = TestLogs.started(3);
    }

    @AfterEach
    void closeAll() {
        ledger.close();
        opened.forEach(TestWitness::close);
    }

    @Test
    void witnessesOfBothKindsCosignAndWhatTheySignIsServed() throws Exception {
        TestWitness x = witness("x.example", SignatureType.ED25519_COSIGNATURE);
        TestWitness y = witness("y.example", SignatureType.ML_DSA_44);
        LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 2, x, y));
        assertThat(policy.quorumOf(ledger, 2)).isFalse();
        try (Witnesses witnesses = Witnesses.start(ledger, policy, Platform.system())) {
            Waiting.until("quorum", () -> policy.quorumOf(ledger, 2));
            assertThat(policy.quorumOf(ledger, 3)).isFalse();
            TestLogs.append(ledger, 300, "more");
            Waiting.until("quorum of what came later", () -> policy.quorumOf(ledger, 302));

            Verdict verdict = policy.policy().judge(present(ledger.cosigned()));
            assertThat(verdict.witnesses()).containsExactlyInAnyOrder("x.example", "y.example");
            assertThat(policy.policy().judge(present(ledger.checkpoint())).quorum())
                    .isTrue();
            assertThat(witnesses.figures()).allSatisfy(figure -> {
                assertThat(figure.cosigned()).isEqualTo(303);
                assertThat(figure.problem()).isNull();
            });
        }
        assertThat(x.statuses()).doesNotContain(400, 409, 422).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @EnumSource(value = TestWitness.Mood.class, names = "HONEST", mode = EnumSource.Mode.EXCLUDE)
    void aWitnessThatMisbehavesHarmsNothing(TestWitness.Mood mood) throws Exception {
        TestWitness good = witness("good.example", SignatureType.ED25519_COSIGNATURE);
        TestWitness bad = witness("bad.example", SignatureType.ED25519_COSIGNATURE);
        bad.mood(mood);
        LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 1, good, bad));
        try (Witnesses witnesses = Witnesses.start(ledger, policy, Platform.system())) {
            Waiting.until("quorum", () -> policy.quorumOf(ledger, 2));
            if (mood != TestWitness.Mood.SLOW) {
                Waiting.until("its problem", () -> problem(witnesses, "bad.example") != null);
            }
            TestLogs.append(ledger, 3, "more");
            Waiting.until("quorum of what came later", () -> policy.quorumOf(ledger, 5));
            assertThat(policy.policy().judge(present(ledger.cosigned())).witnesses())
                    .containsExactly("good.example");
            assertThat(problem(witnesses, "good.example")).isNull();
        }
    }

    @Test
    void aWitnessThatComesBackCosignsAgain() throws Exception {
        TestWitness witness = witness("x.example", SignatureType.ED25519_COSIGNATURE);
        witness.mood(TestWitness.Mood.FAILING);
        LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 1, witness));
        try (Witnesses witnesses = Witnesses.start(ledger, policy, Platform.system())) {
            Waiting.until("its problem", () -> problem(witnesses, "x.example") != null);
            assertThat(problem(witnesses, "x.example")).contains("500").contains("out of order");
            witness.mood(TestWitness.Mood.HONEST);
            Waiting.until("quorum", () -> policy.quorumOf(ledger, 2));
            Waiting.until("no problem", () -> problem(witnesses, "x.example") == null);
        }
    }

    @Test
    void aWitnessThatWasLeftBehindIsBroughtUpFromWhereItIs() throws Exception {
        TestWitness witness = witness("x.example", SignatureType.ED25519_COSIGNATURE);
        LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 1, witness));
        try (Witnesses _ = Witnesses.start(ledger, policy, Platform.system())) {
            Waiting.until("quorum", () -> policy.quorumOf(ledger, 2));
        }
        TestLogs.append(ledger, 40, "more");
        try (Witnesses _ = Witnesses.start(ledger, policy, Platform.system())) {
            Waiting.until("quorum", () -> policy.quorumOf(ledger, 42));
        }
        assertThat(witness.statuses()).containsExactly(200, 409, 200);
        assertThat(witness.size(TestLogs.ORIGIN)).isEqualTo(43);
    }

    @Test
    void theQuorumOfAnEntryIsNotLostToANewerCheckpoint() throws Exception {
        TestWitness x = witness("x.example", SignatureType.ED25519_COSIGNATURE);
        TestWitness y = witness("y.example", SignatureType.ED25519_COSIGNATURE);
        LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 2, x, y));
        try (Witnesses _ = Witnesses.start(ledger, policy, Platform.system())) {
            Waiting.until("quorum", () -> policy.quorumOf(ledger, 2));
            y.mood(TestWitness.Mood.FAILING);
            TestLogs.append(ledger, 1, "more");
            Waiting.until("one line", () -> x.size(TestLogs.ORIGIN) == 4);
            assertThat(policy.quorumOf(ledger, 2)).isTrue();
            assertThat(policy.quorumOf(ledger, 3)).isFalse();
        }
    }

    /** The exchanges that sigsum-witness is known to make; where its package cannot be had, only these hold them. */
    @Test
    void theExchangesOfTheSpecificationAreTold() throws Exception {
        TestWitness witness = witness("x.example", SignatureType.ED25519_COSIGNATURE);
        LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 1, witness));
        LedgerPolicy.Reached reached = policy.witnesses().getFirst();
        Note three = present(ledger.checkpoint());
        try (WitnessClient client = new WitnessClient(Duration.ofSeconds(10));
                Ledger rewritten = TestLogs.started(5, "rewritten")) {
            assertThat(client.addCheckpoint(reached, 0, List.of(), three))
                    .isInstanceOf(WitnessClient.Answer.Cosigned.class);
            assertThat(client.addCheckpoint(reached, 3, List.of(), three))
                    .isInstanceOf(WitnessClient.Answer.Cosigned.class);
            assertThat(client.addCheckpoint(reached, 1, List.of(), three))
                    .isEqualTo(new WitnessClient.Answer.OtherSize(3));
            Note other = present(rewritten.checkpoint());
            assertThat(client.addCheckpoint(reached, 3, proof(rewritten), other))
                    .isEqualTo(new WitnessClient.Answer.Not("it has cosigned another history of the log (422)"));
            assertThat(client.addCheckpoint(reached, 4, List.of(), three))
                    .isEqualTo(new WitnessClient.Answer.Not("it answered 400: old is beyond the checkpoint"));
            Note unsigned = new Note(three.text().replace("\n3\n", "\n2\n"), three.signatures());
            assertThat(client.addCheckpoint(reached, 3, List.of(), unsigned))
                    .isEqualTo(new WitnessClient.Answer.Not("it does not accept the log's signature (403)"));
            Checkpoint strange = new Checkpoint(
                    "strange.example", 3, Checkpoint.parse(three.text()).root());
            assertThat(client.addCheckpoint(reached, 3, List.of(), new Note(strange.text(), three.signatures())))
                    .isEqualTo(new WitnessClient.Answer.Not("it does not know the log (404)"));
        }
        assertThat(witness.statuses()).containsExactly(200, 200, 409, 422, 400, 403, 404);
    }

    @Test
    void withoutAPolicyTheLogsOwnWordIsEnough() throws Exception {
        LedgerPolicy policy = LedgerPolicy.read(null, TestLogs.SETTINGS);
        assertThat(policy.witnesses()).isEmpty();
        assertThat(policy.quorumOf(ledger, 2)).isTrue();
        assertThat(policy.quorumOf(ledger, 3)).isFalse();
    }

    @Test
    void aPolicyThatCannotBeObeyedIsRefusedInOneSentence() throws Exception {
        Path file = folder.resolve("policy");
        assertRefused(file, "there is no such file");
        Files.writeString(file, "quorum somebody\n");
        assertRefused(file, "line 1");
        String other = LedgerKeys.generate("other.example", new SecureRandom())
                .verifiers()
                .getFirst()
                .text();
        Files.writeString(file, "log " + other + "\nquorum none\n");
        assertRefused(file, "add the line 'log " + TestLogs.vkey() + "'");
        Files.writeString(file, "log " + other + "\nlog " + TestLogs.vkey() + "\nquorum none\n");
        assertThat(TestLogs.read(file).policy().logs())
                .extracting(log -> log.key().name())
                .containsOnly(TestLogs.ORIGIN);
        TestWitness witness = witness("x.example", SignatureType.ED25519_COSIGNATURE);
        Files.writeString(file, witness.line().replace("http://", "gopher://") + "quorum x.example\n");
        assertRefused(file, "witness 'x.example' is no http or https address");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> TestLogs.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ledger.policy: " + file)
                .hasMessageContaining(why);
    }

    private static List<Hash> proof(Ledger rewritten) {
        return present(rewritten.consistency(3, 5));
    }

    private TestWitness witness(String name, SignatureType type) throws Exception {
        TestWitness witness = TestWitness.start(name, type).trust(TestLogs.vkey());
        opened.add(witness);
        return witness;
    }

    private static @Nullable String problem(Witnesses witnesses, String name) {
        return witnesses.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .problem();
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("it is not there");
        }
        return value;
    }
}
