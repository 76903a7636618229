package lazurite.service.blob.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.page.PageView.Segment;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Group;
import lazurite.store.Uid;
import lazurite.store.body.DataKey;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one version of a page blob, at most a segment at a time; unwritten pages are zeros. The reader's pin keeps what
 * that version needs; a read that takes longer than pins hold ends in an error, not in other bytes.
 */
public final class PageStream extends InputStream {
    /** Bytes between two pieces of a body that are read over sooner than the body is opened anew. */
    private static final long GAP_MAX = 32 << 10;

    private static final long BUFFER_BYTES_MAX = 256 << 10;

    /** The part of a pin's time that is left unused. */
    private static final long PIN_MARGIN = 10;

    private final BlobRows rows;
    private final DataKey key;
    private final Group group;
    private final PageView view;
    private final long deadlineNanos;
    private final byte[] buffer;
    private int position;
    private int limit;
    private long offset;
    private final long end;
    private @Nullable Segment next;

    private PageStream(BlobRows rows, DataKey key, Group group, Content.Pages pages, long offset, long length) {
        this.rows = rows;
        this.key = key;
        this.group = group;
        this.offset = offset;
        this.end = offset + length;
        long pinNanos = rows.collector().pinNanosMax();
        this.deadlineNanos = rows.platform().nanoTime().getAsLong() + pinNanos - pinNanos / PIN_MARGIN;
        PageState state = PageView.state(rows.metadata(), group, pages.list());
        this.view = PageView.of(rows.metadata(), group, pages, state, offset, end);
        this.next = view.next();
        this.buffer = new byte[(int) Math.min(length, BUFFER_BYTES_MAX)];
    }

    /** A stream whose first bytes are read; null if they are gone because the blob was replaced meanwhile. */
    public static @Nullable InputStream open(
            BlobRows rows, DataKey key, Group group, Content.Pages pages, long offset, long length) {
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        PageStream stream = new PageStream(rows, key, group, pages, offset, length);
        return stream.fill() ? stream : null;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) {
        Objects.checkFromIndexSize(at, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int step = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, at, step);
        position += step;
        return step;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long sum = 0;
        while (more()) {
            out.write(buffer, position, limit - position);
            sum += limit - position;
            position = limit;
        }
        return sum;
    }

    @Override
    public int available() {
        return limit - position;
    }

    private boolean more() {
        if (position < limit) {
            return true;
        }
        if (offset >= end) {
            return false;
        }
        if (!fill()) {
            throw new StorageException(
                    ErrorCode.InternalError, "pages of the blob at byte " + offset + " are no longer there");
        }
        return true;
    }

    /** Fills the buffer, at most up to the end of the segment. False if bytes are gone. */
    private boolean fill() {
        int segment = PageKeys.segmentOf(offset);
        long start = (long) segment * PageKeys.SEGMENT_BYTES;
        position = 0;
        long segmentEnd = start + PageKeys.SEGMENT_BYTES;
        limit = (int) Math.min(buffer.length, Math.min(end, segmentEnd) - offset);
        Arrays.fill(buffer, 0, limit, (byte) 0);
        Segment present = next;
        if (present != null && present.number() == segment) {
            if (!fill(present.pages(), (int) (offset - start))) {
                return false;
            }
            if (offset + limit == segmentEnd) {
                next = view.next();
            }
        }
        if (rows.platform().nanoTime().getAsLong() - deadlineNanos > 0) {
            throw new StorageException(ErrorCode.OperationTimedOut);
        }
        offset += limit;
        return true;
    }

    private boolean fill(PageRow row, int from) {
        Map<Uid, List<Piece>> byBody = new LinkedHashMap<>();
        for (Fragment fragment : row.fragments()) {
            int start = Math.max(from, fragment.from() * PageKeys.PAGE_BYTES);
            int stop = Math.min(from + limit, fragment.to() * PageKeys.PAGE_BYTES);
            if (start < stop) {
                long bodyAt = fragment.bodyAt() + start - (long) fragment.from() * PageKeys.PAGE_BYTES;
                byBody.computeIfAbsent(fragment.body().id(), _ -> new ArrayList<>(1))
                        .add(new Piece(fragment, bodyAt, start - from, stop - start));
            }
        }
        for (List<Piece> pieces : byBody.values()) {
            pieces.sort(Comparator.comparingLong(Piece::bodyAt));
            for (int first = 0; first < pieces.size(); ) {
                int last = first;
                while (last + 1 < pieces.size()
                        && pieces.get(last + 1).bodyAt() - pieces.get(last).bodyEnd() <= GAP_MAX) {
                    last++;
                }
                if (!fill(pieces.subList(first, last + 1))) {
                    return false;
                }
                first = last + 1;
            }
        }
        return true;
    }

    /** Bytes of one body that stand together in the buffer. */
    private record Piece(Fragment fragment, long bodyAt, int at, int length) {
        long bodyEnd() {
            return bodyAt + length;
        }
    }

    /** Reads pieces of one body, in their order there. */
    private boolean fill(List<Piece> pieces) {
        long at = pieces.getFirst().bodyAt();
        long length = pieces.getLast().bodyEnd() - at;
        try (InputStream in =
                rows.bodies().read(key, group, pieces.getFirst().fragment().body(), at, length)) {
            if (in == null) {
                return false;
            }
            for (Piece piece : pieces) {
                in.skipNBytes(piece.bodyAt() - at);
                in.readNBytes(buffer, piece.at(), piece.length());
                at = piece.bodyEnd();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
