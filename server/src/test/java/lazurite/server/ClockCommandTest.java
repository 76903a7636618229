package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lazurite.server.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClockCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void theClockIsAcceptedByTheServerOrInTheFolder() throws IOException {
        Path data = folder.resolve("data");
        assertThat(accept(data)).isEqualTo(Main.MISUSED);
        try (Lazurite server = Lazurite.start(Config.forTests().withData(data))) {
            assertThat(accept(data)).as(server.operatorAddress()).isEqualTo(Main.DONE);
            assertThat(text()).contains("The clock is believed: it is ");
        }
        said.reset();
        assertThat(accept(data)).isEqualTo(Main.DONE);
        assertThat(text()).startsWith("The clock is believed: it is ");
    }

    @Test
    void aWordMissingIsNamed() {
        assertThat(run(List.of("clock"))).isEqualTo(Main.MISUSED);
        assertThat(text()).contains("clock: expected 'clock accept', found nothing behind it");
    }

    private int accept(Path data) {
        return run(List.of("clock", "accept", "--data", data.toString()));
    }

    private int run(List<String> words) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Main.run(words, out, out);
    }

    private String text() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
