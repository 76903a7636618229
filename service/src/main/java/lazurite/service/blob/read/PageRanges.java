package lazurite.service.blob.read;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Preconditions;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.PageRange;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.page.PageView;
import lazurite.service.blob.page.PageView.Segment;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Group;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/** Get Page Ranges: which pages are written, or how they differ from a snapshot's. Reads rows, never bodies. */
public final class PageRanges {
    private final BlobRows rows;
    private final int limit;
    private final List<PageRange> ranges = new ArrayList<>();

    private PageRanges(BlobRows rows, int limit) {
        this.rows = rows;
        this.limit = limit;
    }

    public static BlobResult get(BlobRows rows, PageOperation.GetPageRanges operation, BlobCall call) {
        Group group = rows.address(call, operation).group();
        try (Collector.Pin _ = rows.pin(group)) {
            BlobRecord record = rows.blob(group, operation.moment());
            Preconditions.checkRead(operation.conditions(), record.stamp(), record.tags());
            Instant now = rows.platform().clock().instant();
            LeaseRules.checkBlobRead(record.lease(), operation.conditions().leaseId(), now);
            if (record.type() != BlobType.PAGE) {
                throw new StorageException(ErrorCode.InvalidBlobType);
            }
            CopyState.requireWhole(record, operation.moment());
            return new PageRanges(rows, operation.limit()).list(operation, group, record);
        }
    }

    private BlobResult list(PageOperation.GetPageRanges operation, Group group, BlobRecord record) {
        BlobOperation.ByteRange range = operation.range();
        long from = range == null ? 0 : range.from() / PageKeys.PAGE_BYTES * PageKeys.PAGE_BYTES;
        if (range != null && from >= record.length()) {
            throw new StorageException(ErrorCode.InvalidRange).with("Content-Range", "bytes */" + record.length());
        }
        long end = range == null ? record.length() : Math.min(record.length(), pageEnd(range.to()));
        Content.Pages pages = record.pages();
        Content.Pages previous =
                operation.previous() == null ? null : previous(group, operation.moment(), operation.previous(), pages);
        if (operation.marker() != null) {
            from = Math.max(from, operation.marker());
        }
        Long next = from >= end ? null : collect(group, pages, previous, from, end);
        return new BlobResult.PageRanges(record.stamp(), record.length(), ranges, next);
    }

    private static long pageEnd(long last) {
        return last >= Long.MAX_VALUE - PageKeys.PAGE_BYTES
                ? Long.MAX_VALUE
                : (last / PageKeys.PAGE_BYTES + 1) * PageKeys.PAGE_BYTES;
    }

    /** A version changes after the time that names it, so only its pages tell whether a snapshot is newer. */
    private Content.Pages previous(Group group, @Nullable Moment moment, Stamp previous, Content.Pages pages) {
        if (moment instanceof Moment.Snapshot && previous.compareTo(moment.stamp()) > 0) {
            throw new StorageException(ErrorCode.PreviousSnapshotCannotBeNewer);
        }
        BlobRecord record = rows.findBlob(group, new Moment.Snapshot(previous));
        if (record == null) {
            throw new StorageException(ErrorCode.PreviousSnapshotNotFound);
        }
        if (!(record.content() instanceof Content.Pages earlier)
                || !earlier.list().equals(pages.list())) {
            throw new StorageException(ErrorCode.BlobOverwritten);
        }
        if (earlier.version() > pages.version()) {
            throw new StorageException(ErrorCode.PreviousSnapshotCannotBeNewer);
        }
        return earlier;
    }

    /** Collects the ranges between two offsets; returns where a further one starts that found no room. */
    private @Nullable Long collect(
            Group group, Content.Pages pages, Content.@Nullable Pages previous, long from, long end) {
        PageState state = PageView.state(rows.metadata(), group, pages.list());
        PageView view = PageView.of(rows.metadata(), group, pages, state, from, end);
        PageView earlier = previous == null ? null : PageView.of(rows.metadata(), group, previous, state, from, end);
        Segment old = earlier == null ? null : earlier.next();
        for (Segment segment = view.next(); segment != null; segment = view.next()) {
            int number = segment.number();
            while (earlier != null && old != null && old.number() < number) {
                old = earlier.next();
            }
            PageRow before = old != null && old.number() == number ? old.pages() : PageRow.EMPTY;
            Long next = previous == null
                    ? add(number, segment.pages().fragments(), PageRow.EMPTY, from, end)
                    : add(number, since(segment.pages(), previous), cleared(before, segment.pages()), from, end);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    /** What was written after the snapshot was taken. */
    private static List<Fragment> since(PageRow row, Content.Pages snapshot) {
        return row.fragments().stream()
                .filter(fragment -> fragment.since() >= snapshot.version())
                .toList();
    }

    private static PageRow cleared(PageRow before, PageRow now) {
        PageRow cleared = before;
        for (Fragment fragment : now.fragments()) {
            cleared = cleared.without(fragment.from(), fragment.to());
        }
        return cleared;
    }

    /** Adds what was written and what was cleared in a segment, in the order of their offsets. */
    private @Nullable Long add(int segment, List<Fragment> written, PageRow cleared, long from, long end) {
        int w = 0;
        int c = 0;
        List<Fragment> gone = cleared.fragments();
        while (w < written.size() || c < gone.size()) {
            boolean takeWritten = c == gone.size()
                    || (w < written.size()
                            && written.get(w).from() < gone.get(c).from());
            Fragment fragment = takeWritten ? written.get(w++) : gone.get(c++);
            long start = (long) segment * PageKeys.SEGMENT_BYTES;
            long first = Math.max(from, start + (long) fragment.from() * PageKeys.PAGE_BYTES);
            long last = Math.min(end, start + (long) fragment.to() * PageKeys.PAGE_BYTES) - 1;
            if (first <= last && !add(new PageRange(first, last, !takeWritten))) {
                return first;
            }
        }
        return null;
    }

    private boolean add(PageRange range) {
        PageRange before = ranges.isEmpty() ? null : ranges.getLast();
        if (before != null && before.to() + 1 == range.from() && before.cleared() == range.cleared()) {
            ranges.removeLast();
            ranges.add(new PageRange(before.from(), range.to(), range.cleared()));
            return true;
        }
        if (ranges.size() == limit) {
            return false;
        }
        ranges.add(range);
        return true;
    }
}
