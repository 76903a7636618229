package lazurite.service.blob.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Group;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.DataKey;
import lazurite.store.body.WrittenBody;

/** Puts the pages of a segment that lie in many bodies into one. What was written is held until closed. */
public final class PageRewrites implements AutoCloseable {
    private final BlobRows rows;
    private final List<WrittenBody> written = new ArrayList<>();

    public PageRewrites(BlobRows rows) {
        this.rows = rows;
    }

    /** The same pages in a body of their own, and that body. */
    public record Rewritten(PageRow row, WrittenBody body) {}

    /**
     * @param from key of the bodies that the row names in {@code group}; it has pages
     * @param to key of the body to be written
     */
    public Rewritten rewrite(PageRow row, DataKey from, Group group, DataKey to) {
        try (BodyWriter writer = rows.bodies().write(to)) {
            for (Fragment fragment : row.fragments()) {
                copy(fragment, from, group, writer);
            }
            WrittenBody body = writer.finish();
            written.add(body);
            return new Rewritten(moved(row, body.ref()), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Fragment fragment, DataKey from, Group group, BodyWriter writer) throws IOException {
        try (InputStream in = rows.bodies().read(from, group, fragment.body(), fragment.bodyAt(), fragment.bytes())) {
            if (in == null) {
                throw new StorageException(ErrorCode.ServerBusy, "The pages were replaced while they were read.");
            }
            in.transferTo(writer);
        }
    }

    private static PageRow moved(PageRow row, BodyRef body) {
        List<Fragment> fragments = new ArrayList<>(row.fragments().size());
        long at = 0;
        for (Fragment fragment : row.fragments()) {
            fragments.add(new Fragment(fragment.from(), fragment.to(), fragment.since(), body, at));
            at += fragment.bytes();
        }
        return new PageRow(PageRow.joined(fragments));
    }

    @Override
    public void close() {
        written.forEach(WrittenBody::close);
    }
}
