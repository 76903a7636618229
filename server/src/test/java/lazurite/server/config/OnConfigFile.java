package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what a configuration file says. */
abstract class OnConfigFile {
    @TempDir
    Path folder;

    /** It is not there until something is read. */
    Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("lazurite.yaml");
    }

    final ConfigReader.Loaded read(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return ConfigReader.read(file, Map.of(), Map.of());
    }

    /** @param message in which FILE stands for the file's path */
    final void refused(String yaml, String message) throws IOException {
        Files.writeString(file, yaml);
        assertThatThrownBy(() -> ConfigReader.read(file, Map.of(), Map.of()))
                .as(yaml)
                .isInstanceOf(ConfigException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }
}
