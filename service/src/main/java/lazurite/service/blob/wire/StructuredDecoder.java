package lazurite.service.blob.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import lazurite.base.Crc64;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/**
 * The content of a structured message ({@code XSM/1.0}), verified while it is read: each segment against its CRC64 when
 * its last byte is behind, the whole at its end, before the end of the stream is told. Whoever keeps nothing before he
 * has read to the end keeps nothing that is not whole. Memory does not grow with segments or their number.
 *
 * <p>Errors: 400 InvalidInput for a malformed message, 400 Crc64Mismatch for a checksum.
 *
 * <p>Source: {@code blob.md} §19 of the protocol digest.
 *
 * <p>Concurrency: one thread.
 */
final class StructuredDecoder extends FilterInputStream {
    private final long encodedLength;
    private final long contentLength;
    private final byte[] frame = new byte[StructuredMessage.HEADER_BYTES];
    private final Crc64 whole = new Crc64();
    private final Crc64 segment = new Crc64();
    private long contentLeft;
    private long segmentLeft;
    private int segments;
    private int number;
    private boolean begun;
    private boolean ended;

    /**
     * @param encodedLength bytes of the message, or -1 if the sender did not say
     * @param contentLength bytes of the content, as the sender said
     */
    StructuredDecoder(InputStream from, long encodedLength, long contentLength) {
        super(from);
        this.encodedLength = encodedLength;
        this.contentLength = contentLength;
        this.contentLeft = contentLength;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!begun) {
            begun = true;
            header();
        }
        while (segmentLeft == 0 && number < segments) {
            nextSegment();
        }
        if (segmentLeft == 0) {
            end();
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(length, segmentLeft));
        if (read < 0) {
            throw truncated();
        }
        segment.update(into, offset, read);
        whole.update(into, offset, read);
        segmentLeft -= read;
        contentLeft -= read;
        if (segmentLeft == 0) {
            verify(segment);
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(Math.max(count, 0), 8 << 10)).length;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void header() throws IOException {
        ByteBuffer header = frame(StructuredMessage.HEADER_BYTES);
        int version = header.get() & 0xFF;
        if (version != StructuredMessage.VERSION) {
            throw malformed("Its version is not 1.");
        }
        long length = header.getLong();
        int flags = header.getShort() & 0xFFFF;
        segments = header.getShort() & 0xFFFF;
        if (flags != StructuredMessage.CRC64) {
            throw malformed("Its flags are not those of the header x-ms-structured-body.");
        }
        if (encodedLength >= 0 && length != encodedLength) {
            throw malformed("Its length is not that of the body.");
        }
        if (length != StructuredMessage.encodedLength(contentLength, segments)) {
            throw malformed("Its length does not fit x-ms-structured-content-length and its segments.");
        }
    }

    private void nextSegment() throws IOException {
        ByteBuffer header = frame(StructuredMessage.SEGMENT_HEADER_BYTES);
        number++;
        if ((header.getShort() & 0xFFFF) != number) {
            throw malformed("A segment has another number than its place.");
        }
        segmentLeft = header.getLong();
        if (segmentLeft < 0 || segmentLeft > contentLeft) {
            throw malformed("A segment is longer than what is left of the content.");
        }
        segment.reset();
        if (segmentLeft == 0) {
            verify(segment);
        }
    }

    private void end() throws IOException {
        if (ended) {
            return;
        }
        if (contentLeft != 0) {
            throw malformed("Its segments hold less than x-ms-structured-content-length.");
        }
        verify(whole);
        if (in.read() >= 0) {
            throw malformed("The body goes on behind it.");
        }
        ended = true;
    }

    private void verify(Crc64 actual) throws IOException {
        long sent = frame(StructuredMessage.CRC64_BYTES).getLong();
        if (sent != actual.value()) {
            throw new StorageException(ErrorCode.Crc64Mismatch)
                    .with("UserSpecifiedCrc64", Crc64.base64(sent))
                    .with("ServerCalculatedCrc64", Crc64.base64(actual.value()));
        }
    }

    private ByteBuffer frame(int length) throws IOException {
        if (in.readNBytes(frame, 0, length) < length) {
            throw truncated();
        }
        return ByteBuffer.wrap(frame, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static StorageException truncated() {
        return malformed("The body ends inside it.");
    }

    private static StorageException malformed(String reason) {
        return new StorageException(ErrorCode.InvalidInput, "The structured message is not valid. " + reason);
    }
}
