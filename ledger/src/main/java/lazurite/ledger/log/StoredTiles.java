package lazurite.ledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.TileReader;
import lazurite.ledger.tree.Tiles;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Mutation;
import org.jspecify.annotations.Nullable;

/**
 * Tiles out of the store. Full tiles of hashes are rows; partial ones are the beginning of what the tile is by now, so
 * that those of every size ever published are there. A row that is missing is made again from the entries.
 *
 * <p>Concurrency: any thread.
 */
final class StoredTiles implements TileReader {
    private static final int ROOTS_MAX = 16_384;

    private final LogRows rows;
    private final Map<TilePath.Hashes, Hash> roots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath.Hashes, Hash> eldest) {
            return size() > ROOTS_MAX;
        }
    };

    StoredTiles(LogRows rows) {
        this.rows = rows;
    }

    /** The tile, all of whose hashes are in the tree. */
    @Override
    public byte[] read(TilePath.Hashes path) {
        Key key = rows.tileKey(path.level(), path.index());
        byte[] full = rows.get(Family.HISTORY, key);
        if (full != null && full.length == TilePath.WIDTH * Hash.BYTES) {
            return Arrays.copyOf(full, path.width() * Hash.BYTES);
        }
        byte[] made = Tiles.ofHashes(path.level() == 0 ? leaves(path) : rootsBelow(path));
        if (path.width() == TilePath.WIDTH) {
            rows.commit(List.of(), List.of(new Mutation.Put(Family.HISTORY, key, made)));
        }
        return made;
    }

    byte[] read(TilePath.Entries path) {
        return Tiles.ofEntries(rows.entries(path.index() * TilePath.WIDTH, path.width()));
    }

    private List<Hash> leaves(TilePath.Hashes path) {
        return rows.entries(path.index() * TilePath.WIDTH, path.width()).stream()
                .map(Merkle::leaf)
                .toList();
    }

    private List<Hash> rootsBelow(TilePath.Hashes path) {
        List<Hash> hashes = new ArrayList<>(path.width());
        for (int i = 0; i < path.width(); i++) {
            hashes.add(root(new TilePath.Hashes(path.level() - 1, path.index() * TilePath.WIDTH + i, TilePath.WIDTH)));
        }
        return hashes;
    }

    private Hash root(TilePath.Hashes full) {
        Hash known = known(full);
        if (known != null) {
            return known;
        }
        Hash root = Merkle.above(Tiles.hashes(read(full), full.width()));
        synchronized (roots) {
            roots.put(full, root);
        }
        return root;
    }

    private @Nullable Hash known(TilePath.Hashes full) {
        synchronized (roots) {
            return roots.get(full);
        }
    }
}
