package lazurite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.ExtentStore.Writer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine's extent store does. */
public abstract class ExtentStoreContract {
    private Engine engine;
    private ExtentStore store;

    /** An empty engine; the contract closes it. */
    protected abstract Engine open() throws Exception;

    @BeforeEach
    final void openEngine() throws Exception {
        engine = open();
        store = engine.extents();
    }

    @AfterEach
    final void closeEngine() {
        engine.close();
    }

    @Test
    void whatWasAppendedIsReadByAnyRange() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] content = new byte[700_000];
        random.nextBytes(content);
        ExtentId id = write(content, random);

        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(content.length + 1);
            int to = from + random.nextInt(content.length - from + 1);
            ByteBuffer into = i % 2 == 0 ? ByteBuffer.allocate(to - from) : ByteBuffer.allocateDirect(to - from);
            store.read(id, from, into);
            byte[] read = new byte[to - from];
            into.flip().get(read);
            assertThat(Arrays.equals(read, Arrays.copyOfRange(content, from, to)))
                    .as("seed %d, bytes %d to %d", seed, from, to)
                    .isTrue();
        }
    }

    @Test
    void aReadFillsTheBufferFromItsPositionToItsLimitOnly() throws Exception {
        ExtentId id = write(new byte[] {1, 2, 3, 4, 5}, new Random(1));
        ByteBuffer into = ByteBuffer.allocate(6).position(2).limit(4);

        store.read(id, 3, into);

        assertThat(into.position()).isEqualTo(4);
        assertThat(into.array()).containsExactly(0, 0, 4, 5, 0, 0);
    }

    @Test
    void theWriterTellsItsSizeAndReadsSeeUnsyncedBytes() throws Exception {
        try (Writer writer = store.create()) {
            assertThat(writer.size()).isZero();
            writer.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            writer.append(ByteBuffer.allocate(0));
            assertThat(writer.size()).isEqualTo(3);
            assertThat(store.size(writer.id())).isEqualTo(3);
            ByteBuffer into = ByteBuffer.allocate(3);
            store.read(writer.id(), 0, into);
            assertThat(into.array()).containsExactly(1, 2, 3);
            writer.sync();
            writer.append(ByteBuffer.wrap(new byte[] {4}));
            writer.sync();
            assertThat(store.size(writer.id())).isEqualTo(4);
        }
    }

    @Test
    void aReadBehindTheEndIsAnErrorThatNamesTheExtent() throws Exception {
        ExtentId id = write(new byte[10], new Random(1));

        assertThatThrownBy(() -> store.read(id, 5, ByteBuffer.allocate(6)))
                .hasMessageContaining(id.toString())
                .asInstanceOf(InstanceOfAssertFactories.type(StorageException.class))
                .extracting(StorageException::code)
                .isEqualTo(ErrorCode.InternalError);
    }

    @Test
    void aSealedExtentTakesNoMore() {
        Writer writer = store.create();
        writer.append(ByteBuffer.wrap(new byte[] {1}));
        writer.sync();
        assertThat(writer.sealed()).isFalse();
        writer.close();
        writer.close();

        assertThat(writer.sealed()).isTrue();
        assertThatThrownBy(() -> writer.append(ByteBuffer.wrap(new byte[] {2}))).isInstanceOf(StorageException.class);
        assertThatThrownBy(writer::sync).isInstanceOf(StorageException.class);
    }

    @Test
    void aDeletedExtentIsGone() throws Exception {
        ExtentId id = write(new byte[10], new Random(1));
        store.read(id, 0, ByteBuffer.allocate(10));
        store.delete(id);
        store.delete(id);

        assertThatThrownBy(() -> store.read(id, 0, ByteBuffer.allocate(1))).isInstanceOf(NoSuchExtentException.class);
        assertThatThrownBy(() -> store.size(id)).isInstanceOf(NoSuchExtentException.class);
        assertThat(store.list()).isEmpty();
    }

    @Test
    void theListHasEveryExtentInOrderTheOpenOnesIncluded() throws Exception {
        List<ExtentId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(write(new byte[] {1}, new Random(1)));
        }
        Writer open = store.create();
        ids.add(open.id());
        ids.sort(null);

        assertThat(store.list()).isEqualTo(ids);
        open.close();
    }

    @Test
    void manyWriteAndReadAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Random random = new Random(i);
                running.add(threads.submit(() -> writeAndCompare(random)));
            }
            for (Future<Boolean> each : running) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(store.list()).hasSize(64).doesNotHaveDuplicates();
    }

    private boolean writeAndCompare(Random random) throws NoSuchExtentException {
        byte[] content = new byte[100_000];
        random.nextBytes(content);
        ExtentId id = write(content, random);
        ByteBuffer into = ByteBuffer.allocate(content.length);
        store.read(id, 0, into);
        return Arrays.equals(into.array(), content);
    }

    /** Writes the content in appends of random length. */
    private ExtentId write(byte[] content, Random random) {
        try (Writer writer = store.create()) {
            int at = 0;
            while (at < content.length) {
                int count = Math.min(content.length - at, 1 + random.nextInt(content.length));
                assertThat(writer.size()).isEqualTo(at);
                writer.append(ByteBuffer.wrap(content, at, count));
                at += count;
            }
            writer.sync();
            return writer.id();
        }
    }
}
