package lazurite.service.blob.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NotBuiltTest {
    @Test
    void theDocumentShowsTheSameLists() throws IOException {
        List<String> lines = Files.readAllLines(document());
        for (NotBuilt.Operation operation : NotBuilt.Operation.values()) {
            assertThat(lines)
                    .contains("| " + operation.title() + " | "
                            + operation.code().status() + " " + operation.code().wire() + " |");
        }
        for (NotBuilt.Header header : NotBuilt.HEADERS) {
            String harmless =
                    header.harmless().stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
            assertThat(lines).contains("| `" + header.name() + "` | " + header.feature() + " | " + harmless + " |");
        }
        for (NotBuilt.Parameter parameter : NotBuilt.PARAMETERS) {
            assertThat(lines).contains("| `" + parameter.name() + "` | " + parameter.feature() + " |");
        }
    }

    /** Tests run in the module's folder or in the project's. */
    private static Path document() {
        Path inside = Path.of("docs", "blob-operations.md");
        return Files.exists(inside) ? inside : Path.of("..").resolve(inside);
    }
}
