package lazurite.store.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lazurite.base.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void everythingAcknowledgedIsThereAfterReopening() throws IOException {
        try (EmbeddedEngine engine = open()) {
            Rows.put(engine, "a", "1");
        }
        try (EmbeddedEngine engine = open()) {
            assertThat(Rows.get(engine, "a")).isEqualTo("1");
            assertThat(engine.damages()).isEmpty();
            Rows.put(engine, "a", "2");
        }
        try (EmbeddedEngine engine = open()) {
            assertThat(Rows.get(engine, "a")).isEqualTo("2");
        }
    }

    @Test
    void aSecondOpenInTheSameProcessIsRefused() throws IOException {
        try (EmbeddedEngine engine = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by this process");
            Rows.put(engine, "a", "1");
        }
        open().close();
    }

    @Test
    void aSecondProcessIsRefusedAndToldWhoHasIt() throws Exception {
        try (EmbeddedEngine engine = open()) {
            // a refused open in this process must not let go of the process's lock
            assertThatThrownBy(this::open).isInstanceOf(IOException.class);
            assertThat(openInOtherProcess())
                    .contains("in use by process " + ProcessHandle.current().pid());
            Rows.put(engine, "a", "1");
        }
        assertThat(openInOtherProcess()).isEqualTo("opened, a=1");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        open().close();
        Files.writeString(folder.resolve("FORMAT"), "lazurite data 2\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("up to 1");
    }

    @Test
    void aDamagedOrMissingFormatIsRefused() throws IOException {
        open().close();
        for (String text : List.of("", "lazurite data x", "lazurite data 0", "other 1")) {
            Files.writeString(folder.resolve("FORMAT"), text);
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("FORMAT is damaged");
        }
        Files.delete(folder.resolve("FORMAT"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("no FORMAT file");
        Files.writeString(folder.resolve("FORMAT"), "lazurite data 1\n");
        open().close();
    }

    @Test
    void leftoversOfACrashAreTolerated() throws IOException {
        open().close();
        Files.writeString(folder.resolve("FORMAT.half"), "lazu");
        Files.createDirectories(folder.resolve("extents/ff"));
        Files.writeString(folder.resolve("extents/ff/0123.extent"), "no id");
        Files.writeString(folder.resolve("extents/ff/00000000000000fe.extent"), "in a wrong folder");
        Files.writeString(folder.resolve("extents/ff/00000000000000ff.extent"), "");
        Files.writeString(folder.resolve("extents/stray"), "");

        try (EmbeddedEngine engine = open()) {
            assertThat(engine.extents().list()).hasToString("[00000000000000ff]");
        }
    }

    private EmbeddedEngine open() throws IOException {
        return EmbeddedEngine.open(folder, Rows.SETTINGS, Platform.system());
    }

    private String openInOtherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    /** Opens the data directory given and says what came of it. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) {
            try (EmbeddedEngine engine = EmbeddedEngine.open(Path.of(args[0]), Rows.SETTINGS, Platform.system())) {
                System.out.println("opened, a=" + Rows.get(engine, "a"));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
