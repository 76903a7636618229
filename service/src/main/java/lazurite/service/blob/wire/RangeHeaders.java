package lazurite.service.blob.wire;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.text.Ascii;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.Numbers;
import org.jspecify.annotations.Nullable;

/** Reads the range of a Get Blob ({@code blob.md} §6.1 of the protocol digest). */
final class RangeHeaders {
    private static final String UNIT = "bytes=";
    private static final long HASHED_BYTES_MAX = 4L << 20;

    private RangeHeaders() {}

    /**
     * The range to send; null for the whole blob. Forms that the service does not know (suffix, several ranges) are no
     * range, as is a malformed {@code Range}; a malformed {@code x-ms-range} is 400 InvalidHeaderValue.
     */
    static @Nullable ByteRange range(RequestHead head) {
        String own = head.value(HeaderName.MS_RANGE);
        if (own == null) {
            return ofStandard(head);
        }
        ByteRange range = parse(own);
        if (range == null && !unknownForm(own)) {
            throw StorageException.invalidHeader(HeaderName.MS_RANGE.wire(), own);
        }
        return range;
    }

    /** The range that HTTP's own header asks for, likewise. */
    static @Nullable ByteRange ofStandard(RequestHead head) {
        String standard = head.value(HeaderName.RANGE);
        return standard == null ? null : parse(standard);
    }

    /**
     * The range of a source; null for the whole of it.
     *
     * @throws StorageException 400 InvalidHeaderValue if it is malformed, or of a form that the service does not know
     */
    static @Nullable ByteRange ofSource(RequestHead head) {
        String text = head.value(HeaderName.SOURCE_RANGE);
        ByteRange range = text == null ? null : parse(text);
        if (text != null && range == null) {
            throw StorageException.invalidHeader(HeaderName.SOURCE_RANGE.wire(), text);
        }
        return range;
    }

    /** Whether the range's MD5 or CRC64 is wanted, which takes a range of at most 4 MiB. */
    static boolean hash(RequestHead head, HeaderName name, @Nullable ByteRange range) {
        if (!head.flag(name)) {
            return false;
        }
        if (range == null) {
            throw StorageException.invalidHeader(name.wire(), "true");
        }
        if (range.to() != Long.MAX_VALUE && range.to() - range.from() >= HASHED_BYTES_MAX) {
            throw new StorageException(ErrorCode.OutOfRangeInput)
                    .with("HeaderName", name.wire())
                    .with("HeaderValue", "true");
        }
        return true;
    }

    private static @Nullable ByteRange parse(String text) {
        if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return null;
        }
        int dash = text.indexOf('-', UNIT.length());
        if (dash < 0) {
            return null;
        }
        long from = Numbers.parse(text, UNIT.length(), dash);
        long to = dash == text.length() - 1 ? Long.MAX_VALUE : Numbers.parse(text, dash + 1, text.length());
        return from < 0 || to < from ? null : new ByteRange(from, to);
    }

    private static boolean unknownForm(String text) {
        if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return false;
        }
        for (int i = UNIT.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ',' && c != '-' && c != ' ' && !Ascii.isDigit(c)) {
                return false;
            }
        }
        return text.indexOf(',') >= 0
                || (text.startsWith("-", UNIT.length()) && Numbers.parse(text, UNIT.length() + 1, text.length()) >= 0);
    }
}
