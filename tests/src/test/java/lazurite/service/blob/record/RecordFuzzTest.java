package lazurite.service.blob.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.body.BodyRow;
import lazurite.store.body.PartCodec;
import lazurite.store.collector.ChangeCodec;
import org.jspecify.annotations.Nullable;

/** Any stored bytes are a record, which is stored again as itself, or an internal error that names the record. */
class RecordFuzzTest {
    @FuzzTest(maxDuration = "2m30s")
    void aBlobRecordIsReadOrNamedAsDamaged(byte[] bytes) {
        check(bytes, BlobRecordCodec::read, BlobRecordCodec::write);
    }

    @FuzzTest(maxDuration = "2m30s")
    void aContainerRecordIsReadOrNamedAsDamaged(byte[] bytes) {
        check(bytes, ContainerRecordCodec::read, ContainerRecordCodec::write);
    }

    @FuzzTest(maxDuration = "2m30s")
    void aChangeIsReadOrNamedAsDamaged(byte[] bytes) {
        check(bytes, ChangeCodec::read, ChangeCodec::bytes);
    }

    /** The first byte says which. */
    @FuzzTest(maxDuration = "2m30s")
    void aSmallRecordIsReadOrNamedAsDamaged(byte[] bytes) {
        byte[] rest = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
        switch (bytes.length == 0 ? 0 : bytes[0] & 3) {
            case 0 -> check(rest, LeaseCodec::read, LeaseCodec::write);
            case 1 -> check(rest, Upload::read, Upload::write);
            case 2 -> check(rest, BodyRow::read, BodyRow::bytes);
            default -> check(rest, PartCodec::ref, PartCodec::bytes);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aRowOfPartsIsReadOrNamedAsDamaged(byte[] bytes) {
        check(bytes, PartCodec::parts, PartCodec::bytes);
    }

    private static <T> void check(byte[] bytes, Function<byte[], T> reader, Function<T, byte[]> writer) {
        T record = read(bytes, reader);
        if (record != null) {
            byte[] written = writer.apply(record);
            assertThat(writer.apply(reader.apply(written))).isEqualTo(written);
        }
    }

    private static <T> @Nullable T read(byte[] bytes, Function<byte[], T> reader) {
        try {
            return reader.apply(bytes);
        } catch (StorageException damaged) {
            assertThat(damaged.code()).isEqualTo(ErrorCode.InternalError);
            assertThat(damaged.getMessage()).containsAnyOf("damaged", "unknown", "format version");
            return null;
        }
    }
}
