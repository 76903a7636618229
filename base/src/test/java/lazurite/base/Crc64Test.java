package lazurite.base;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {
    @Test
    void matchesTheCatalogue() {
        assertThat(Crc64.of("123456789".getBytes(US_ASCII))).isEqualTo(0xAE8B14860A799888L);
    }

    @Test
    void standsLittleEndianOnTheWire() {
        assertThat(Crc64.base64(Crc64.of(new byte[0]))).isEqualTo("AAAAAAAAAAA=");
        assertThat(Crc64.base64(Crc64.of("123456789".getBytes(US_ASCII)))).isEqualTo("iJh5CoYUi64=");
        assertThat(Crc64.base64(Crc64.of("AAA".getBytes(US_ASCII)))).isEqualTo("Cc/2Kr4DuKg=");
        assertThat(Crc64.parse("iJh5CoYUi64=")).isEqualTo(0xAE8B14860A799888L);
        assertThatThrownBy(() -> Crc64.parse("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isTheSameHoweverTheBytesArriveAndMatchesBitwiseDivision() {
        Random random = new Random(64);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            Crc64 crc = new Crc64();
            for (int at = 0; at < length; ) {
                int step = Math.min(length - at, 1 + random.nextInt(40));
                crc.update(bytes, at, step);
                at += step;
            }
            assertThat(crc.value()).as("length %d", length).isEqualTo(bitwise(bytes));
            assertThat(Crc64.of(bytes)).isEqualTo(crc.value());
        }
    }

    @Test
    void combinesChecksumsOfNeighbours() {
        Random random = new Random(65);
        for (int round = 0; round < 200; round++) {
            byte[] both = new byte[random.nextInt(5_000)];
            random.nextBytes(both);
            int cut = random.nextInt(both.length + 1);
            Crc64 first = new Crc64();
            first.update(both, 0, cut);
            Crc64 second = new Crc64();
            second.update(both, cut, both.length - cut);
            assertThat(Crc64.combine(first.value(), second.value(), both.length - cut))
                    .isEqualTo(Crc64.of(both));
        }
    }

    @Test
    void combinesOverLengthsThatNoArrayHas() {
        long zeros = 0;
        long crcOfZeros = Crc64.of(new byte[0]);
        long one = Crc64.of(new byte[1 << 20]);
        for (int i = 0; i < 4; i++) {
            crcOfZeros = Crc64.combine(crcOfZeros, one, 1 << 20);
            zeros += 1 << 20;
        }
        assertThat(crcOfZeros).isEqualTo(Crc64.of(new byte[(int) zeros]));
        long left = Crc64.combine(Crc64.combine(1, 2, 5L << 40), 3, 7L << 33);
        long right = Crc64.combine(1, Crc64.combine(2, 3, 7L << 33), (5L << 40) + (7L << 33));
        assertThat(left).isEqualTo(right);
    }

    @Test
    void startsAnewAfterReset() {
        Crc64 crc = new Crc64();
        crc.update(new byte[] {1, 2, 3});
        crc.reset();
        crc.update("AAA".getBytes(US_ASCII));
        assertThat(crc.value()).isEqualTo(Crc64.of("AAA".getBytes(US_ASCII)));
    }

    private static long bitwise(byte[] bytes) {
        long crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) != 0 ? 0x9A6C9329AC4BC9B5L : 0);
            }
        }
        return ~crc;
    }
}
