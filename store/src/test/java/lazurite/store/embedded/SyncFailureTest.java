package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.ExtentStore.Writer;
import lazurite.store.Family;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncFailureTest {
    @TempDir
    Path folder;

    private final AtomicReference<String> failing = new AtomicReference<>("nothing");
    private EmbeddedEngine engine;

    @BeforeEach
    void openEngine() throws IOException {
        engine = EmbeddedEngine.open(folder, Rows.SETTINGS, Platform.system(), what -> {
            if (what.equals(failing.get())) {
                throw new IOException("Input/output error");
            }
        });
        Rows.put(engine, "before", "1");
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void afterAFailedMetadataSyncWritesAreRefusedAndReadsGoOn() throws Exception {
        Writer writer = engine.extents().create();
        writer.append(ByteBuffer.wrap(new byte[] {1, 2}));
        writer.sync();
        failing.set("metadata");
        assertRefused(() -> Rows.put(engine, "x", "1"));
        failing.set("nothing");

        assertRefused(() -> Rows.put(engine, "x", "1"));
        assertRefused(() -> engine.metadata().discard(Family.BASE, List.of(Rows.key("before"))));
        assertRefused(() -> writer.append(ByteBuffer.wrap(new byte[] {3})));
        assertRefused(() -> engine.extents().create());
        assertRefused(() -> engine.extents().delete(writer.id()));
        assertThat(writer.sealed()).isTrue();
        assertThat(Rows.get(engine, "before")).isEqualTo("1");
        assertThat(Rows.get(engine, "x")).isEqualTo("none");
        ByteBuffer into = ByteBuffer.allocate(2);
        engine.extents().read(writer.id(), 0, into);
        assertThat(into.array()).containsExactly(1, 2);
    }

    @Test
    void afterAFailedExtentSyncWritesAreRefusedAndReadsGoOn() throws Exception {
        Writer other = engine.extents().create();
        Writer writer = engine.extents().create();
        writer.append(ByteBuffer.wrap(new byte[] {1}));
        failing.set(writer.id().toString());
        assertRefused(writer::sync);
        failing.set("nothing");

        assertThat(writer.sealed()).isTrue();
        assertRefused(() -> other.append(ByteBuffer.wrap(new byte[] {3})));
        assertRefused(() -> Rows.put(engine, "x", "1"));
        assertThat(Rows.get(engine, "before")).isEqualTo("1");
        other.close();
    }

    @Test
    void aWriteRefusedWhileCleaningUpBehindARefusedWriteIsStillRefused() {
        failing.set("metadata");
        assertRefused(() -> {
            try (Closing _ = () -> Rows.put(engine, "y", "1")) {
                Rows.put(engine, "x", "1");
            }
        });
        failing.set("nothing");
        assertRefused(() -> {
            try (Closing _ = () -> Rows.put(engine, "y", "1")) {
                Rows.put(engine, "x", "1");
            }
        });
    }

    /** A clean-up that writes. */
    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    @Test
    void aRestartTakesWritesAgain() throws Exception {
        failing.set("metadata");
        assertRefused(() -> Rows.put(engine, "x", "1"));
        engine.close();

        engine = EmbeddedEngine.open(folder, Rows.SETTINGS, Platform.system());
        Rows.put(engine, "x", "2");
        assertThat(Rows.get(engine, "x")).isEqualTo("2");
        assertThat(Rows.get(engine, "before")).isEqualTo("1");
    }

    private static void assertRefused(ThrowingCallable write) {
        assertThatThrownBy(write)
                .hasMessageContaining("refused until restart")
                .hasMessageContaining("Input/output error")
                .asInstanceOf(InstanceOfAssertFactories.type(StorageException.class))
                .extracting(StorageException::code)
                .isEqualTo(ErrorCode.ServerBusy);
    }
}
