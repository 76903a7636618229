package lazurite.ledger.tree;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hashes of a tree of a known size, read from its tiles, each of which is read once. They are as good as the tiles:
 * what is made of them proves itself against a root.
 *
 * <p>Concurrency: one thread.
 */
public final class TileHashes implements SubtreeHashes {
    private final long size;
    private final TileReader tiles;
    private final Map<TilePath.Hashes, List<Hash>> read = new HashMap<>();

    public TileHashes(long size, TileReader tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    @Override
    public Hash hash(int level, long index) {
        int tileLevel = level / TilePath.LEVELS;
        int within = level % TilePath.LEVELS;
        long first = index << within;
        long tile = first / TilePath.WIDTH;
        int from = (int) (first % TilePath.WIDTH);
        int width = Tiles.widthAt(tileLevel, tile, size);
        if (from + (1 << within) > width) {
            throw new IllegalArgumentException("no subtree " + index + " of level " + level + " in a tree of " + size);
        }
        List<Hash> hashes = read.computeIfAbsent(
                new TilePath.Hashes(tileLevel, tile, width), path -> Tiles.hashes(tiles.read(path), path.width()));
        return Merkle.above(hashes.subList(from, from + (1 << within)));
    }
}
