package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileFailureTest {
    @Test
    void aPathAloneBecomesASentence() {
        assertThat(FileFailure.sentence(new AccessDeniedException("/data/LOCK")))
                .isEqualTo("this user has no permission for /data/LOCK");
        assertThat(FileFailure.sentence(new NoSuchFileException("/data")))
                .isEqualTo("there is no file or folder /data");
    }

    @Test
    void whatSaysMoreIsLeftAsItIs() {
        assertThat(FileFailure.sentence(new FileSystemException("/data", null, "Read-only file system")))
                .isEqualTo("/data: Read-only file system");
        assertThat(FileFailure.sentence(new IOException("a sentence"))).isEqualTo("a sentence");
        assertThat(FileFailure.sentence(new IOException())).isEqualTo("java.io.IOException");
    }
}
