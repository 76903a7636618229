package lazurite.store.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;

/** Whatever the disk gives back, no byte is handed out that was not written, and what is damaged is named. */
class BodyFuzzTest {
    private static final DataKey KEY = new DataKey(new byte[32]);
    private static final byte[] CONTENT = "what was written".repeat(2_000).getBytes(StandardCharsets.US_ASCII);

    @FuzzTest(maxDuration = "2m30s")
    void aDamagedExtentIsNamed(byte[] damage) throws Exception {
        try (Room room = new Room()) {
            BodyRef body = room.write(CONTENT);
            byte[] stored = room.stored(body);
            byte[] damaged = damaged(stored, damage);
            BodyRef elsewhere = new BodyRef(body.id(), body.length(), room.extent(damaged), 0);
            byte[] read = room.read(elsewhere);
            if (read != null) {
                assertThat(read).isEqualTo(CONTENT);
            }
            walk(damaged);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void anExtentOfAnyBytesIsNamed(byte[] bytes) throws Exception {
        try (Room room = new Room()) {
            int length = bytes.length == 0 ? 1 : 1 + (bytes[0] & 0xFF) * 200;
            byte[] read = room.read(new BodyRef(new Uid(1, 2), length, room.extent(bytes), 0));
            assertThat(read).isNull();
            walk(bytes);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void anInlineRowOfAnyBytesIsNamed(byte[] bytes) throws Exception {
        try (Room room = new Room()) {
            byte[] read = room.read(room.row(bytes));
            assertThat(read).isNull();
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aSealedSecretIsTheWrittenOneOrNamedAsDamaged(byte[] damage) throws Exception {
        try (Room room = new Room()) {
            byte[] sealed = room.bodies.seal(KEY, CONTENT);
            try {
                assertThat(room.bodies.unseal(KEY, damaged(sealed, damage))).isEqualTo(CONTENT);
            } catch (StorageException e) {
                requireNamed(e);
            }
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aWrappedKeyOfAnyBytesIsNamed(byte[] bytes) {
        MasterKeys masters = new MasterKeys(List.of(new byte[32], other()));
        byte[] wrapped = masters.wrap(new byte[32], "account", new byte[12]);
        try {
            assertThat(masters.unwrap(damaged(wrapped, bytes), "account")).isEqualTo(new byte[32]);
            masters.unwrap(bytes, "account");
        } catch (StorageException e) {
            requireNamed(e);
        }
    }

    private static byte[] other() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        return key;
    }

    /** Each three bytes of damage: a place and what is put there; a place of all ones cuts the rest off. */
    private static byte[] damaged(byte[] stored, byte[] damage) {
        byte[] copy = stored.clone();
        for (int i = 0; i + 2 < damage.length; i += 3) {
            int place = (damage[i] & 0xFF) << 8 | damage[i + 1] & 0xFF;
            if (place == 0xFFFF) {
                return Arrays.copyOf(copy, copy.length * (damage[i + 2] & 0xFF) / 256);
            }
            copy[place % copy.length] = damage[i + 2];
        }
        return copy;
    }

    /** As the collector walks an extent: a header that is there is intact or not, whatever it says. */
    private static void walk(byte[] bytes) {
        for (int at = 0; at + Frames.HEADER <= bytes.length; ) {
            Frames.Header header = Frames.parse(bytes, at);
            if (header == null || header.length() > bytes.length - at - Frames.HEADER) {
                return;
            }
            Frames.intact(header, bytes, at);
            at += Frames.HEADER + header.length();
        }
    }

    private static void requireNamed(StorageException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.InternalError);
        assertThat(e.getMessage()).isNotBlank().isNotEqualTo(ErrorCode.InternalError.message());
    }

    private static final class Room implements AutoCloseable {
        final MemoryEngine engine = new MemoryEngine(Platform.system());
        final UidSource uids = new UidSource(Platform.system());
        final Bodies bodies = new Bodies(engine, uids, Platform.system());
        final Group group = Group.of("F", "scope", "blob");

        BodyRef write(byte[] content) {
            try (BodyWriter writer = bodies.write(KEY)) {
                writer.write(content, 0, content.length);
                try (WrittenBody written = writer.finish()) {
                    return written.ref();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        byte[] stored(BodyRef body) throws Exception {
            ByteBuffer stored = ByteBuffer.allocate((int) Frames.storedLength(body.length()));
            engine.extents().read(Objects.requireNonNull(body.extent()), body.offset(), stored);
            return stored.array();
        }

        ExtentId extent(byte[] bytes) {
            try (ExtentStore.Writer writer = engine.extents().create()) {
                writer.append(ByteBuffer.wrap(bytes));
                writer.sync();
                return writer.id();
            }
        }

        BodyRef row(byte[] bytes) {
            Uid id = new Uid(3, 4);
            engine.metadata()
                    .commit(new Commit(
                            group,
                            uids.next(),
                            List.of(),
                            List.of(new Mutation.Put(Family.BODY, InlineRow.key(group, id), bytes)),
                            null));
            return new BodyRef(id, Math.max(1, bytes.length - 73), null, 0);
        }

        /** The content; null if the body is gone or named as damaged. */
        byte @Nullable [] read(BodyRef body) throws IOException {
            try (InputStream stream = bodies.read(KEY, group, body, 0, body.length())) {
                return stream == null ? null : stream.readAllBytes();
            } catch (StorageException e) {
                requireNamed(e);
                return null;
            }
        }

        @Override
        public void close() {
            bodies.close();
            engine.close();
        }
    }
}
