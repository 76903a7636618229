package lazurite.governance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lazurite.governance.source.LogFolder;
import lazurite.governance.source.LogMirror;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror in which any byte of any file is another. */
final class ByteFlipsTest {
    /** Files are damaged at each of so many bytes, and at some beyond. */
    private static final int EACH_MAX = 40;

    private static final int SAMPLED = 20;

    @TempDir
    private Path folder;

    @Test
    void noFlippedByteIsTakenForTheLog() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path mirror = folder.resolve("mirror");
        try (Scene scene = WholeLog.scene()) {
            mirror(scene, mirror);
            scene.beat();
            mirror(scene, mirror);
        }
        assertThat(Scene.verified(mirror).isUnbroken()).isTrue();
        assertThat(mirror.resolve("checkpoint.previous")).exists();
        try (LogFolder log = new LogFolder(mirror)) {
            for (String path : log.paths()) {
                flips(mirror, path, random, "seed " + seed);
            }
        }
    }

    private void mirror(Scene scene, Path mirror) throws Exception {
        Path served = scene.folder(folder.resolve("served"));
        byte[] document = {'1'};
        Scene.write(served.resolve("publications/findings"), document);
        Scene.write(served.resolve("blob/" + Scene.DOCUMENT.hex()), document);
        try (LogFolder log = new LogFolder(served)) {
            assertThat(LogMirror.copy(log, mirror, Scene.POLICY).notes()).isEmpty();
        }
    }

    private static void flips(Path mirror, String path, Random random, String seed) throws Exception {
        Path file = mirror.resolve(path);
        byte[] bytes = Files.readAllBytes(file);
        for (int at : places(bytes.length, random)) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            Verification said = Scene.verified(mirror);
            assertThat(said.isUnbroken())
                    .as(seed + ", " + path + ", byte " + at)
                    .isFalse();
            assertThat(broken(said)).as(seed + ", " + path + ", byte " + at).isNotEmpty();
        }
        Files.write(file, bytes);
    }

    private static List<Integer> places(int length, Random random) {
        IntStream each = IntStream.range(0, Math.min(length, EACH_MAX));
        IntStream sampled = length > EACH_MAX ? random.ints(SAMPLED, EACH_MAX, length) : IntStream.empty();
        return IntStream.concat(each, sampled).boxed().toList();
    }

    private static List<Finding> broken(Verification said) {
        return said.judgements().stream()
                .flatMap(judgement -> judgement.findings().stream())
                .filter(finding -> finding.answer() == Answer.BROKEN)
                .toList();
    }
}
