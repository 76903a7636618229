package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
    @TempDir
    Path folder;

    @Test
    void theLibraryIsUnpackedOnce() throws IOException {
        Path first = only(Natives.unpack(folder));
        Object before = Files.readAttributes(first, "unix:ino").get("ino");
        Path second = only(Natives.unpack(folder));

        assertThat(second).isEqualTo(first);
        assertThat(Files.readAttributes(second, "unix:ino").get("ino")).isEqualTo(before);
    }

    @Test
    void aHalfUnpackedLibraryIsReplaced() throws IOException {
        Path library = only(Natives.unpack(folder));
        byte[] whole = Files.readAllBytes(library);
        Files.write(library, new byte[1000]);
        Natives.unpack(folder);

        assertThat(library).hasBinaryContent(whole);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }
}
