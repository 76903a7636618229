package lazurite.governance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.governance.source.LogFolder;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose reader asks for a witness. */
final class QuorumTest {
    private static final SignerKey WITNESS =
            new SignerKey("witness.example", SignatureType.ED25519_COSIGNATURE, new byte[32]);
    private static final Policy.Witness ASKED = new Policy.Witness("w", WITNESS.verifier(), null);
    private static final Policy POLICY = new Policy(Scene.POLICY.logs(), Map.of("w", ASKED), ASKED);

    @TempDir
    private Path folder;

    private final Scene scene = Scene.begun();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aCosignedCheckpointHolds() throws Exception {
        cosign("checkpoint");
        assertThat(judged().answer()).isEqualTo(Answer.HOLDS);
        assertThat(judged().unchecked()).isEmpty();
    }

    @Test
    void oneThatNobodyCosignedIsBroken() throws Exception {
        scene.folder(folder);
        assertThat(judged().findings())
                .extracting(Finding::sentence)
                .containsExactly("No checkpoint has a quorum of the policy's witnesses.");
    }

    @Test
    void witnessesMayBeBehindForADay() throws Exception {
        cosign("checkpoint.cosigned");
        scene.pass(23 * Scene.HOUR);
        scene.folder(folder);
        assertThat(judged().answer()).isEqualTo(Answer.HOLDS);
        scene.pass(2 * Scene.HOUR);
        scene.folder(folder);
        assertThat(judged().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.sentence()).contains("Not enough witnesses have seen the log from this entry on");
            assertThat(finding.place()).isEqualTo(new Place(5, "heartbeat", "heartbeat"));
        });
    }

    @Test
    void whatWitnessesSawIsWhatTheLogGoesOnFrom() throws Exception {
        try (Scene other = Scene.begun()) {
            other.now += Scene.MINUTE;
            other.beat();
            other.folder(folder);
            cosigned("checkpoint.cosigned");
        }
        scene.pass(Scene.HOUR);
        scene.folder(folder);
        assertThat(judged().findings())
                .extracting(Finding::sentence)
                .anyMatch(sentence -> sentence.contains("when checkpoint.cosigned was signed"));
    }

    private void cosign(String name) throws IOException {
        scene.folder(folder);
        cosigned(name);
    }

    private void cosigned(String name) throws IOException {
        Note note = Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        Note both = note.with(List.of(WITNESS.sign(checkpoint, Instant.ofEpochMilli(scene.now))));
        Files.write(folder.resolve(name), both.bytes());
    }

    private Judgement judged() throws IOException {
        try (LogFolder log = new LogFolder(folder)) {
            return Verifier.verify(log, POLICY, null, Platform.system()).of(Invariant.I1);
        }
    }
}
