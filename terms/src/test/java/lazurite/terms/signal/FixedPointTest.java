package lazurite.terms.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FixedPointTest {
    @Test
    void logarithmsOfPowersOfTwoAreExact() {
        for (int power = 0; power < 63; power++) {
            assertThat(FixedPoint.log2(1L << power)).isEqualTo(power * FixedPoint.ONE);
        }
    }

    @Test
    void logarithmsAreTheGreatestStepBelow() {
        assertThat(FixedPoint.log2(3)).isEqualTo(103_872);
        assertThat(FixedPoint.log2(10)).isEqualTo(217_705);
        assertThat(FixedPoint.log2(Long.MAX_VALUE)).isEqualTo(63 * FixedPoint.ONE - 1);
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 10_000; round++) {
            long number = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(62) | 1;
            double expected = Math.log((double) number) / Math.log(2) * FixedPoint.ONE;
            assertThat((double) FixedPoint.log2(number))
                    .as("seed %d: %d", seed, number)
                    .isCloseTo(expected, within(1.1));
        }
    }

    @Test
    void medians() {
        assertThat(FixedPoint.median(new long[] {5})).isEqualTo(5);
        assertThat(FixedPoint.median(new long[] {9, 1, 5})).isEqualTo(5);
        assertThat(FixedPoint.median(new long[] {2, 5, 1, 9})).isEqualTo(3);
        assertThat(FixedPoint.median(new long[] {-2, -1})).isEqualTo(-2);
        assertThat(FixedPoint.median(new long[] {Long.MAX_VALUE, Long.MAX_VALUE}))
                .isEqualTo(Long.MAX_VALUE / 2);
    }

    @Test
    void sumsAndProductsStopAtTheLargestNumber() {
        SplittableRandom random = new SplittableRandom(11);
        BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);
        for (int round = 0; round < 10_000; round++) {
            long a = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            long b = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            BigInteger left = BigInteger.valueOf(a);
            BigInteger right = BigInteger.valueOf(b);
            assertThat(FixedPoint.sum(a, b))
                    .isEqualTo(left.add(right).min(largest).longValue());
            assertThat(FixedPoint.product(a, b))
                    .isEqualTo(left.multiply(right).min(largest).longValue());
        }
    }
}
