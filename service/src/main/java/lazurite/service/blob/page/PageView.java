package lazurite.service.blob.page;

import java.util.ArrayDeque;
import java.util.List;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.PageState.Clear;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.PartRows;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a page blob as one of its versions has them, in ascending order. Seeks past the rows of other
 * versions, so that a long history costs a seek for each segment.
 *
 * <p>The caller holds a pin since before it read the record, or the blob's base row is a condition of its commit.
 *
 * <p>Concurrency: one thread.
 */
public final class PageView {
    private static final int ROWS_MAX = 16;

    private final MetadataStore metadata;
    private final Group group;
    private final Uid list;
    private final long version;
    private final List<Clear> clears;
    private final KeyRange range;
    private final ArrayDeque<Row> ahead = new ArrayDeque<>();
    private final int rowsMax;
    private @Nullable Key from;
    private int last = -1;

    /**
     * A segment that has a row.
     *
     * @param row as it is stored
     * @param version of the row
     * @param stored what the row says
     * @param pages the same, without what clears take that are still to be applied
     */
    public record Segment(int number, Row row, long version, PageRow stored, PageRow pages) {}

    private PageView(
            MetadataStore metadata,
            Group group,
            Content.Pages pages,
            List<Clear> clears,
            int fromSegment,
            int toSegment) {
        this.metadata = metadata;
        this.group = group;
        this.list = pages.list();
        this.version = pages.version();
        this.clears = clears;
        this.range = PageKeys.rows(group, list, fromSegment, toSegment);
        this.from = PageKeys.row(group, list, fromSegment, version);
        this.rowsMax = (int) Math.min(ROWS_MAX, 2L * (toSegment - fromSegment + 1L));
    }

    /** The segments that hold the bytes from {@code from} to before {@code to}. */
    public static PageView of(
            MetadataStore metadata, Group group, Content.Pages pages, PageState state, long from, long to) {
        return new PageView(
                metadata,
                group,
                pages,
                state.clears().stream()
                        .filter(clear -> clear.version() <= pages.version() && clear.from() < to && from < clear.to())
                        .toList(),
                PageKeys.segmentOf(from),
                PageKeys.segmentOf(to - 1));
    }

    /** As the rows are stored: clears still to be applied take nothing. */
    public static PageView stored(MetadataStore metadata, Group group, Content.Pages pages) {
        return new PageView(metadata, group, pages, List.of(), 0, Integer.MAX_VALUE - 1);
    }

    /** The state of the list, to be read before its rows. */
    public static PageState state(MetadataStore metadata, Group group, Uid list) {
        byte[] bytes = metadata.get(Family.PARTS, PartRows.references(group, list));
        return bytes == null ? PageState.NEW : PageState.read(bytes);
    }

    /** The next segment; null at the end. */
    @Nullable
    public Segment next() {
        while (true) {
            Row row = ahead.isEmpty() && !fill() ? null : ahead.pollFirst();
            if (row == null) {
                return null;
            }
            int segment = PageKeys.segment(row.key());
            long rowVersion = PageKeys.version(row.key());
            boolean wanted = segment > last && rowVersion <= version;
            if (wanted) {
                last = segment;
            }
            if (ahead.isEmpty() && from != null) {
                from = segment > last
                        ? PageKeys.row(group, list, segment, version)
                        : PageKeys.row(group, list, segment + 1, version);
            }
            if (wanted) {
                PageRow stored = PageRowCodec.read(row.value());
                return new Segment(segment, row, rowVersion, stored, cleared(segment, rowVersion, stored));
            }
        }
    }

    private boolean fill() {
        if (from == null) {
            return false;
        }
        List<Row> page = metadata.scan(Family.PARTS, range.startingAt(from), rowsMax);
        ahead.addAll(page);
        if (page.size() < rowsMax) {
            from = null;
        }
        return !page.isEmpty();
    }

    private PageRow cleared(int segment, long rowVersion, PageRow stored) {
        PageRow pages = stored;
        for (Clear clear : clears) {
            if (clear.version() > rowVersion) {
                pages = cut(pages, segment, clear);
            }
        }
        return pages;
    }

    /** The row of the segment without what the clear takes. */
    static PageRow cut(PageRow row, int segment, Clear clear) {
        return row.without(page(segment, clear.from()), page(segment, clear.to()));
    }

    /** The page of the segment at which the offset stands; of one elsewhere the nearest. */
    static int page(int segment, long offset) {
        long start = (long) segment * PageKeys.SEGMENT_BYTES;
        return Math.clamp(offset - start, 0, PageKeys.SEGMENT_BYTES) / PageKeys.PAGE_BYTES;
    }
}
