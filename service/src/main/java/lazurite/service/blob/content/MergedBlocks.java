package lazurite.service.blob.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.operation.BlobOperation.BlockChoice;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Group;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.DataKey;
import lazurite.store.body.Part;
import lazurite.store.body.WrittenBody;

/**
 * Small blocks of a list, neighbours put together into bodies before the commit that names them: each body costs a read
 * a look-up and a key derivation, far more than a small block's bytes. They stay blocks of the list, and what a later
 * list takes of them is a part of the body. Nothing is merged of which there is little, so that a list which grows
 * block by block writes its bytes anew some three times at most.
 */
public final class MergedBlocks implements AutoCloseable {
    /** From this length on, in bytes, to find and open a body costs a read no more than twice what its bytes cost. */
    private static final int SMALL_MAX = 8 << 10;

    /** Longest body made, in bytes: each is synced by itself, and lives as long as a block of it. */
    private static final int MERGED_MAX = 1 << 20;

    /** Fewest stretches, each of one body, that are put together. */
    private static final int STRETCHES_MIN = 8;

    private final BlobRows rows;
    private final DataKey key;
    private final Group group;
    private final List<Part> chosen;
    private final List<Part> merged = new ArrayList<>();
    private final List<WrittenBody> bodies = new ArrayList<>();

    private MergedBlocks(BlobRows rows, DataKey key, Group group, List<Part> chosen) {
        this.rows = rows;
        this.key = key;
        this.group = group;
        this.chosen = chosen;
    }

    /** Whether the list may have small blocks enough. One that names a block twice stays as it is. */
    public static boolean worthwhile(List<BlockChoice> choices) {
        return choices.size() >= STRETCHES_MIN
                && choices.stream().map(BlockChoice::blockId).distinct().count() == choices.size();
    }

    /**
     * Writes the bodies.
     *
     * @param key that seals the blocks
     * @param chosen blocks as they are now; to be pinned by the caller
     */
    public static MergedBlocks of(BlobRows rows, DataKey key, Group group, List<Part> chosen) {
        MergedBlocks blocks = new MergedBlocks(rows, key, group, chosen);
        boolean done = false;
        try {
            blocks.mergeAll();
            done = true;
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                blocks.close();
            }
        }
    }

    /** The list to be stored for the blocks: with the bodies made for them, unless other blocks were chosen meanwhile. */
    public List<Part> name(BlobTransaction transaction, List<Part> parts) {
        if (bodies.isEmpty() || !parts.equals(chosen)) {
            return parts;
        }
        bodies.forEach(body -> transaction.putAll(body.mutations(transaction.group())));
        return merged;
    }

    private void mergeAll() throws IOException {
        int from = 0;
        while (from < chosen.size()) {
            Run run = run(from);
            List<Part> parts = chosen.subList(from, run.end());
            if (run.stretches() < STRETCHES_MIN || !merge(parts)) {
                merged.addAll(parts);
            }
            from = run.end();
        }
    }

    /**
     * Neighbours among the chosen.
     *
     * @param end behind the last of them
     * @param stretches how many bodies they lie in, one behind the other
     */
    private record Run(int end, int stretches) {}

    /** The small ones that begin there and fit into one body, or else one stretch. */
    private Run run(int from) {
        int end = from;
        int stretches = 0;
        long length = 0;
        while (end < chosen.size()) {
            int stretchEnd = PartLists.stretchEnd(chosen, end);
            long stretch = PartLists.length(chosen.subList(end, stretchEnd));
            if (stretch >= SMALL_MAX || length + stretch > MERGED_MAX) {
                return stretches == 0 ? new Run(stretchEnd, 1) : new Run(end, stretches);
            }
            stretches++;
            length += stretch;
            end = stretchEnd;
        }
        return new Run(end, stretches);
    }

    /** False if the blocks are gone meanwhile. */
    private boolean merge(List<Part> run) throws IOException {
        try (BodyWriter writer = rows.bodies().write(key)) {
            if (!PartLists.copy(rows, key, group, run, writer)) {
                return false;
            }
            WrittenBody body = writer.finish();
            bodies.add(body);
            merged.addAll(PartLists.within(body.ref(), run));
            return true;
        }
    }

    @Override
    public void close() {
        bodies.forEach(WrittenBody::close);
    }
}
