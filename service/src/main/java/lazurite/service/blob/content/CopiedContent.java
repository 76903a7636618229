package lazurite.service.blob.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.store.ExtentId;
import lazurite.store.Group;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.Frames;
import lazurite.store.body.Part;
import lazurite.store.body.WrittenBody;
import lazurite.store.collector.Claims;

/**
 * The content of a copy, held until the commit that names it: bodies in extents are claimed and shared; those that
 * came with the source's rows, packed since or not, are named in its group only and written anew, as are all that
 * another key seals. A few of these ride in the commit, many are put together into extents. The parts of a list that may grow
 * are counted one by one: the collector reads a list made in one commit only later, and must not meet what was appended
 * since.
 */
public final class CopiedContent implements AutoCloseable {
    /** Most bytes of small bodies that one commit carries along, and that are held in memory; more go to an extent. */
    private static final long INLINE_BYTES_MAX = 4L << 20;

    private final BlobRows rows;
    private final Sealing sealed;
    private final Sealing target;
    private final Pass pass;
    private final Content source;
    private final boolean grows;
    private final List<Part> parts = new ArrayList<>();
    private final List<WrittenBody> written = new ArrayList<>();

    /** Written bodies that lie in no extent yet, by the place of the first part that each holds. */
    private final Map<Integer, WrittenBody> small = new LinkedHashMap<>();

    private long smallBytes;
    private final Uid list;
    private Claims.Claim claim = () -> {};

    private CopiedContent(BlobRows rows, Sealing sealed, BlobRecord source, Sealing target, Pass pass) {
        this.rows = rows;
        this.sealed = sealed;
        this.target = target;
        this.pass = pass;
        this.source = source.content();
        this.grows = source.type() == BlobType.APPEND;
        this.list = rows.newId();
    }

    /**
     * @param sealed key of the source
     * @param target key of the copy
     * @param pass asked while bodies are written anew
     */
    public static CopiedContent take(
            BlobRows rows, Sealing sealed, Group from, BlobRecord record, Sealing target, Pass pass) {
        CopiedContent content = new CopiedContent(rows, sealed, record, target, pass);
        boolean taken = false;
        try {
            List<Part> located = content.locate(from, record);
            content.claim(located);
            content.takeAll(located, from);
            taken = true;
            return content;
        } finally {
            if (!taken) {
                content.close();
            }
        }
    }

    /** The source's bytes, all of them. */
    public static InputStream read(BlobRows rows, Sealing sealed, Group from, BlobRecord record) {
        InputStream stream = BlobStream.open(rows, sealed.key(), from, record, 0, record.length());
        if (stream == null) {
            throw new StorageException(ErrorCode.ServerBusy, "The source was replaced while it was copied.");
        }
        return stream;
    }

    /** Makes the transaction name the content; what it returns goes into the record. */
    public Content name(BlobTransaction transaction) {
        written.forEach(body -> transaction.putAll(body.mutations(transaction.group())));
        return switch (source) {
            case Content.Empty empty -> empty;
            case Content.Pages pages -> pages;
            case Content.Single _ -> {
                BodyRef body = parts.getFirst().body();
                transaction.gain(body);
                yield new Content.Single(body);
            }
            case Content.Parts _ -> {
                PartLists.write(transaction, list, parts);
                if (grows) {
                    parts.forEach(part -> transaction.gain(part.body()));
                } else {
                    transaction.createParts(list);
                }
                yield new Content.Parts(list);
            }
        };
    }

    private List<Part> locate(Group from, BlobRecord record) {
        List<Part> found = new ArrayList<>();
        switch (record.content()) {
            case Content.Empty _ -> {}
            case Content.Pages _ -> {} // see CopiedPages
            case Content.Single single -> found.add(new Part("", single.body()));
            case Content.Parts list -> {
                long left = record.length();
                for (Part part : PartLists.readAll(rows, from, list.list())) {
                    if (left == 0) {
                        break;
                    }
                    found.add(part.first(Math.min(left, part.length())));
                    left -= found.getLast().length();
                }
            }
        }
        return found;
    }

    private void claim(List<Part> located) {
        Set<ExtentId> extents = new HashSet<>();
        for (Part part : located) {
            ExtentId extent = part.body().extent();
            if (extent != null) {
                extents.add(extent);
            }
        }
        if (sealed.same(target) && !extents.isEmpty()) {
            claim = rows.collector().claims().claim(extents);
        }
    }

    private void takeAll(List<Part> located, Group from) {
        for (int at = 0; at < located.size(); ) {
            int end = PartLists.stretchEnd(located, at);
            List<Part> stretch = located.subList(at, end);
            if (stretch.getFirst().body().extent() != null && sealed.same(target)) {
                parts.addAll(stretch);
            } else {
                writeAnew(stretch, from);
            }
            at = end;
        }
        written.addAll(small.values());
    }

    private void writeAnew(List<Part> stretch, Group from) {
        WrittenBody body = rewrite(stretch, from);
        int first = parts.size();
        parts.addAll(PartLists.within(body.ref(), stretch));
        if (body.ref().extent() != null) {
            written.add(body);
            return;
        }
        small.put(first, body);
        smallBytes += Frames.storedLength(body.ref().length());
        if (smallBytes > INLINE_BYTES_MAX) {
            packSmall();
        }
    }

    private void packSmall() {
        List<WrittenBody> packed = rows.bodies().intoExtent(List.copyOf(small.values()));
        written.addAll(packed);
        Iterator<WrittenBody> next = packed.iterator();
        small.forEach((first, body) -> {
            BodyRef ref = next.next().ref();
            for (int at = first; at < parts.size() && parts.get(at).body().equals(body.ref()); at++) {
                Part part = parts.get(at);
                parts.set(at, new Part(part.blockId(), ref, part.from(), part.length()));
            }
        });
        small.clear();
        smallBytes = 0;
    }

    private WrittenBody rewrite(List<Part> stretch, Group from) {
        Part first = stretch.getFirst();
        try (InputStream stream =
                        rows.bodies().read(sealed.key(), from, first.body(), first.from(), PartLists.length(stretch));
                BodyWriter writer = rows.bodies().write(target.key())) {
            if (stream == null) {
                throw new StorageException(ErrorCode.ServerBusy, "The source was replaced while it was copied.");
            }
            new GuardedStream(stream, pass, Pass.UNRESTRICTED).transferTo(writer);
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        written.forEach(WrittenBody::close);
        claim.close();
    }
}
