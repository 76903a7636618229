package lazurite.store.collector;

import lazurite.store.Uid;

/**
 * Counts bodies in about 40 bytes each: an open table of ids and counts.
 *
 * <p>Concurrency: one thread at a time.
 */
final class BodyCounts {
    private static final int FIELDS = 3;

    private long[] slots = new long[FIELDS * 1024];
    private int size;

    /** Adds one to the body's count. */
    void add(Uid body) {
        if (2L * FIELDS * (size + 1) > slots.length) {
            grow();
        }
        int at = slot(slots, body.high(), body.low());
        if (slots[at + 2] == 0) {
            slots[at] = body.high();
            slots[at + 1] = body.low();
            size++;
        }
        slots[at + 2]++;
    }

    long get(Uid body) {
        return slots[slot(slots, body.high(), body.low()) + 2];
    }

    /** Bodies counted at least once. */
    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(2, slots.length)];
        for (int at = 0; at < slots.length; at += FIELDS) {
            if (slots[at + 2] != 0) {
                System.arraycopy(slots, at, larger, slot(larger, slots[at], slots[at + 1]), FIELDS);
            }
        }
        slots = larger;
    }

    /** Where the body is, or would be put. A slot with count 0 is free. */
    private static int slot(long[] slots, long high, long low) {
        int count = slots.length / FIELDS;
        long hash = (high * 0x9E3779B97F4A7C15L) ^ (low * 0xC2B2AE3D27D4EB4FL);
        int at = (int) ((hash >>> 20) % count);
        while (slots[FIELDS * at + 2] != 0 && (slots[FIELDS * at] != high || slots[FIELDS * at + 1] != low)) {
            at = at + 1 == count ? 0 : at + 1;
        }
        return FIELDS * at;
    }
}
