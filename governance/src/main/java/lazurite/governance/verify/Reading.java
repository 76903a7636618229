package lazurite.governance.verify;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import lazurite.base.Platform;
import lazurite.governance.event.Logged;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import org.jspecify.annotations.Nullable;

/** Reads a log's entries once, tile by tile in order, a few tiles ahead on as many threads as there are processors. */
final class Reading {
    private static final int AHEAD_TIMES = 8;

    /** Where no entry is. */
    static final long NONE = Long.MIN_VALUE;

    /**
     * An entry as it is in its tile.
     *
     * @param logged what it means; null if it cannot be read
     * @param refusal why it cannot be read
     */
    record Leaf(
            long index, Hash leaf, Hash sha256, @Nullable Logged logged, String refusal) {}

    /**
     * A tile of entries beside its tile of hashes.
     *
     * @param difference index of the first entry whose hash is another in the latter; {@link #NONE} if none is
     */
    record Tile(TilePath.Entries path, List<Leaf> leaves, long difference) {}

    private Reading() {}

    /**
     * Hands the tiles over one after the other.
     *
     * @param first index of the first entry
     * @throws RefusedException if a tile is missing or malformed
     */
    static void each(LogSource source, long first, long size, Platform platform, Consumer<Tile> taking)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        Deque<Future<Tile>> ahead = new ArrayDeque<>();
        ExecutorService readers = Executors.newFixedThreadPool(threads, platform.platformThreads());
        try {
            for (long tile = 0; Tiles.widthAt(0, tile, size) > 0; tile++) {
                TilePath.Entries path = new TilePath.Entries(tile, Tiles.widthAt(0, tile, size));
                ahead.add(readers.submit(() -> tile(source, first, path)));
                if (ahead.size() > AHEAD_TIMES * threads) {
                    taking.accept(await(ahead.remove()));
                }
            }
            while (!ahead.isEmpty()) {
                taking.accept(await(ahead.remove()));
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private static Tile await(Future<Tile> tile) throws IOException {
        try {
            return tile.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException unreadable -> throw unreadable;
                case RefusedException damaged -> throw damaged;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("reading the log was interrupted", stopped);
        }
    }

    private static Tile tile(LogSource source, long first, TilePath.Entries path) throws IOException {
        List<byte[]> entries = source.entries(path);
        List<Hash> hashes = source.hashes(new TilePath.Hashes(0, path.index(), path.width()));
        List<Leaf> leaves = new ArrayList<>(entries.size());
        long difference = NONE;
        for (int i = 0; i < entries.size(); i++) {
            Leaf leaf = leaf(first, first + path.index() * TilePath.WIDTH + i, entries.get(i));
            leaves.add(leaf);
            if (difference == NONE && !leaf.leaf().equals(hashes.get(i))) {
                difference = leaf.index();
            }
        }
        return new Tile(path, leaves, difference);
    }

    private static Leaf leaf(long first, long index, byte[] bytes) {
        Hash leaf = Merkle.leaf(bytes);
        Hash sha256 = Hash.sha256(bytes);
        try {
            return new Leaf(index, leaf, sha256, Logged.read(index, first, bytes), "");
        } catch (RefusedException malformed) {
            return new Leaf(index, leaf, sha256, null, String.valueOf(malformed.getMessage()));
        }
    }
}
