package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    private EmbeddedEngine engine;

    @BeforeEach
    void openEngine() throws IOException {
        engine = EmbeddedEngine.open(folder.resolve("data"), Rows.SETTINGS, Platform.system());
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void aCopyTakenWhileWritingHasEveryExtentThatItsRowsName() throws Exception {
        Rows.put(engine, "extent", writeExtent(engine).toString());
        AtomicBoolean stop = new AtomicBoolean();
        Path copy = folder.resolve("deep/er/copy");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> writer = threads.submit(() -> {
                int count = 0;
                while (!stop.get()) {
                    replaceExtent();
                    count++;
                }
                return count;
            });
            Rows.put(engine, "settled", "1");
            engine.checkpoint(copy, List.of());
            stop.set(true);
            assertThat(writer.get()).isPositive();
        }
        try (EmbeddedEngine restored = EmbeddedEngine.open(copy, Rows.SETTINGS, Platform.system())) {
            assertThat(Rows.get(restored, "settled")).isEqualTo("1");
            ByteBuffer into = ByteBuffer.allocate(3);
            restored.extents().read(ExtentId.parse(Rows.get(restored, "extent")), 0, into);
            assertThat(into.array()).containsExactly(1, 2, 3);
            Rows.put(restored, "own", "1");
            assertThat(Rows.get(engine, "own")).isEqualTo("none");
        }
    }

    @Test
    void whatIsDeletedLaterStaysInTheCopy() throws Exception {
        ExtentId id = writeExtent(engine);
        Rows.put(engine, "a", "1");
        Files.createDirectory(folder.resolve("copy"));
        engine.checkpoint(folder.resolve("copy"), List.of());
        engine.extents().delete(id);
        Rows.put(engine, "a", "2");

        try (EmbeddedEngine restored = EmbeddedEngine.open(folder.resolve("copy"), Rows.SETTINGS, Platform.system())) {
            assertThat(Rows.get(restored, "a")).isEqualTo("1");
            assertThat(restored.extents().size(id)).isEqualTo(3);
        }
    }

    @Test
    void aCopyGoesToAnotherFileSystem() throws Exception {
        ExtentId id = writeExtent(engine);
        Rows.put(engine, "a", "1");
        Path shared = Path.of("/dev/shm");
        Path elsewhere = Files.createTempDirectory(Files.isDirectory(shared) ? shared : folder, "lazurite-backup-");
        try {
            engine.checkpoint(elsewhere, List.of());
            try (EmbeddedEngine restored = EmbeddedEngine.open(elsewhere, Rows.SETTINGS, Platform.system())) {
                assertThat(Rows.get(restored, "a")).isEqualTo("1");
                assertThat(restored.extents().size(id)).isEqualTo(3);
            }
        } finally {
            try (Stream<Path> all = Files.walk(elsewhere)) {
                for (Path path : all.toList().reversed()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void aFolderThatIsNotEmptyOrInTheDataIsRefusedAndLeftAlone() throws IOException {
        Path used = Files.createDirectory(folder.resolve("used"));
        Files.writeString(used.resolve("mine"), "keep");

        assertThatThrownBy(() -> engine.checkpoint(used, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> engine.checkpoint(folder.resolve("data/copy"), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must not lie in the data directory");
        assertThat(used.resolve("mine")).hasContent("keep");
    }

    @Test
    void theRestOfABrokenCopyIsReplaced() throws IOException {
        Rows.put(engine, "a", "1");
        Files.createDirectories(folder.resolve(".copy.lazurite-half/meta"));
        Files.writeString(folder.resolve(".copy.lazurite-half/meta/CURRENT"), "broken");
        Path key = Files.writeString(folder.resolve("key"), "secret");
        engine.checkpoint(folder.resolve("copy"), List.of(key));

        assertThat(folder.resolve("copy/key")).hasContent("secret");
        assertThat(folder.resolve(".copy.lazurite-half")).doesNotExist();
        try (EmbeddedEngine restored = EmbeddedEngine.open(folder.resolve("copy"), Rows.SETTINGS, Platform.system())) {
            assertThat(Rows.get(restored, "a")).isEqualTo("1");
        }
    }

    /** Names a new extent, then deletes the old one, as the collector would. */
    private void replaceExtent() {
        ExtentId old = ExtentId.parse(Rows.get(engine, "extent"));
        Rows.put(engine, "extent", writeExtent(engine).toString());
        engine.extents().delete(old);
    }

    private static ExtentId writeExtent(EmbeddedEngine engine) {
        try (Writer writer = engine.extents().create()) {
            writer.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            writer.sync();
            return writer.id();
        }
    }
}
