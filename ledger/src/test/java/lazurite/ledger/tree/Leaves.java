package lazurite.ledger.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trees over the entries "0", "1", ..., computed as RFC 6962 defines them. */
public final class Leaves {
    private Leaves() {}

    public static byte[] entry(long index) {
        return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
    }

    static List<Hash> hashes(int count) {
        List<Hash> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hashes.add(Merkle.leaf(entry(i)));
        }
        return hashes;
    }

    /** MTH of RFC 6962, word by word. */
    static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return Merkle.EMPTY;
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = 1;
        while (2 * k < leaves.size()) {
            k *= 2;
        }
        return Merkle.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    static Tree tree(List<Hash> leaves) {
        return new Tree((level, index) -> root(leaves.subList((int) (index << level), (int) ((index + 1) << level))));
    }

    /** The tiles of the tree by path, as tlog-tiles defines them. */
    static Map<String, byte[]> tiles(List<Hash> leaves) {
        Map<String, byte[]> tiles = new HashMap<>();
        List<Hash> hashes = leaves;
        for (int level = 0; !hashes.isEmpty(); level++) {
            List<Hash> above = new ArrayList<>();
            for (int from = 0; from < hashes.size(); from += 256) {
                List<Hash> tile = hashes.subList(from, Math.min(from + 256, hashes.size()));
                tiles.put(new TilePath.Hashes(level, from / 256, tile.size()).toString(), Tiles.ofHashes(tile));
                if (tile.size() == 256) {
                    above.add(root(tile));
                }
            }
            hashes = above;
        }
        return tiles;
    }
}
