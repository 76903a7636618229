package lazurite.ledger.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lazurite.ledger.RefusedException;

/** What is in a tile (C2SP tlog-tiles). */
public final class Tiles {
    /** Most bytes in an entry: its length is written as 16 bits. */
    public static final int ENTRY_BYTES_MAX = 65_535;

    private Tiles() {}

    /** How many hashes the level holds in a tree of {@code size} entries. */
    public static long hashesAt(int level, long size) {
        return level * TilePath.LEVELS >= Long.SIZE - 1 ? 0 : size >> (level * TilePath.LEVELS);
    }

    /** The width of the tile in a tree of {@code size} entries; 0 if it is not there. */
    public static int widthAt(int level, long index, long size) {
        long count = hashesAt(level, size);
        return index > count / TilePath.WIDTH ? 0 : (int) Math.min(TilePath.WIDTH, count - index * TilePath.WIDTH);
    }

    public static byte[] ofHashes(List<Hash> hashes) {
        byte[] bytes = new byte[hashes.size() * Hash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).write(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    public static byte[] ofEntries(List<byte[]> entries) {
        ByteBuffer bytes = ByteBuffer.allocate(
                entries.stream().mapToInt(entry -> 2 + entry.length).sum());
        for (byte[] entry : entries) {
            if (entry.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
            }
            bytes.putShort((short) entry.length).put(entry);
        }
        return bytes.array();
    }

    /** Refuses a tile that is not exactly so many hashes. */
    public static List<Hash> hashes(byte[] tile, int width) {
        if (tile.length != width * Hash.BYTES) {
            throw new RefusedException("A tile of " + width + " hashes has " + tile.length + " bytes.");
        }
        List<Hash> hashes = new ArrayList<>(width);
        for (int at = 0; at < tile.length; at += Hash.BYTES) {
            hashes.add(Hash.of(Arrays.copyOfRange(tile, at, at + Hash.BYTES)));
        }
        return hashes;
    }

    /** Refuses a tile that is not exactly so many entries. */
    public static List<byte[]> entries(byte[] tile, int width) {
        ByteBuffer rest = ByteBuffer.wrap(tile);
        List<byte[]> entries = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            int length = rest.remaining() < 2 ? -1 : rest.getShort() & 0xFFFF;
            if (length < 0 || length > rest.remaining()) {
                throw new RefusedException("A tile of " + width + " entries breaks off in entry " + i + ".");
            }
            byte[] entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        if (rest.hasRemaining()) {
            throw new RefusedException("A tile of " + width + " entries is longer than they are.");
        }
        return entries;
    }
}
