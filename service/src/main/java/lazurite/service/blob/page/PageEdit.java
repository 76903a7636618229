package lazurite.service.blob.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.page.PageView.Segment;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.PageState.Clear;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.body.BodyRef;
import lazurite.store.body.DataKey;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/**
 * Changes the pages of one blob in one transaction, from one version to the next. A row is never changed: a segment
 * gets a new one, and the one before goes once neither a snapshot nor a reader needs it.
 */
public final class PageEdit {
    /** Bodies that a row may name before the next write puts them into one. */
    public static final int BODIES_MAX = 64;

    /** Segments that a clear changes by itself; one over more is applied behind. */
    private static final int SEGMENTS_MAX = 256;

    private static final int CLEARS_MAX = 64;

    private final BlobRows rows;
    private final BlobTransaction transaction;
    private final PageRewrites rewrites;
    private final Group group;
    private final Content.Pages before;
    private final PageState state;
    private final long version;
    private long written;

    public PageEdit(BlobRows rows, BlobTransaction transaction, PageRewrites rewrites, Content.Pages before) {
        this.rows = rows;
        this.transaction = transaction;
        this.rewrites = rewrites;
        this.group = transaction.group();
        this.before = before;
        this.state = transaction.pages(before.list());
        this.version = before.version() + 1;
        this.written = before.written();
    }

    /**
     * The body becomes the pages from byte {@code from} on.
     *
     * @param key of the blob, and so of the body
     */
    public void write(long from, WrittenBody body, DataKey key) {
        transaction.putAll(body.mutations(group));
        long to = from + body.ref().length();
        PageView view = PageView.of(rows.metadata(), group, before, state, from, to);
        Segment old = view.next();
        for (int number = PageKeys.segmentOf(from); number <= PageKeys.segmentOf(to - 1); number++) {
            Segment present = old != null && old.number() == number ? old : null;
            int first = PageView.page(number, from);
            Fragment added = new Fragment(
                    first,
                    PageView.page(number, to),
                    state.kept(),
                    body.ref(),
                    (long) number * PageKeys.SEGMENT_BYTES + (long) first * PageKeys.PAGE_BYTES - from);
            PageRow left = present == null ? PageRow.EMPTY : present.pages().without(added.from(), added.to());
            replace(number, present, few(left, key).with(added));
            old = present == null ? old : view.next();
        }
    }

    /** The pages from byte {@code from} to before {@code to} are unwritten from now on. */
    public void clear(long from, long to) {
        List<Segment> touched = new ArrayList<>();
        PageView view = PageView.of(rows.metadata(), group, before, state, from, to);
        for (Segment segment = view.next(); segment != null; segment = view.next()) {
            if (touched.size() == SEGMENTS_MAX) {
                clearBehind(new Clear(version, from, to));
                return;
            }
            touched.add(segment);
        }
        for (Segment segment : touched) {
            PageRow left =
                    segment.pages().without(PageView.page(segment.number(), from), PageView.page(segment.number(), to));
            if (!left.equals(segment.stored())) {
                replace(segment.number(), segment, left);
            }
        }
    }

    private void clearBehind(Clear clear) {
        if (state.clears().size() >= CLEARS_MAX) {
            throw new StorageException(ErrorCode.ServerBusy, "Earlier clears of the blob are still being applied.");
        }
        transaction.put(before.list(), state.with(clear));
        transaction.touch(before.list());
    }

    /** The content as it is now. */
    public Content.Pages done() {
        return new Content.Pages(before.list(), version, written, before.sequenceNumber());
    }

    /** How much more is used than before, in bytes. */
    public long growth() {
        return written - before.written();
    }

    /** The row in few enough bodies that one more may be named. */
    private PageRow few(PageRow row, DataKey key) {
        if (row.bodies().size() < BODIES_MAX) {
            return row;
        }
        PageRewrites.Rewritten rewritten = rewrites.rewrite(row, key, group, key);
        transaction.putAll(rewritten.body().mutations(group));
        return rewritten.row();
    }

    private void replace(int number, @Nullable Segment old, PageRow row) {
        transaction.put(Family.PARTS, PageKeys.row(group, before.list(), number, version), PageRowCodec.write(row));
        Set<BodyRef> named = row.bodies();
        written += row.bytes();
        if (old == null) {
            named.forEach(transaction::gain);
            return;
        }
        transaction.dependOn(Family.PARTS, old.row());
        written -= old.stored().bytes();
        if (old.version() <= state.kept()) {
            named.forEach(transaction::gain);
            return;
        }
        Set<BodyRef> earlier = old.stored().bodies();
        transaction.retire(old.row().key(), PageKeys.mark(group, before.list(), number, old.version()));
        named.stream().filter(body -> !earlier.contains(body)).forEach(transaction::gain);
        earlier.stream().filter(body -> !named.contains(body)).forEach(transaction::lose);
    }
}
