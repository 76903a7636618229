package lazurite.terms.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PublishedTracesTest {
    private static final Path FOLDER = Path.of("").toAbsolutePath().resolveSibling("docs/traces");

    @Test
    void theShippedTracesAreWhatTheGeneratorMakes() throws IOException {
        for (Map.Entry<String, String> trace : PublishedTraces.all().entrySet()) {
            Path file = FOLDER.resolve(trace.getKey());
            if (Boolean.getBoolean("lazurite.traces.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, trace.getValue());
            }
            assertThat(file).usingCharset("UTF-8").hasContent(trace.getValue());
        }
    }
}
