package lazurite.store.collector;

import lazurite.store.Uid;

/**
 * Counts bodies in 27 to 54 bytes each, and half of that more while it grows: an open table of ids and counts.
 *
 * <p>Concurrency: one thread at a time.
 */
final class BodyCounts {
    private static final int SLOTS_AT_FIRST = 1024;

    /** Two for each slot. */
    private long[] ids = new long[2 * SLOTS_AT_FIRST];

    /** How often; 0 where the slot is free. */
    private int[] counts = new int[SLOTS_AT_FIRST];

    private int size;

    /** Adds one to the body's count. */
    void add(Uid body) {
        if (4L * (size + 1) > 3L * counts.length) {
            grow();
        }
        int at = slot(body.high(), body.low());
        if (counts[at] == 0) {
            ids[2 * at] = body.high();
            ids[2 * at + 1] = body.low();
            size++;
        }
        counts[at] = Math.incrementExact(counts[at]);
    }

    long get(Uid body) {
        return counts[slot(body.high(), body.low())];
    }

    /** Bodies counted at least once. */
    int size() {
        return size;
    }

    private void grow() {
        long[] oldIds = ids;
        int[] oldCounts = counts;
        ids = new long[Math.multiplyExact(2, oldIds.length)];
        counts = new int[2 * oldCounts.length];
        for (int old = 0; old < oldCounts.length; old++) {
            if (oldCounts[old] != 0) {
                int at = slot(oldIds[2 * old], oldIds[2 * old + 1]);
                ids[2 * at] = oldIds[2 * old];
                ids[2 * at + 1] = oldIds[2 * old + 1];
                counts[at] = oldCounts[old];
            }
        }
    }

    /** Where the body is, or would be put. */
    private int slot(long high, long low) {
        long hash = (high * 0x9E3779B97F4A7C15L) ^ (low * 0xC2B2AE3D27D4EB4FL);
        int at = (int) ((hash >>> 20) % counts.length);
        while (counts[at] != 0 && (ids[2 * at] != high || ids[2 * at + 1] != low)) {
            at = at + 1 == counts.length ? 0 : at + 1;
        }
        return at;
    }
}
