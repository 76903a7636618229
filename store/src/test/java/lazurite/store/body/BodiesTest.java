package lazurite.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static final int CHUNK = 16 << 10;
    private static final Group GROUP = Group.of("F", "0000000000000001", "blob");
    private static final DataKey KEY = new DataKey(new byte[32]);

    private final FaultyEngine engine = new FaultyEngine();
    private final UidSource uids = new UidSource(Platform.system());
    private final Bodies bodies = new Bodies(engine, uids, Platform.system());

    @AfterEach
    void close() {
        bodies.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                100,
                CHUNK - 1,
                CHUNK,
                CHUNK + 1,
                2 * CHUNK,
                16 * CHUNK - 1,
                16 * CHUNK,
                16 * CHUNK + 1,
                17 * CHUNK,
                33 * CHUNK + 5
            })
    void givesBackWhatWasWrittenWholeAndByRange(int length) throws IOException {
        byte[] content = content(length, length);
        BodyRef ref = store(content);
        assertThat(ref.length()).isEqualTo(length);
        assertThat(ref.extent() == null).isEqualTo(length <= Bodies.INLINE_MAX);
        assertThat(read(ref, 0, length)).isEqualTo(content);

        Random random = new Random(length);
        for (int round = 0; round < 40; round++) {
            int from = random.nextInt(length + 1);
            int to = from + random.nextInt(length - from + 1);
            assertThat(read(ref, from, to - from))
                    .as("from %d to %d", from, to)
                    .isEqualTo(Arrays.copyOfRange(content, from, to));
        }
    }

    @Test
    void doesNotCareInWhichPiecesTheBytesArrive() throws IOException {
        byte[] content = content(300_000, 3);
        for (int pieces : new int[] {1, 1_000, CHUNK, CHUNK + 1, 100_000}) {
            try (BodyWriter writer = bodies.write(KEY)) {
                for (int at = 0; at < content.length; at += pieces) {
                    writer.write(content, at, Math.min(pieces, content.length - at));
                }
                try (WrittenBody written = writer.finish()) {
                    assertThat(read(written.ref(), 0, content.length)).isEqualTo(content);
                }
            }
        }
    }

    @Test
    void singleBytesAndArraysReadTheSame() throws IOException {
        byte[] content = content(150_000, 4);
        BodyRef ref = store(content);
        try (InputStream in = Objects.requireNonNull(bodies.read(KEY, GROUP, ref, 5, 149_000))) {
            for (int i = 5; i < 149_005; i++) {
                assertThat(in.read()).isEqualTo(content[i] & 0xFF);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[10])).isEqualTo(-1);
        }
    }

    @Test
    void storesNoPlaintextAndNeverTheSameCiphertextTwice() throws Exception {
        byte[] content = new byte[100_000];
        BodyRef one = store(content);
        BodyRef two = store(content);
        byte[] first = stored(one);
        assertThat(first).hasSize((int) Frames.storedLength(content.length)).isNotEqualTo(stored(two));
        assertThat(IntStream.range(0, first.length - 8)
                        .filter(i -> Arrays.equals(first, i, i + 8, content, 0, 8))
                        .count())
                .isZero();
    }

    @Test
    void aRangeReadsOnlyTheChunksItNeeds() throws IOException {
        BodyRef ref = store(content(4 << 20, 5));
        engine.bytesRead.set(0);
        read(ref, 3 << 20, 10);
        assertThat(engine.bytesRead.get()).isLessThan(2 * CHUNK);
    }

    @Test
    void anyFlippedBitInAnExtentIsAnErrorThatNamesTheBody() throws IOException {
        byte[] content = content(40 * CHUNK + 77, 6);
        BodyRef ref = store(content);
        ExtentId extent = Objects.requireNonNull(ref.extent());
        long stored = Frames.storedLength(content.length);
        Random random = new Random(66);
        for (int round = 0; round < 200; round++) {
            long at = round < 100 ? round : random.nextLong(stored);
            if (inFrameHeader(at)) {
                continue;
            }
            engine.flip(extent, ref.offset() + at, 1 << random.nextInt(8));
            ByteArrayOutputStream handedOut = new ByteArrayOutputStream();
            assertThatThrownBy(() -> {
                        try (InputStream in = Objects.requireNonNull(bodies.read(KEY, GROUP, ref, 0, content.length))) {
                            in.transferTo(handedOut);
                        }
                    })
                    .as("byte %d", at)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(ref.id().toString())
                    .hasMessageContaining(extent.toString())
                    .extracting(e -> ((StorageException) e).code())
                    .isEqualTo(ErrorCode.InternalError);
            assertThat(handedOut.toByteArray()).isEqualTo(Arrays.copyOf(content, handedOut.size()));
            engine.flip(extent, ref.offset() + at, 0);
        }
        assertThat(read(ref, 0, content.length)).isEqualTo(content);
    }

    @Test
    void anyFlippedBitInAnInlineRowIsAnError() throws IOException {
        byte[] content = content(60, 7);
        BodyRef ref = store(content);
        byte[] row = Objects.requireNonNull(engine.metadata().get(Family.BODY, InlineRow.key(GROUP, ref.id())));
        for (int bit = 0; bit < 8 * row.length; bit++) {
            byte[] damaged = row.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            commit(List.of(new Mutation.Put(Family.BODY, InlineRow.key(GROUP, ref.id()), damaged)));
            assertThatThrownBy(() -> bodies.read(KEY, GROUP, ref, 0, content.length))
                    .as("bit %d", bit)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(ref.id().toString());
        }
    }

    @Test
    void anotherKeyReadsNothing() throws IOException {
        byte[] other = new byte[32];
        other[31] = 1;
        for (int length : new int[] {10, 50_000}) {
            BodyRef ref = store(content(length, 8));
            assertThatThrownBy(() -> bodies.read(new DataKey(other), GROUP, ref, 0, length))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void aBodyThatIsGoneReadsAsNull() throws IOException {
        BodyRef inline = store(content(10, 9));
        engine.metadata().discard(Family.BODY, List.of(InlineRow.key(GROUP, inline.id())));
        assertThat(bodies.read(KEY, GROUP, inline, 0, 10)).isNull();

        BodyRef placed = store(content(50_000, 9));
        engine.extents().delete(Objects.requireNonNull(placed.extent()));
        assertThat(bodies.read(KEY, GROUP, placed, 0, 10)).isNull();
    }

    @Test
    void aReaderFollowsABodyThatMovesUnderIt() throws Exception {
        byte[] content = content(20 * CHUNK, 10);
        BodyRef ref = store(content);
        try (InputStream in = Objects.requireNonNull(bodies.read(KEY, GROUP, ref, 0, content.length))) {
            byte[] head = in.readNBytes(1_000);
            byte[] bytes = stored(ref);
            ExtentStore.Writer copy = engine.extents().create();
            copy.append(ByteBuffer.wrap(new byte[99]));
            copy.append(ByteBuffer.wrap(bytes));
            copy.sync();
            BodyRow row = new BodyRow(1, bytes.length, copy.id(), 99);
            engine.metadata()
                    .commit(new Commit(
                            BodyRow.TABLE,
                            uids.next(),
                            List.of(),
                            List.of(new Mutation.Put(Family.BASE, BodyRow.key(ref.id()), row.bytes())),
                            null));
            engine.extents().delete(Objects.requireNonNull(ref.extent()));

            assertThat(head).isEqualTo(Arrays.copyOf(content, 1_000));
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1_000, content.length));
        }
        assertThat(read(ref, 18 * CHUNK, 100)).isEqualTo(Arrays.copyOfRange(content, 18 * CHUNK, 18 * CHUNK + 100));
    }

    @Test
    void aPackedBodyIsReadThroughItsPointer() throws Exception {
        byte[] content = content(CHUNK, 11);
        BodyRef ref = store(content);
        byte[] row = Objects.requireNonNull(engine.metadata().get(Family.BODY, InlineRow.key(GROUP, ref.id())));
        ExtentStore.Writer pack = engine.extents().create();
        pack.append(ByteBuffer.wrap(new byte[7]));
        pack.append(InlineRow.frame(ref.id(), row));
        commit(List.of(InlineRow.pointer(GROUP, ref.id(), new InlineRow.Place(pack.id(), 7))));
        assertThat(read(ref, 0, CHUNK)).isEqualTo(content);
        assertThat(read(ref, CHUNK - 3, 3)).isEqualTo(Arrays.copyOfRange(content, CHUNK - 3, CHUNK));
    }

    @Test
    void anExtentComesToRestOnlyWhenSealedAndUnguarded() throws IOException {
        WrittenBody written;
        try (BodyWriter writer = bodies.write(KEY)) {
            writer.write(content(50_000, 12));
            written = writer.finish();
        }
        ExtentId extent = Objects.requireNonNull(written.ref().extent());
        bodies.sealOnceFree(extent);
        assertThat(bodies.extentsAtRest()).isEmpty();
        written.close();
        written.close();
        assertThat(bodies.extentsAtRest()).containsExactly(extent);
    }

    @Test
    void anExtentBeingWrittenIsSealedBehindItsBody() throws IOException {
        try (BodyWriter writer = bodies.write(KEY)) {
            writer.write(content(600_000, 13));
            ExtentId extent = engine.extents().list().getFirst();
            bodies.sealOnceFree(extent);
            writer.write(content(600_000, 14));
            try (WrittenBody written = writer.finish()) {
                assertThat(written.ref().extent()).isEqualTo(extent);
            }
            assertThat(bodies.extentsAtRest()).containsExactly(extent);
        }
    }

    @Test
    void anAbandonedBodyLeavesTheExtentUsable() throws IOException {
        try (BodyWriter writer = bodies.write(KEY)) {
            writer.write(content(600_000, 15));
        }
        byte[] content = content(400_000, 16);
        BodyRef ref = store(content);
        assertThat(engine.extents().list()).containsExactly(Objects.requireNonNull(ref.extent()));
        assertThat(ref.offset()).isPositive();
        assertThat(read(ref, 0, content.length)).isEqualTo(content);
    }

    @Test
    void aFailedWriteFailsTheBodyAndSealsTheExtentForThoseBehindIt() throws IOException {
        byte[] content = content(600_000, 17);
        for (int writes = 0; writes < 4; writes++) {
            engine.writesLeft.set(writes);
            BodyWriter writer = bodies.write(KEY);
            assertThatThrownBy(() -> {
                        writer.write(content);
                        writer.finish();
                    })
                    .isInstanceOf(StorageException.class)
                    .hasMessage("The disk is full.");
            writer.close();
            engine.writesLeft.set(Integer.MAX_VALUE);
            BodyRef ref = store(content);
            assertThat(read(ref, 0, content.length)).isEqualTo(content);
        }
        bodies.close();
        assertThat(bodies.extentsAtRest()).hasSameSizeAs(engine.extents().list());
    }

    @Test
    void rollsExtentsAndBoundsHowManyAreWrittenAtOnce() throws IOException {
        BodySettings settings = new BodySettings(2, 10, 100_000, 1_000);
        try (Bodies few = new Bodies(engine, uids, Platform.system(), settings)) {
            List<BodyWriter> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                BodyWriter writer = few.write(KEY);
                writer.write(content(300_000, i));
                writers.add(writer);
            }
            BodyWriter third = few.write(KEY);
            assertThatThrownBy(() -> third.write(content(300_000, 3)))
                    .isInstanceOf(StorageException.class)
                    .extracting(e -> ((StorageException) e).code())
                    .isEqualTo(ErrorCode.ServerBusy);
            third.close();
            for (BodyWriter writer : writers) {
                writer.finish().close();
            }
            try (BodyWriter fourth = few.write(KEY)) {
                fourth.write(content(300_000, 4));
                fourth.finish().close();
            }
            assertThat(engine.extents().list()).hasSize(3);
            assertThat(few.extentsAtRest()).hasSize(3);
        }
    }

    @Test
    void manySmallBodiesShareAnExtentAndASync() throws Exception {
        List<WrittenBody> small = new ArrayList<>();
        for (int length : new int[] {1, 100, CHUNK - 1, CHUNK}) {
            try (BodyWriter writer = bodies.write(KEY)) {
                writer.write(content(length, length));
                small.add(writer.finish());
            }
        }
        List<WrittenBody> written = bodies.intoExtent(small);
        bodies.sealFree();
        assertThat(bodies.extentsAtRest()).as("guarded until named").isEmpty();
        assertThat(engine.extents().list()).hasSize(1);
        for (int i = 0; i < small.size(); i++) {
            BodyRef ref = written.get(i).ref();
            assertThat(written.get(i).mutations(GROUP)).isEmpty();
            assertThat(ref.id()).isEqualTo(small.get(i).ref().id());
            int length = (int) ref.length();
            assertThat(read(ref, 0, length)).isEqualTo(content(length, length));
            assertThat(stored(ref)).hasSize((int) Frames.storedLength(length));
        }
        assertThatThrownBy(() -> bodies.intoExtent(written)).isInstanceOf(IllegalArgumentException.class);
        written.forEach(WrittenBody::close);
        assertThat(bodies.extentsAtRest()).isEqualTo(engine.extents().list());
    }

    @Test
    void smallBodiesWhoseSyncFailsAreNotGuarded() throws IOException {
        try (BodyWriter writer = bodies.write(KEY)) {
            writer.write(1);
            List<WrittenBody> small = List.of(writer.finish());
            engine.writesLeft.set(1);
            assertThatThrownBy(() -> bodies.intoExtent(small)).isInstanceOf(StorageException.class);
        }
        assertThat(bodies.extentsAtRest()).isEqualTo(engine.extents().list());
    }

    @Test
    void sealsAndUnsealsSecrets() {
        for (int length : new int[] {0, 1, 100, CHUNK, CHUNK + 1, 3 * CHUNK}) {
            byte[] secret = content(length, 18);
            byte[] sealed = bodies.seal(KEY, secret);
            assertThat(bodies.unseal(KEY, sealed)).isEqualTo(secret);
            sealed[sealed.length - 1] ^= 1;
            assertThatThrownBy(() -> bodies.unseal(KEY, sealed)).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> bodies.unseal(KEY, Arrays.copyOf(sealed, sealed.length - 1)))
                    .isInstanceOf(StorageException.class);
        }
        assertThatThrownBy(() -> bodies.unseal(KEY, new byte[3])).isInstanceOf(StorageException.class);
    }

    @Test
    void refusesRangesOutsideTheBody() throws IOException {
        BodyRef ref = store(content(10, 19));
        assertThatThrownBy(() -> bodies.read(KEY, GROUP, ref, 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static boolean inFrameHeader(long at) {
        long frame = 0;
        for (long start = 0; start <= at; frame++) {
            if (at < start + Frames.HEADER) {
                return true;
            }
            start = Frames.chunkOffset((frame + 1) * Frames.CHUNKS) - Frames.HEADER;
        }
        return false;
    }

    private BodyRef store(byte[] content) throws IOException {
        try (BodyWriter writer = bodies.write(KEY)) {
            writer.write(content);
            try (WrittenBody written = writer.finish()) {
                commit(written.mutations(GROUP));
                return written.ref();
            }
        }
    }

    private void commit(List<Mutation> mutations) {
        assertThat(engine.metadata().commit(new Commit(GROUP, uids.next(), List.of(), mutations, null)))
                .isTrue();
    }

    private byte[] read(BodyRef ref, long offset, long length) throws IOException {
        try (InputStream in = Objects.requireNonNull(bodies.read(KEY, GROUP, ref, offset, length))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toByteArray();
        }
    }

    private byte[] stored(BodyRef ref) throws Exception {
        byte[] bytes = new byte[(int) Frames.storedLength(ref.length())];
        engine.extents().read(Objects.requireNonNull(ref.extent()), ref.offset(), ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static byte[] content(int length, long seed) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }
}
