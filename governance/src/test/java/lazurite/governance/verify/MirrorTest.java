package lazurite.governance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.base.Platform;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.source.LogFolder;
import lazurite.governance.source.LogMirror;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that follows a log. */
final class MirrorTest {
    @TempDir
    private Path folder;

    @Test
    void aMirrorFollowsTheLogAndHasWhatIsServed() throws Exception {
        try (Scene scene = Scene.begun()) {
            mirror(scene);
            scene.pass(2 * Scene.DAY);
            LogMirror.Copied copied = mirror(scene);
            assertThat(copied.before()).isEqualTo(5);
            scene.pass(Scene.DAY);
            mirror(scene);
            Map<String, Hash> mirrored = files(folder.resolve("mirror"));
            assertThat(mirrored.remove("checkpoint.previous")).isNotNull();
            Path anew = folder.resolve("anew");
            scene.folder(anew);
            assertThat(mirrored).isEqualTo(files(anew));
            assertThat(Scene.verified(folder.resolve("mirror")).isUnbroken()).isTrue();
        }
    }

    @Test
    void pagesAreCopiedAndWithdrawnOnesRemoved() throws Exception {
        try (Scene scene = Scene.begun()) {
            scene.signed(Scene.OPERATOR, new PublicationEvent.Published("findings", Scene.DOCUMENT, "text/html"));
            assertThat(mirror(scene).notes())
                    .contains("The log does not serve publications/findings as its entry names it.");
            scene.signed(Scene.OPERATOR, new PublicationEvent.Updated("findings", Scene.DOCUMENT, "text/html"));
            Scene.write(folder.resolve("served/publications/findings"), new byte[] {'1'});
            assertThat(mirror(scene).notes()).isEmpty();
            assertThat(folder.resolve("mirror/publications/findings")).hasBinaryContent(new byte[] {'1'});
            scene.signed(Scene.OPERATOR, new PublicationEvent.Withdrawn("findings", PublicationEvent.Reason.OTHER));
            mirror(scene);
            assertThat(folder.resolve("mirror/publications/findings")).doesNotExist();
        }
    }

    @Test
    void aLogThatWasCutIsRefusedAndTheMirrorStays() throws Exception {
        try (Scene scene = Scene.begun();
                Scene other = Scene.begun()) {
            scene.pass(Scene.HOUR);
            mirror(scene);
            refused(other, "it was cut");
        }
    }

    @Test
    void aLogThatWasRewrittenIsRefusedAndTheMirrorStays() throws Exception {
        try (Scene scene = Scene.begun();
                Scene other = Scene.begun()) {
            scene.pass(Scene.HOUR);
            mirror(scene);
            other.now += Scene.MINUTE;
            other.beat();
            other.pass(3 * Scene.DAY);
            refused(other, "it was rewritten");
            other.pass(Scene.HOUR);
            assertThat(since(other))
                    .extracting(Finding::sentence)
                    .singleElement()
                    .asString()
                    .contains("was rewritten");
        }
    }

    @Test
    void anInterruptedMirrorGoesOn() throws Exception {
        try (Scene scene = Scene.begun()) {
            scene.pass(4 * Scene.DAY);
            Path served = scene.folder(folder.resolve("served"));
            Path left = folder.resolve("mirror/tile/entries/000");
            Scene.write(left, Files.readAllBytes(served.resolve("tile/entries/000")));
            Scene.write(folder.resolve("mirror/tile/0/000.half"), new byte[] {'1'});
            Files.delete(served.resolve("tile/entries/000"));
            mirror(served);
            assertThat(Scene.verified(folder.resolve("mirror")).isUnbroken()).isTrue();
            assertThat(folder.resolve("mirror/tile/0/000.half")).doesNotExist();
        }
    }

    @Test
    void whatAnInterruptedMirrorLeftIsNotBelieved() throws Exception {
        try (Scene scene = Scene.begun()) {
            scene.pass(4 * Scene.DAY);
            Path served = scene.folder(folder.resolve("served"));
            byte[] damaged = Files.readAllBytes(served.resolve("tile/entries/000"));
            damaged[100] ^= 1;
            Scene.write(folder.resolve("mirror/tile/entries/000"), damaged);
            mirror(served);
            assertThat(Scene.verified(folder.resolve("mirror")).isUnbroken()).isTrue();
        }
    }

    @Test
    void aDamagedMirrorIsNotGoneOnWith() throws Exception {
        try (Scene scene = Scene.begun()) {
            mirror(scene);
            Path tile = folder.resolve("mirror/tile/0/000.p/5");
            byte[] damaged = Files.readAllBytes(tile);
            damaged[0] ^= 1;
            Files.write(tile, damaged);
            scene.beat();
            refused(scene, "do not lead to its checkpoint");
        }
    }

    private List<Finding> since(Scene scene) throws IOException {
        Note kept = Note.parse(Files.readAllBytes(folder.resolve("mirror/checkpoint")));
        try (LogFolder log = new LogFolder(scene.folder(folder.resolve("since")))) {
            return Verifier.verify(log, Scene.POLICY, kept, Platform.system())
                    .of(Invariant.I1)
                    .findings();
        }
    }

    private void refused(Scene scene, String sentence) throws IOException {
        Path mirror = folder.resolve("mirror");
        Map<String, Hash> before = files(mirror);
        Path served = scene.folder(folder.resolve("others"));
        assertThatThrownBy(() -> mirror(served))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
        assertThat(files(mirror)).isEqualTo(before);
    }

    private LogMirror.Copied mirror(Scene scene) throws IOException {
        return mirror(scene.folder(folder.resolve("served")));
    }

    private LogMirror.Copied mirror(Path served) throws IOException {
        try (LogFolder log = new LogFolder(served)) {
            return LogMirror.copy(log, folder.resolve("mirror"), Scene.POLICY);
        }
    }

    private static Map<String, Hash> files(Path folder) throws IOException {
        Map<String, Hash> files = new TreeMap<>();
        try (LogFolder all = new LogFolder(folder)) {
            for (String path : all.paths()) {
                files.put(path, Hash.sha256(Files.readAllBytes(folder.resolve(path))));
            }
        }
        return files;
    }
}
