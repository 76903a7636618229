package lazurite.ledger.log;

import java.util.List;
import lazurite.base.Platform;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TileHashes;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.ledger.tree.Tree;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may read of a log in a store. It needs no key, so that it also reads logs that are signed no more.
 *
 * <p>Methods throw {@link lazurite.base.StorageException} as the store does, and {@link RefusedException} for what is
 * handed in.
 *
 * <p>Concurrency: any thread.
 */
public final class PublishedLog {
    private static final int PAGE = 1_000;

    private final String origin;
    private final LogRows rows;
    private final StoredTiles tiles;

    PublishedLog(String origin, LogRows rows, StoredTiles tiles) {
        this.origin = origin;
        this.rows = rows;
        this.tiles = tiles;
    }

    /** The log of this origin, which is empty if the store has none. */
    public static PublishedLog of(MetadataStore store, String origin, Platform platform) {
        LogRows rows = new LogRows(store, new UidSource(platform), origin);
        return new PublishedLog(origin, rows, new StoredTiles(rows));
    }

    /** Its name. */
    public String origin() {
        return origin;
    }

    /** How many entries the newest signed checkpoint covers. */
    public long size() {
        Note note = checkpoint();
        return note == null ? 0 : Checkpoint.parse(note.text()).size();
    }

    /** The newest signed checkpoint, durable since before it could be seen; null if nothing is published yet. */
    public @Nullable Note checkpoint() {
        return rows.note(rows.publishedKey());
    }

    /** The newest checkpoint that came back from witnesses; null if none did. */
    public @Nullable Note cosigned() {
        return rows.note(rows.cosignedKey());
    }

    /** The tile at {@code tile/...}, null if the published tree has none there; refuses what is no tile's path. */
    public byte @Nullable [] tile(String path) {
        TilePath parsed = TilePath.parse(path);
        int level = parsed instanceof TilePath.Hashes hashes ? hashes.level() : 0;
        if (Tiles.widthAt(level, parsed.index(), size()) < parsed.width()) {
            return null;
        }
        return switch (parsed) {
            case TilePath.Hashes hashes -> tiles.read(hashes);
            case TilePath.Entries entries -> tiles.read(entries);
        };
    }

    /** The published entry; null if there is none of this index. */
    public byte @Nullable [] entry(long index) {
        return index < 0 || index >= size() ? null : rows.entries(index, 1).getFirst();
    }

    /** So many of its entries from {@code first} on, all of which it has. */
    List<byte[]> entries(long first, int count) {
        return count == 0 ? List.of() : rows.entries(first, count);
    }

    /** The entry's receipt under one of the log's own checkpoints; null if that does not cover it. */
    @Nullable
    Receipt receipt(long index, Note note) {
        long size = Checkpoint.parse(note.text()).size();
        return index < 0 || index >= size ? null : new Receipt(index, tree(size).inclusion(index, size), null, note);
    }

    /** The root of its first entries, made of the entries themselves. */
    public Hash root(long size) {
        Edge edge = new Edge();
        while (edge.size() < size) {
            entries(edge.size(), (int) Math.min(PAGE, size - edge.size())).stream()
                    .map(Merkle::leaf)
                    .forEach(edge::append);
        }
        return size == 0 ? Merkle.EMPTY : edge.root();
    }

    Tree tree(long size) {
        return new Tree(new TileHashes(size, tiles));
    }

    /** The first entry, published or not; null if there is none. */
    public byte @Nullable [] first() {
        return rows.head().size() == 0 ? null : rows.entries(0, 1).getFirst();
    }
}
