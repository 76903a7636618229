package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenFilesTest {
    private static final String HEAD = "Limit                     Soft Limit           Hard Limit           Units     ";

    @Test
    void theSoftLimitIsRead() {
        String line = "Max open files            1024                 4096                 files     ";
        assertThat(OpenFiles.filesMax(List.of(HEAD, line))).isEqualTo(1_024);
        assertThat(OpenFiles.filesMax(List.of(HEAD, line.replace("1024", "unlimited"))))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(OpenFiles.filesMax(List.of())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void halfOfFewFilesAndAFixedPartOfManyAreKept() {
        assertThat(OpenFiles.kept(1_024)).isEqualTo(512);
        assertThat(OpenFiles.kept(20_000)).isEqualTo(2_048);
    }

    @Test
    void whatFitsIsLeftAsItIs() {
        assertThat(OpenFiles.connections(1)).isEqualTo(1);
    }
}
