package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/**
 * Stored bytes as they were once written, in files of hex digits: a line for each field. A file is never changed; a
 * format that changes gets another one beside it.
 */
public final class Golden {
    /** A field number that no record has. */
    private static final byte UNKNOWN_FIELD = 120;

    private Golden() {}

    static byte[] bytes(String name) {
        return bytes(Golden.class, name);
    }

    private static byte[] bytes(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name + ".hex"), name)) {
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file means {@code record}, and {@code record} is still written as these bytes. */
    public static <R> void assertForm(String name, R record, Function<R, byte[]> write, Function<byte[], R> read) {
        assertForm(Golden.class, name, record, write, read);
    }

    /** Likewise for a file beside another class. */
    public static <R> void assertForm(
            Class<?> beside, String name, R record, Function<R, byte[]> write, Function<byte[], R> read) {
        byte[] stored = bytes(beside, name);
        assertThat(HexFormat.of().formatHex(write.apply(record)))
                .as("bytes of %s", name)
                .isEqualTo(HexFormat.of().formatHex(stored));
        assertThat(read.apply(stored)).usingRecursiveComparison().isEqualTo(record);
        assertRefusals(stored, read);
    }

    /** A newer version, a field of newer code and a cut-off record are errors that say so. */
    private static <R> void assertRefusals(byte[] stored, Function<byte[], R> read) {
        byte[] newer = stored.clone();
        newer[0]++;
        assertRefused(newer, read, "has format version 2, newest known 1");
        byte[] grown = Arrays.copyOf(stored, stored.length + 2);
        grown[stored.length] = UNKNOWN_FIELD;
        assertRefused(grown, read, "has field 120, unknown to this version");
        assertRefused(Arrays.copyOf(stored, stored.length - 1), read, "is damaged");
        assertRefused(new byte[0], read, "is damaged");
    }

    private static <R> void assertRefused(byte[] bytes, Function<byte[], R> read, String words) {
        assertThatThrownBy(() -> read.apply(bytes))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.InternalError))
                .hasMessageContaining(words);
    }
}
