package lazurite.terms.signal;

import java.util.Arrays;

/**
 * Arithmetic in whole numbers of 1/65536, so that the same meters make the same signal in any language on any machine:
 * logarithms of floating-point libraries differ in their last bits.
 */
final class FixedPoint {
    static final int BITS = 16;

    /** One, in 1/65536. */
    static final long ONE = 1L << BITS;

    private FixedPoint() {}

    /**
     * The logarithm to base 2 of a number of at least 1, rounded down to 1/65536. The fraction is found bit by bit: the
     * number is scaled to 1 ≤ m &lt; 2 in 31 bits behind the point, rounded down; each squaring of m, rounded down, that
     * reaches 2 gives a one and halves m.
     */
    static long log2(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("no logarithm of " + number);
        }
        int whole = 63 - Long.numberOfLeadingZeros(number);
        long m = whole <= 31 ? number << (31 - whole) : number >> (whole - 31);
        long log = whole;
        for (int bit = 0; bit < BITS; bit++) {
            m = (m * m) >>> 31;
            log <<= 1;
            if (m >= 1L << 32) {
                log |= 1;
                m >>= 1;
            }
        }
        return log;
    }

    /** The median of at least one value; of an even number the mean of the two in the middle, rounded down. */
    static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : Math.floorDiv(sum(sorted[middle - 1], sorted[middle]), 2);
    }

    /** A sum of two numbers of at least 0, at most the largest long. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 && a >= 0 && b >= 0 ? Long.MAX_VALUE : sum;
    }

    /** A product of two numbers of at least 0, at most the largest long. */
    static long product(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }
}
