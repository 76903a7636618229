package lazurite.service.blob.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import lazurite.store.body.DataKey;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;

/** Parts lists as rows: written once in runs of bounded size, read whole. */
public final class PartLists {
    /** Parts in one run: with block ids of 88 characters a run stays below 256 KiB. */
    private static final int RUN_PARTS = 1536;

    private PartLists() {}

    public static void write(BlobTransaction transaction, Uid list, List<Part> parts) {
        long end = 0;
        for (int from = 0; from < parts.size(); from += RUN_PARTS) {
            List<Part> run = parts.subList(from, Math.min(parts.size(), from + RUN_PARTS));
            end += length(run);
            transaction.put(Family.PARTS, PartRows.run(transaction.group(), list, end), PartCodec.bytes(run));
        }
    }

    public static List<Part> readAll(BlobRows rows, Group group, Uid list) {
        List<Part> parts = new ArrayList<>();
        for (Row row : rows.metadata().scanAll(Family.PARTS, PartRows.runs(group, list))) {
            parts.addAll(PartCodec.parts(row.value()));
        }
        return parts;
    }

    /** Where the parts end that one read gets with that at {@code from}: they lie in one body, one behind the other. */
    static int stretchEnd(List<Part> parts, int from) {
        int end = from + 1;
        while (end < parts.size() && parts.get(end - 1).goesOnIn(parts.get(end))) {
            end++;
        }
        return end;
    }

    /** Copies the parts' bytes; false if the blob was replaced meanwhile. */
    static boolean copy(BlobRows rows, DataKey key, Group group, List<Part> parts, OutputStream to) throws IOException {
        for (int from = 0; from < parts.size(); ) {
            int end = stretchEnd(parts, from);
            Part first = parts.get(from);
            try (InputStream in =
                    rows.bodies().read(key, group, first.body(), first.from(), length(parts.subList(from, end)))) {
                if (in == null) {
                    return false;
                }
                in.transferTo(to);
            }
            from = end;
        }
        return true;
    }

    /** The parts with their bytes in another body, one behind the other from its beginning. */
    static List<Part> within(BodyRef body, List<Part> parts) {
        List<Part> moved = new ArrayList<>(parts.size());
        long at = 0;
        for (Part part : parts) {
            moved.add(new Part(part.blockId(), body, at, part.length()));
            at += part.length();
        }
        return moved;
    }

    public static long length(List<Part> parts) {
        long length = 0;
        for (Part part : parts) {
            length += part.length();
        }
        return length;
    }
}
