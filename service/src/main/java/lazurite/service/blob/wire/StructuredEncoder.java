package lazurite.service.blob.wire;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import lazurite.base.Crc64;

/**
 * A structured message ({@code XSM/1.0}) made of a content while it is read, in segments of 4 MiB, longer ones beyond
 * 65,535 of them. An empty content is one empty segment.
 *
 * <p>Concurrency: one thread.
 */
final class StructuredEncoder extends FilterInputStream {
    private final long contentLength;
    private final long segmentLength;
    private final int segments;
    private final ByteBuffer frame = ByteBuffer.allocate(StructuredMessage.HEADER_BYTES
                    + StructuredMessage.SEGMENT_HEADER_BYTES
                    + 2 * StructuredMessage.CRC64_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final Crc64 whole = new Crc64();
    private final Crc64 segment = new Crc64();
    private long contentLeft;
    private long segmentLeft;
    private int number;

    /** @param contentLength bytes that the stream has */
    StructuredEncoder(InputStream from, long contentLength) {
        super(from);
        this.contentLength = contentLength;
        this.contentLeft = contentLength;
        this.segmentLength = StructuredMessage.segmentLength(contentLength);
        this.segments = StructuredMessage.segments(contentLength);
        frame.put(StructuredMessage.VERSION)
                .putLong(length())
                .putShort(StructuredMessage.CRC64)
                .putShort((short) segments);
        beginSegment();
        frame.flip();
    }

    /** Bytes of the message. */
    long length() {
        return StructuredMessage.encodedLength(contentLength, segments);
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
        if (frame.hasRemaining()) {
            int taken = Math.min(length, frame.remaining());
            frame.get(into, offset, taken);
            return taken;
        }
        if (segmentLeft == 0) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(length, segmentLeft));
        if (read < 0) {
            throw new EOFException("the content is shorter than it said");
        }
        segment.update(into, offset, read);
        whole.update(into, offset, read);
        contentLeft -= read;
        segmentLeft -= read;
        if (segmentLeft == 0) {
            frame.clear();
            endSegment();
            frame.flip();
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

    private void beginSegment() {
        number++;
        segmentLeft = Math.min(segmentLength, contentLeft);
        segment.reset();
        frame.putShort((short) number).putLong(segmentLeft);
        if (segmentLeft == 0) {
            endSegment();
        }
    }

    private void endSegment() {
        frame.putLong(segment.value());
        if (number < segments) {
            beginSegment();
        } else {
            frame.putLong(whole.value());
        }
    }
}
