package lazurite.service.blob.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.page.PageRewrites;
import lazurite.service.blob.page.PageTidier;
import lazurite.service.blob.page.PageView;
import lazurite.service.blob.page.PageView.Segment;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import lazurite.store.body.WrittenBody;
import lazurite.store.collector.Claims;

/**
 * The pages of a copy: rows in the target's group, put there some at a time before the commit that names their list,
 * so that a copy of any size is made of small commits. Bodies in extents are shared under one key; other segments are
 * written anew, each as one body. What no commit comes to name is tidied away.
 */
public final class CopiedPages {
    private static final String OPERATION = "CopyPages";
    private static final int SEGMENTS_MAX = 64;

    private final BlobRows rows;
    private final PageTidier tidier;
    private final Sealing sealed;
    private final Group from;
    private final Uid fromList;
    private final BlobAddress to;
    private final Sealing target;
    private final Uid list;
    private long written;
    private boolean asked;

    private CopiedPages(
            BlobRows rows,
            PageTidier tidier,
            Sealing sealed,
            Group from,
            Uid fromList,
            BlobAddress to,
            Sealing target) {
        this.rows = rows;
        this.tidier = tidier;
        this.sealed = sealed;
        this.from = from;
        this.fromList = fromList;
        this.to = to;
        this.target = target;
        this.list = rows.newId();
    }

    /** The source, as it is copied: of a page blob with a list of pages of the target's; closing it leaves the list. */
    public record Copied(BlobRecord record, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /**
     * @param sealed key of the source
     * @param from group of the source, pinned
     * @param record of the source, read since
     * @param to the target, under the passes of both sides
     * @param target key of the copy
     */
    public static Copied take(
            BlobRows rows,
            PageTidier tidier,
            Sealing sealed,
            Group from,
            BlobRecord record,
            BlobAddress to,
            Sealing target) {
        if (!(record.content() instanceof Content.Pages pages)) {
            return new Copied(record, () -> {});
        }
        CopiedPages copied = new CopiedPages(rows, tidier, sealed, from, pages.list(), to, target);
        tidier.growing(copied.list);
        boolean taken = false;
        try {
            copied.takeAll(pages, record.length());
            taken = true;
        } finally {
            if (!taken) {
                copied.end();
            }
        }
        Content.Pages own = new Content.Pages(copied.list, Content.Pages.FIRST, copied.written, pages.sequenceNumber());
        return new Copied(record.edit().content(own).done(), copied::end);
    }

    private void takeAll(Content.Pages pages, long length) {
        if (length == 0) {
            return;
        }
        PageState state = PageView.state(rows.metadata(), from, fromList);
        PageView view = PageView.of(rows.metadata(), from, pages, state, 0, length);
        List<Segment> batch = new ArrayList<>();
        for (Segment segment = view.next(); segment != null; segment = view.next()) {
            if (!segment.pages().isEmpty()) {
                batch.add(segment);
            }
            if (batch.size() == SEGMENTS_MAX) {
                take(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            take(batch);
        }
    }

    /** A segment as it is put into the target. */
    private record Taken(int number, PageRow row, List<WrittenBody> bodies) {}

    private void take(List<Segment> batch) {
        try (Claims.Claim _ = claim(batch);
                PageRewrites rewrites = new PageRewrites(rows)) {
            List<Taken> taken = new ArrayList<>();
            for (Segment segment : batch) {
                Taken one = take(segment, rewrites);
                taken.add(one);
                written += one.row().bytes();
            }
            rows.change(OPERATION, to, transaction -> {
                taken.forEach(one -> put(transaction, one));
                if (!asked) {
                    transaction.touch(list); // for the case that nothing ever names it
                }
                return taken;
            });
            asked = true;
        }
    }

    private Claims.Claim claim(List<Segment> batch) {
        Set<ExtentId> extents = new HashSet<>();
        for (Segment segment : batch) {
            for (BodyRef body : segment.pages().bodies()) {
                ExtentId extent = body.extent();
                if (extent != null) {
                    extents.add(extent);
                }
            }
        }
        boolean shares = sealed.same(target) && !extents.isEmpty();
        return shares ? rows.collector().claims().claim(extents) : () -> {};
    }

    private Taken take(Segment segment, PageRewrites rewrites) {
        if (isShareable(segment)) {
            return new Taken(segment.number(), fresh(segment.pages()), List.of());
        }
        PageRewrites.Rewritten rewritten = rewrites.rewrite(segment.pages(), sealed.key(), from, target.key());
        return new Taken(segment.number(), fresh(rewritten.row()), List.of(rewritten.body()));
    }

    /** Whether the bodies may be named by the target: they are claimed, and the source names them still. */
    private boolean isShareable(Segment segment) {
        return sealed.same(target)
                && segment.pages().bodies().stream().noneMatch(body -> body.extent() == null)
                && rows.metadata().get(Family.PARTS, PageKeys.mark(from, fromList, segment.number(), segment.version()))
                        == null
                && rows.metadata().get(Family.PARTS, segment.row().key()) != null;
    }

    /** The row as that of a list which was never shared. */
    private static PageRow fresh(PageRow row) {
        List<Fragment> fragments = row.fragments().stream()
                .map(fragment -> new Fragment(fragment.from(), fragment.to(), 0, fragment.body(), fragment.bodyAt()))
                .toList();
        return new PageRow(PageRow.joined(fragments));
    }

    private void put(BlobTransaction transaction, Taken taken) {
        taken.bodies().forEach(body -> transaction.putAll(body.mutations(transaction.group())));
        transaction.put(
                Family.PARTS,
                PageKeys.row(transaction.group(), list, taken.number(), Content.Pages.FIRST),
                PageRowCodec.write(taken.row()));
        taken.row().bodies().forEach(transaction::gain);
    }

    private void end() {
        tidier.grown(list);
    }
}
