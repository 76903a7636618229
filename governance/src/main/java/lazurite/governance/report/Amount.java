package lazurite.governance.report;

import java.math.BigInteger;

/** A sum of numbers of which only the bands are known: it is not less than the one and not more than the other. */
record Amount(BigInteger atLeast, BigInteger atMost) {
    static final Amount ZERO = new Amount(BigInteger.ZERO, BigInteger.ZERO);

    /** @param band floor of a number's binary logarithm; -1 for the number 0 */
    static Amount ofBand(long band) {
        return band < 0
                ? ZERO
                : new Amount(
                        BigInteger.TWO.pow((int) band),
                        BigInteger.TWO.pow((int) band + 1).subtract(BigInteger.ONE));
    }

    Amount plus(Amount other) {
        return new Amount(atLeast.add(other.atLeast), atMost.add(other.atMost));
    }

    boolean isZero() {
        return atMost.signum() == 0;
    }
}
