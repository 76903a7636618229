package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import lazurite.server.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClockCommandTest {
    @TempDir
    Path folder;

    @Test
    void theClockIsAcceptedByTheServerOrInTheFolder() throws IOException {
        Path data = folder.resolve("data");
        assertThat(accept(data).status()).isEqualTo(Main.MISUSED);
        try (Lazurite server = Lazurite.start(Config.forTests().withData(data))) {
            Said served = accept(data);
            assertThat(served.status()).as(server.operatorAddress()).isEqualTo(Main.DONE);
            assertThat(served.text()).contains("The clock is believed: it is ");
        }
        assertThat(accept(data).with(Main.DONE)).startsWith("The clock is believed: it is ");
    }

    @Test
    void aWordMissingIsNamed() {
        assertThat(Said.by("clock").with(Main.MISUSED))
                .contains("clock: expected 'clock accept', found nothing behind it");
    }

    private static Said accept(Path data) {
        return Said.by("clock", "accept", "--data", data.toString());
    }
}
