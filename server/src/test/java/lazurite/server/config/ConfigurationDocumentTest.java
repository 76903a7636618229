package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][A-Za-z.\\[\\]]*)` \\|");

    @TempDir
    private Path folder;

    @Test
    void theDocumentHasEveryKeyThatIsReadAndNoOther() throws IOException {
        Path file = folder.resolve("lazurite.yaml");
        Files.writeString(file, EveryKey.in(folder));
        Set<String> read = ConfigReader.read(file, Map.of(), Map.of()).keys().keySet();

        Set<String> documented = new TreeSet<>();
        Matcher rows = ROW.matcher(document());
        while (rows.find()) {
            documented.add(rows.group(1));
        }
        assertThat(documented).isEqualTo(new TreeSet<>(read));
    }

    @Test
    void theDocumentNamesEveryFlag() throws IOException {
        for (Flag flag : Flag.values()) {
            assertThat(document()).contains("Flag `" + flag.text() + "`");
        }
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("").toAbsolutePath().resolveSibling("docs/configuration.md"));
    }
}
