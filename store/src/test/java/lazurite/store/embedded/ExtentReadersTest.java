package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.ExtentStore.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that share open files. */
class ExtentReadersTest {
    private static final int BYTES = 2_000_000;

    @TempDir
    Path folder;

    private EmbeddedEngine engine;

    @BeforeEach
    void openEngine() throws IOException {
        Settings settings = new Settings(Rows.SETTINGS.natives(), 0, 8 << 20, 8 << 20, 2, 2, 2, 3);
        engine = EmbeddedEngine.open(folder, settings, Platform.system());
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void anInterruptedReaderHarmsNoOther() throws Exception {
        ExtentId id = write((byte) 7);
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<Integer>> calm = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calm.add(threads.submit(() -> {
                    int count = 0;
                    while (!stop.get()) {
                        assertRead(id, (byte) 7);
                        count++;
                    }
                    return count;
                }));
            }
            for (int i = 0; i < 50; i++) {
                Thread nervous = Thread.ofPlatform().start(() -> readUntilInterrupted(id));
                nervous.interrupt();
                nervous.join();
            }
            stop.set(true);
            for (Future<Integer> reader : calm) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    @Test
    void moreExtentsAreReadAtOnceThanAreHeldOpen() throws Exception {
        List<ExtentId> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(write((byte) i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> readers = new ArrayList<>();
            for (int r = 0; r < 16; r++) {
                Random random = new Random(r);
                readers.add(threads.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        int which = random.nextInt(ids.size());
                        assertRead(ids.get(which), (byte) which);
                    }
                    return true;
                }));
            }
            for (Future<Boolean> reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        }
    }

    @Test
    void aReaderMeetsADeletionWithAllBytesOrNone() throws Exception {
        for (int round = 0; round < 100; round++) {
            ExtentId id = write((byte) round);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                byte expected = (byte) round;
                Future<Integer> reader = threads.submit(() -> {
                    int count = 0;
                    try {
                        while (true) {
                            assertRead(id, expected);
                            count++;
                        }
                    } catch (NoSuchExtentException e) {
                        return count;
                    }
                });
                engine.extents().delete(id);
                assertThat(reader.get()).isNotNegative();
            }
        }
    }

    @Test
    void aClosedStoreRefusesEverything() throws Exception {
        ExtentId id = write((byte) 1);
        engine.close();

        assertThatThrownBy(() -> engine.extents().read(id, 0, ByteBuffer.allocate(1)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> Rows.get(engine, "a"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> Rows.put(engine, "a", "1"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
    }

    private void readUntilInterrupted(ExtentId id) {
        try {
            while (true) {
                assertRead(id, (byte) 7);
            }
        } catch (StorageException interrupted) {
            assertThat(interrupted).hasMessageContaining("interrupted");
        } catch (NoSuchExtentException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRead(ExtentId id, byte value) throws NoSuchExtentException {
        ByteBuffer into = ByteBuffer.allocate(BYTES);
        engine.extents().read(id, 0, into);
        assertThat(into.get(0)).isEqualTo(value);
        assertThat(into.get(BYTES - 1)).isEqualTo(value);
    }

    private ExtentId write(byte value) {
        byte[] content = new byte[BYTES];
        Arrays.fill(content, value);
        try (Writer writer = engine.extents().create()) {
            writer.append(ByteBuffer.wrap(content));
            writer.sync();
            return writer.id();
        }
    }
}
