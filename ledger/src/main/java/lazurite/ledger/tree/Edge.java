package lazurite.ledger.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of the tree: for each level of tiles the hashes of the tile that is not full yet. All that appending
 * needs to know of the tree.
 *
 * <p>Concurrency: one thread.
 */
public final class Edge {
    /** A tile that became full, for ever; or one that is not full yet, as it is. */
    public record Tile(TilePath.Hashes path, byte[] bytes) {}

    private final List<List<Hash>> levels = new ArrayList<>();
    private long size;

    /** Reads the edge of a tree of {@code size} entries. */
    public static Edge load(long size, TileReader tiles) {
        Edge edge = new Edge();
        edge.size = size;
        for (int level = 0; Tiles.hashesAt(level, size) > 0; level++) {
            long tile = Tiles.hashesAt(level, size) / TilePath.WIDTH;
            int width = Tiles.widthAt(level, tile, size);
            edge.levels.add(
                    width == 0
                            ? new ArrayList<>()
                            : Tiles.hashes(tiles.read(new TilePath.Hashes(level, tile, width)), width));
        }
        return edge;
    }

    public Edge copy() {
        Edge copy = new Edge();
        copy.size = size;
        levels.forEach(level -> copy.levels.add(new ArrayList<>(level)));
        return copy;
    }

    public long size() {
        return size;
    }

    /** Adds a leaf and returns the tiles that it filled. */
    public List<Tile> append(Hash leaf) {
        List<Tile> filled = new ArrayList<>();
        Hash hash = leaf;
        size++;
        for (int level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<Hash> hashes = levels.get(level);
            hashes.add(hash);
            if (hashes.size() < TilePath.WIDTH) {
                return filled;
            }
            long index = Tiles.hashesAt(level, size) / TilePath.WIDTH - 1;
            filled.add(new Tile(new TilePath.Hashes(level, index, TilePath.WIDTH), Tiles.ofHashes(hashes)));
            hash = Merkle.above(hashes);
            hashes.clear();
        }
    }

    /** The tiles that are not full. */
    public List<Tile> partials() {
        List<Tile> partials = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            List<Hash> hashes = levels.get(level);
            if (!hashes.isEmpty()) {
                long index = Tiles.hashesAt(level, size) / TilePath.WIDTH;
                partials.add(new Tile(new TilePath.Hashes(level, index, hashes.size()), Tiles.ofHashes(hashes)));
            }
        }
        return partials;
    }

    /** The root over all {@link #size} entries. */
    public Hash root() {
        List<Hash> peaks = new ArrayList<>();
        for (List<Hash> level : levels.reversed()) {
            int from = 0;
            while (from < level.size()) {
                int count = Integer.highestOneBit(level.size() - from);
                peaks.add(Merkle.above(level.subList(from, from + count)));
                from += count;
            }
        }
        return peaks.reversed().stream()
                .reduce((right, left) -> Merkle.node(left, right))
                .orElse(Merkle.EMPTY);
    }
}
