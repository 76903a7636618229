package lazurite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import lazurite.base.StorageException;
import org.junit.jupiter.api.Test;

class RecordTest {
    @Test
    void theBytesAreAsDocumented() {
        byte[] record = new RecordWriter(1)
                .text(1, "ab")
                .number(2, 1)
                .number(3, -1)
                .number(200, 300)
                .flag(4, true)
                .bytes(5, new byte[] {9})
                .done();

        assertThat(HexFormat.of().formatHex(record))
                .isEqualTo("01" + "01026162" + "020102" + "030101" + "c80102d804" + "040102" + "050109");
    }

    @Test
    void whatIsAbsentOrZeroTakesNoBytes() {
        byte[] record = new RecordWriter(7)
                .text(1, null)
                .number(2, 0)
                .flag(3, false)
                .bytes(4, null)
                .uid(5, null)
                .done();

        assertThat(record).containsExactly(7);
    }

    @Test
    void fieldsAreReadAsWritten() {
        Uid uid = new Uid(-5, 7);
        for (long number : List.of(1L, -1L, 63L, 64L, -64L, -65L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE)) {
            RecordReader reader = new RecordReader(
                    "record",
                    new RecordWriter(2)
                            .number(1, number)
                            .text(2, "é")
                            .uid(3, uid)
                            .bytes(4, new byte[0])
                            .done(),
                    2);
            assertThat(reader.version()).isEqualTo(2);
            assertThat(reader.next()).isTrue();
            assertThat(reader.number()).isEqualTo(number);
            assertThat(reader.next()).isTrue();
            assertThat(reader.field()).isEqualTo(2);
            assertThat(reader.text()).isEqualTo("é");
            assertThat(reader.next()).isTrue();
            assertThat(reader.uid()).isEqualTo(uid);
            assertThat(reader.next()).isTrue();
            assertThat(reader.bytes()).isEmpty();
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void aNewerOrMissingVersionIsNamed() {
        assertThatThrownBy(() -> new RecordReader("blob x", new byte[] {3}, 2))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("blob x")
                .hasMessageContaining("version 3");
        assertThatThrownBy(() -> new RecordReader("blob x", new byte[] {0}, 2)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> new RecordReader("blob x", new byte[] {}, 2))
                .isInstanceOf(StorageException.class)
                .hasMessage("blob x is damaged");
    }

    @Test
    void anyBytesAreReadOrCalledDamagedButNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = new RecordWriter(1)
                .number(1, 77)
                .text(2, "text")
                .uid(3, new Uid(1, 2))
                .done();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int flips = random.nextInt(3); flips > 0 && bytes.length > 1; flips--) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            try {
                readAll(bytes);
            } catch (StorageException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("record");
            }
        }
    }

    private static void readAll(byte[] bytes) {
        RecordReader reader = new RecordReader("record", bytes, 1);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> reader.number();
                case 2 -> reader.text();
                case 3 -> reader.uid();
                default -> reader.bytes();
            }
        }
    }
}
