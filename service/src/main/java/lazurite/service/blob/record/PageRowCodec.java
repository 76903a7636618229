package lazurite.service.blob.record;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import lazurite.store.body.PartCodec;

/** The stored form of a {@link PageRow}: {@code docs/formats/pages.md}. */
public final class PageRowCodec {
    private PageRowCodec() {}

    public static byte[] write(PageRow row) {
        RecordWriter out = new RecordWriter(1);
        Map<Uid, Integer> numbers = new HashMap<>();
        for (BodyRef body : row.bodies()) {
            numbers.put(body.id(), numbers.size());
            out.bytes(1, PartCodec.bytes(body));
        }
        ByteArrayOutputStream fragments =
                new ByteArrayOutputStream(8 * row.fragments().size());
        int end = 0;
        for (Fragment fragment : row.fragments()) {
            varint(fragments, fragment.from() - end);
            varint(fragments, fragment.pages());
            varint(fragments, numbers.getOrDefault(fragment.body().id(), 0));
            varint(fragments, fragment.bodyAt() / PageKeys.PAGE_BYTES);
            varint(fragments, fragment.since());
            end = fragment.to();
        }
        return out.bytes(2, fragments.toByteArray()).done();
    }

    public static PageRow read(byte[] bytes) {
        RecordReader in = new RecordReader("row of pages", bytes, 1);
        List<BodyRef> bodies = new ArrayList<>();
        PageRow row = PageRow.EMPTY;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> bodies.add(PartCodec.ref(in.bytes()));
                case 2 -> row = fragments(in, bodies);
                default -> throw in.unknownField();
            }
        }
        return row;
    }

    private static PageRow fragments(RecordReader outer, List<BodyRef> bodies) {
        ByteBuffer in = ByteBuffer.wrap(outer.bytes());
        List<Fragment> fragments = new ArrayList<>();
        long end = 0;
        try {
            while (in.hasRemaining()) {
                long from = end + varint(in);
                long to = from + varint(in);
                long body = varint(in);
                long bodyAt = varint(in) * PageKeys.PAGE_BYTES;
                long since = varint(in);
                if (from < end || to <= from || to > PageKeys.SEGMENT_PAGES || body < 0 || body >= bodies.size()) {
                    throw outer.damaged();
                }
                Fragment fragment = new Fragment((int) from, (int) to, since, bodies.get((int) body), bodyAt);
                if (bodyAt < 0 || bodyAt + fragment.bytes() > fragment.body().length()) {
                    throw outer.damaged();
                }
                fragments.add(fragment);
                end = to;
            }
        } catch (BufferUnderflowException e) {
            throw outer.damaged();
        }
        return new PageRow(fragments);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }
}
