package lazurite.ledger.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;

/** Names a tile: a run of up to 256 hashes of one level, or of entries (C2SP tlog-tiles). */
public sealed interface TilePath {
    /** Hashes or entries in a full tile. */
    int WIDTH = 256;

    /** Levels of the tree that one level of tiles spans. */
    int LEVELS = 8;

    /** The highest level of tiles that may be named. */
    int LEVEL_MAX = 63;

    /** Place of the tile in its level, from 0 on. */
    long index();

    /** From 1 to 256; less than 256 is a partial tile. */
    int width();

    /** The hashes of complete subtrees of 256^level entries each. */
    record Hashes(int level, long index, int width) implements TilePath {
        public Hashes {
            if (level < 0 || level > LEVEL_MAX) {
                throw new RefusedException("There is no tile level " + level + ".");
            }
            check(index, width);
        }

        @Override
        public String toString() {
            return "tile/" + level + "/" + number(index, width);
        }
    }

    /** The entries themselves. */
    record Entries(long index, int width) implements TilePath {
        public Entries {
            check(index, width);
        }

        @Override
        public String toString() {
            return "tile/entries/" + number(index, width);
        }
    }

    /** Inverse of {@code toString}; refuses all else. */
    static TilePath parse(String path) {
        TilePath parsed = read(path);
        if (!parsed.toString().equals(path)) {
            throw malformed();
        }
        return parsed;
    }

    private static TilePath read(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length < 3 || parts.length > 12 || !parts[0].equals("tile")) {
            throw malformed();
        }
        int end = parts.length;
        int width = WIDTH;
        if (parts[end - 2].endsWith(".p")) {
            width = (int) Math.min(WIDTH, Strict.decimal(parts[end - 1], "A tile's width"));
            end--;
            parts[end - 1] = parts[end - 1].substring(0, parts[end - 1].length() - 2);
        }
        long index = 0;
        for (int i = 2; i < end; i++) {
            index = longer(index, parts[i].startsWith("x") ? parts[i].substring(1) : parts[i]);
        }
        if (parts[1].equals("entries")) {
            return new Entries(index, width);
        }
        long level = Math.min(LEVEL_MAX + 1, Strict.decimal(parts[1], "A tile's level"));
        return new Hashes((int) level, index, width);
    }

    private static long longer(long index, String three) {
        if (three.length() != 3 || index > Long.MAX_VALUE / 1000 - 1) {
            throw malformed();
        }
        long number = index;
        for (int i = 0; i < 3; i++) {
            int digit = three.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed();
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static String number(long index, int width) {
        Deque<String> groups = new ArrayDeque<>();
        long rest = index;
        do {
            String three = String.format("%03d", rest % 1000);
            groups.addFirst(groups.isEmpty() ? three : "x" + three);
            rest /= 1000;
        } while (rest > 0);
        return String.join("/", groups) + (width == WIDTH ? "" : ".p/" + width);
    }

    private static void check(long index, int width) {
        if (index < 0 || width < 1 || width > WIDTH) {
            throw new RefusedException("There is no tile " + index + " of width " + width + ".");
        }
    }

    private static RefusedException malformed() {
        return new RefusedException("This is not the path of a tile.");
    }
}
