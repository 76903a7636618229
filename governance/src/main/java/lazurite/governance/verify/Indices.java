package lazurite.governance.verify;

import java.util.Arrays;

/** A list of places in the log, eight bytes each. */
final class Indices {
    /** Most places that are left out at once. */
    static final int GAP_MAX = 4_000;

    private long[] values = new long[16];
    private int size;

    void add(long index) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = index;
    }

    /** Where there is no place. */
    static final long NONE = Long.MIN_VALUE;

    /** Adds {@link #NONE} until there are so many. */
    void fill(int until) {
        while (size < until) {
            add(NONE);
        }
    }

    long at(int place) {
        return values[place];
    }

    int size() {
        return size;
    }
}
