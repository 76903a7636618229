package lazurite.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTest {
    @Test
    void keysAreOrderedAsUnsignedBytes() {
        List<Key> sorted = List.of(
                Key.of(""), key(0), key(0, 0), key(1), key(0x7F), key(0x80), key(0xFF), key(0xFF, 0), key(0xFF, 0xFF));
        List<Key> shuffled = new ArrayList<>(sorted.reversed());
        shuffled.sort(null);

        assertThat(shuffled).isEqualTo(sorted);
    }

    @Test
    void nextIsTheSmallestGreaterKey() {
        assertThat(key(1, 2).next()).isEqualTo(key(1, 2, 0)).isGreaterThan(key(1, 2));
    }

    @Test
    void prefixEndIsBehindEveryKeyWithThePrefixAndBeforeAllOthers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Key prefix = random(random);
            Key other = random(random);
            Key end = prefix.prefixEnd();
            boolean inRange = other.compareTo(prefix) >= 0 && (end == null || other.compareTo(end) < 0);
            assertThat(inRange).as("seed %d: %s in %s", seed, other, prefix).isEqualTo(other.startsWith(prefix));
        }
        assertThat(key(0xFF, 0xFF).prefixEnd()).isNull();
        assertThat(key(1, 0xFF).prefixEnd()).isEqualTo(key(2));
    }

    @Test
    void aKeyIsNotChangedThroughItsArrays() {
        byte[] bytes = {1, 2};
        Key key = Key.of(bytes);
        bytes[0] = 9;
        key.bytes()[0] = 9;

        assertThat(key).isEqualTo(key(1, 2)).hasSameHashCodeAs(key(1, 2));
    }

    @Test
    void aRangeStartsNoEarlierThanAsked() {
        KeyRange range = KeyRange.prefix(Key.of("b"));

        assertThat(range.startingAt(Key.of("a"))).isEqualTo(range);
        assertThat(range.startingAt(Key.of("bc"))).isEqualTo(new KeyRange(Key.of("bc"), Key.of("c")));
    }

    @Test
    void aKeyPrintsWhatIsPrintableAndTheRestInHex() {
        assertThat(Key.of("a\\b\1")).hasToString("a\\x5Cb\\x01");
    }

    private static Key random(Random random) {
        int[] alphabet = {0, 1, 0x61, 0xFE, 0xFF};
        return key(random.ints(random.nextInt(4), 0, alphabet.length)
                .map(i -> alphabet[i])
                .toArray());
    }

    private static Key key(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return Key.of(all);
    }
}
