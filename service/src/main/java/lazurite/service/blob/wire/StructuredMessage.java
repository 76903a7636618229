package lazurite.service.blob.wire;

/**
 * The measures of structured messages: a content on the wire in segments with a CRC64 each, and one of the whole.
 *
 * <p>All numbers are little-endian: version (1 byte), length of the message (8), flags (2), number of segments (2); for
 * each segment its number from 1 (2), its length (8), its bytes, their CRC64 (8); the CRC64 of the whole (8).
 *
 * <p>Source: {@code blob.md} §19 of the protocol digest.
 */
final class StructuredMessage {
    static final byte VERSION = 1;
    static final short CRC64 = 1;
    static final int HEADER_BYTES = 13;
    static final int SEGMENT_HEADER_BYTES = 10;
    static final int CRC64_BYTES = 8;

    private static final long SEGMENT_BYTES = 4 << 20;
    private static final int SEGMENTS_MAX = 0xFFFF;

    private StructuredMessage() {}

    /** Bytes of the message with that content in that many segments. */
    static long encodedLength(long contentLength, int segments) {
        return HEADER_BYTES + (long) segments * (SEGMENT_HEADER_BYTES + CRC64_BYTES) + contentLength + CRC64_BYTES;
    }

    /** Bytes of each segment but the last. */
    static long segmentLength(long contentLength) {
        return Math.max(SEGMENT_BYTES, Math.ceilDiv(contentLength, (long) SEGMENTS_MAX));
    }

    /** How many segments the content is sent in. */
    static int segments(long contentLength) {
        return (int) Math.max(1, Math.ceilDiv(contentLength, segmentLength(contentLength)));
    }
}
