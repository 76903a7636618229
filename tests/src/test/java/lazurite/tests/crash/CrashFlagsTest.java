package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashFlagsTest {
    private static final Path FOLDER = Path.of("unused");

    @Test
    void flagsSayHowARunIsDone() {
        Crash.Asked asked = Crash.parse(FOLDER, "--mode", "power-cut", "--rounds", "7", "--seed", "-3", "--mutations");
        assertThat(asked.mutations()).isTrue();
        assertThat(asked.settings().mode()).isEqualTo(CrashSettings.Mode.POWER_CUT);
        assertThat(asked.settings().rounds()).isEqualTo(7);
        assertThat(asked.settings().seed()).isEqualTo(-3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--what",
                "--rounds",
                "--rounds x",
                "--rounds 0",
                "--clients -1",
                "--seed 1.5",
                "--mode slow",
                "--load-millis 30",
                "--check-every 99999999999"
            })
    void aWrongFlagIsRefusedInOneSentence(String words) {
        assertThatThrownBy(() -> Crash.parse(FOLDER, words.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n")
                .message()
                .isNotBlank();
    }
}
