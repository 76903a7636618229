package lazurite.service.blob.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.DataKey;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import lazurite.store.body.WrittenBody;

/**
 * Puts small bodies at the end of an append blob into one: each body costs a read a key derivation and a look-up, far
 * more than its bytes. What is before them is taken along while it is no longer than what comes after it, so that a byte
 * is written anew once for each doubling and at most some ten times.
 */
public final class AppendMerge {
    private static final String OPERATION = "MergeAppends";

    /** Longest body made, in bytes; one of this length costs a read hardly more than its bytes. */
    private static final int MERGED_MAX = 256 << 10;

    private static final int ROWS_MAX = 128;

    private final BlobRows rows;

    /** A row of the list, and what it says. */
    private record Run(Row row, List<Part> parts) {}

    public AppendMerge(BlobRows rows) {
        this.rows = rows;
    }

    /**
     * After an append is committed, and whether or not the merge can be: what fails here is taken along by the next.
     *
     * @param key of the blob's content
     */
    public void merge(BlobAddress at, DataKey key, Uid list) {
        BlobAddress behind = at.under(Pass.UNRESTRICTED);
        try (var _ = rows.pin(at.group())) {
            List<Run> tail = tail(at.group(), list);
            List<Part> parts =
                    tail.stream().flatMap(run -> run.parts().stream()).toList();
            if (parts.size() < 2) {
                return;
            }
            try (BodyWriter writer = rows.bodies().write(key)) {
                if (PartLists.copy(rows, key, at.group(), parts, writer)) {
                    try (WrittenBody body = writer.finish()) {
                        rows.changeBehind(
                                OPERATION, behind, transaction -> replace(transaction, list, tail, parts, body));
                    }
                }
            }
        } catch (StorageException _) {
            // the appends are committed and stay readable as they are
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last rows of the list that are worth merging, in the list's order. */
    private List<Run> tail(Group group, Uid list) {
        List<Run> tail = new ArrayList<>();
        long length = 0;
        for (Row row : rows.metadata().scanBack(Family.PARTS, PartRows.runs(group, list), ROWS_MAX)) {
            List<Part> parts = PartCodec.parts(row.value());
            long more = PartLists.length(parts);
            if (length + more > MERGED_MAX || (!tail.isEmpty() && more > length)) {
                break;
            }
            tail.addFirst(new Run(row, parts));
            length += more;
        }
        return tail;
    }

    /** Unless the list is the blob's no more, or another process has merged it. */
    private static boolean replace(
            BlobTransaction transaction, Uid list, List<Run> tail, List<Part> parts, WrittenBody body) {
        BlobRecord base = transaction.base();
        if (base == null || !base.content().equals(new Content.Parts(list))) {
            return false;
        }
        for (Run run : tail) {
            Row row = run.row();
            if (!Arrays.equals(row.value(), transaction.read(Family.PARTS, row.key()))) {
                return false;
            }
        }
        tail.forEach(run -> transaction.delete(Family.PARTS, run.row().key()));
        parts.forEach(part -> transaction.lose(part.body()));
        transaction.putAll(body.mutations(transaction.group()));
        transaction.gain(body.ref());
        transaction.put(Family.PARTS, tail.getLast().row().key(), PartCodec.bytes(List.of(new Part("", body.ref()))));
        return true;
    }
}
