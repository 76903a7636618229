package lazurite.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link RecordWriter} wrote: {@code while (reader.next()) switch (reader.field()) …}. Damaged bytes and
 * versions newer than known are an InternalError that names the record, never a guess.
 */
public final class RecordReader {
    private final String what;
    private final ByteBuffer in;
    private final int version;
    private int field;
    private int end;

    /**
     * @param what names the record in errors
     * @param versionMax newest format version that the caller understands
     */
    public RecordReader(String what, byte[] bytes, int versionMax) {
        this.what = what;
        this.in = ByteBuffer.wrap(bytes);
        if (bytes.length == 0) {
            throw damaged();
        }
        this.version = in.get();
        if (version < 1 || version > versionMax) {
            throw new StorageException(
                    ErrorCode.InternalError, what + " has format version " + version + ", newest known " + versionMax);
        }
    }

    public int version() {
        return version;
    }

    /** Goes to the next field; false at the end of the record. */
    public boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        long number = varint();
        long length = varint();
        if (number != (int) number || length < 0 || length > in.remaining()) {
            throw damaged();
        }
        field = (int) number;
        end = in.position() + (int) length;
        return true;
    }

    public int field() {
        return field;
    }

    public byte[] bytes() {
        byte[] value = new byte[end - in.position()];
        in.get(value);
        return value;
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public long number() {
        long zigzag = varint();
        if (in.position() != end) {
            throw damaged();
        }
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    public int integer() {
        try {
            return Math.toIntExact(number());
        } catch (ArithmeticException e) {
            throw damaged();
        }
    }

    public boolean flag() {
        return number() != 0;
    }

    public Uid uid() {
        if (end - in.position() != Uid.BYTES) {
            throw damaged();
        }
        return Uid.read(in);
    }

    /** A field that this version does not know: the record was written by newer code. */
    public StorageException unknownField() {
        return new StorageException(
                ErrorCode.InternalError, what + " has field " + field + ", unknown to this version");
    }

    public StorageException damaged() {
        return new StorageException(ErrorCode.InternalError, what + " is damaged");
    }

    private long varint() {
        long value = 0;
        try {
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = in.get();
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        } catch (BufferUnderflowException e) {
            throw damaged();
        }
        throw damaged();
    }

    /**
     * The one of that code; an error if there is none.
     *
     * @param values of an enumeration that is stored by its code
     */
    public <E> E coded(E[] values, ToIntFunction<E> codeOf, long code) {
        for (E value : values) {
            if (codeOf.applyAsInt(value) == code) {
                return value;
            }
        }
        throw damaged();
    }

    /** The value if present, else an error: for fields without which the record makes no sense. */
    public <T> T required(@Nullable T value) {
        if (value == null) {
            throw damaged();
        }
        return value;
    }
}
