package lazurite.service.blob.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.page.PageStream;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import lazurite.store.body.DataKey;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a parts list from one offset on, part after part, rows read in pages. All bytes are of one version of
 * the blob: a list never changes below the length that its record names, and the collector leaves alone what a read in
 * progress may still need.
 */
public final class BlobStream extends InputStream {
    private static final int PAGE_ROWS = 16;

    private final BlobRows rows;
    private final DataKey key;
    private final Group group;
    private final Uid list;
    private final ArrayDeque<Part> ahead = new ArrayDeque<>();
    private long offset;
    private long left;
    private long aheadAt;
    private @Nullable InputStream current;

    private BlobStream(BlobRows rows, DataKey key, Group group, Uid list, long offset, long left) {
        this.rows = rows;
        this.key = key;
        this.group = group;
        this.list = list;
        this.offset = offset;
        this.left = left;
    }

    /** A stream of the record's bytes, sealed with {@code key}; null if they are gone because the blob was replaced meanwhile. */
    public static @Nullable InputStream open(
            BlobRows rows, DataKey key, Group group, BlobRecord record, long offset, long length) {
        return switch (record.content()) {
            case Content.Empty _ -> InputStream.nullInputStream();
            case Content.Single single -> openSingle(rows, key, group, single.body(), offset, length);
            case Content.Pages pages -> PageStream.open(rows, key, group, pages, offset, length);
            case Content.Parts parts -> {
                BlobStream stream = new BlobStream(rows, key, group, parts.list(), offset, length);
                yield stream.start() ? stream : null;
            }
        };
    }

    private static @Nullable InputStream openSingle(
            BlobRows rows, DataKey key, Group group, BodyRef body, long offset, long length) {
        return rows.bodies().read(key, group, body, offset, length);
    }

    private boolean start() {
        return left == 0 || (fill() && openNext());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (left > 0) {
            int read = stream().read(into, at, (int) Math.min(length, left));
            if (read > 0) {
                offset += read;
                left -= read;
                return read;
            }
            next();
        }
        return -1;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long sent = 0;
        while (left > 0) {
            long part = stream().transferTo(out);
            offset += part;
            left -= part;
            sent += part;
            if (left > 0) {
                next();
            }
        }
        return sent;
    }

    private InputStream stream() {
        return Objects.requireNonNull(current);
    }

    private void next() throws IOException {
        stream().close();
        current = null;
        if ((ahead.isEmpty() && !fill()) || !openNext()) {
            throw new StorageException(
                    ErrorCode.InternalError, "a part of the blob at byte " + offset + " is missing from " + list);
        }
    }

    /** Reads the next rows; drops the parts before the offset. False if there are none. */
    private boolean fill() {
        KeyRange range = PartRows.runsFrom(group, list, offset);
        List<Row> page = rows.metadata().scan(Family.PARTS, range, PAGE_ROWS);
        if (page.isEmpty()) {
            return false;
        }
        boolean first = true;
        for (Row row : page) {
            List<Part> run = PartCodec.parts(row.value());
            if (first) {
                aheadAt = PartRows.end(row.key()) - PartLists.length(run);
                first = false;
            }
            ahead.addAll(run);
        }
        while (!ahead.isEmpty() && aheadAt + ahead.getFirst().length() <= offset) {
            aheadAt += ahead.removeFirst().length();
        }
        return !ahead.isEmpty();
    }

    /** The next part, with those that follow it in the same body. */
    private boolean openNext() {
        Part first = ahead.removeFirst();
        Part last = first;
        long within = offset - aheadAt;
        aheadAt += first.length();
        while (!ahead.isEmpty() && last.goesOnIn(ahead.getFirst())) {
            last = ahead.removeFirst();
            aheadAt += last.length();
        }
        long length = Math.min(aheadAt - offset, left);
        current = rows.bodies().read(key, group, first.body(), first.from() + within, length);
        return current != null;
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
