package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import lazurite.base.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final long MORE_THAN_ANY_DISK = Long.MAX_VALUE / 4;

    @TempDir
    Path folder;

    @Test
    void aFullDiskRefusesWritesAndKeepsReads() throws IOException {
        try (EmbeddedEngine engine = EmbeddedEngine.open(folder, Rows.SETTINGS, Platform.system())) {
            Rows.put(engine, "a", "1");
            assertThat(engine.bytesFree()).isPositive();
        }
        Settings full = Rows.SETTINGS.withFreeBytesMin(MORE_THAN_ANY_DISK);
        try (EmbeddedEngine engine = EmbeddedEngine.open(folder, full, Platform.system())) {
            assertThat(engine.bytesFree()).isZero();
            assertThatThrownBy(() -> Rows.put(engine, "a", "2")).hasMessageContaining("disk is full");
            assertThatThrownBy(() -> engine.extents().create()).hasMessageContaining("disk is full");
            assertThat(Rows.get(engine, "a")).isEqualTo("1");
        }
        try (EmbeddedEngine engine = EmbeddedEngine.open(folder, Rows.SETTINGS, Platform.system())) {
            Rows.put(engine, "a", "3");
            engine.extents().create().append(ByteBuffer.allocate(1));
        }
    }
}
