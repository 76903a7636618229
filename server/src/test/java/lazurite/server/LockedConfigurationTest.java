package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was locked once is demanded of every configuration of that data folder. */
final class LockedConfigurationTest {
    private static final String LOCKED = """
            accounts:
              - name: devstoreaccount1
                blob:
                  immutableContainers:
                    - name: evidence
                      immutabilityPolicy: {immutabilityPeriodSinceCreationInDays: DAYS, state: STATE}
            """;

    @TempDir
    private Path folder;

    private Config config(String text) throws IOException {
        Path file = folder.resolve("lazurite.yaml");
        Files.writeString(
                file, "data: data\nports: {blob: 0, operator: 0}\nhost: 127.0.0.1\nlog: {level: error}\n" + text);
        return ConfigReader.read(file, Map.of(), Map.of()).config();
    }

    private static String locked(int days, String state) {
        return LOCKED.replace("DAYS", Integer.toString(days)).replace("STATE", state);
    }

    private void served(String text) throws IOException {
        Lazurite.start(config(text)).close();
    }

    private void refused(String text, String sentence) {
        assertThatThrownBy(() -> served(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("accounts[].blob of 'devstoreaccount1': the immutability policy of the container"
                        + " 'evidence' is locked at 5 days and cannot be " + sentence);
    }

    @Test
    void aStartThatGivesUpWhatIsLockedIsRefused() throws IOException {
        served(locked(9, "unlocked"));
        served(locked(4, "unlocked"));
        served("accounts: [{name: devstoreaccount1}]\n");
        served(locked(5, "locked"));
        refused(locked(4, "locked"), "made 4");
        refused(locked(5, "unlocked"), "unlocked");
        refused(locked(5, "disabled"), "dropped");
        refused("accounts: [{name: devstoreaccount1}]\n", "dropped");
        served("accounts: [{name: another, keys: [AQID]}]\n");
        refused("accounts: [{name: devstoreaccount1}]\n", "dropped");
        served(locked(5, "locked"));
    }

    @Test
    void theCommandSaysSoInOneSentence() throws IOException {
        served(locked(5, "locked"));
        config(locked(3, "locked"));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                List.of("serve", "--config", folder.resolve("lazurite.yaml").toString()),
                System.out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot be made 3");
    }
}
