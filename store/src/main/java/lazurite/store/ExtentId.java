package lazurite.store;

import java.util.HexFormat;
import lazurite.base.Platform;

/**
 * Names an extent, never reused: 42 bits of milliseconds since 1970, then 22 random bits. Creation is exclusive, so a
 * clash is met there and answered with another id.
 */
public record ExtentId(long value) implements Comparable<ExtentId> {
    public static ExtentId next(Platform platform) {
        return new ExtentId(
                (platform.clock().millis() << 22) | (platform.random().nextLong() & 0x3FFFFF));
    }

    public static ExtentId parse(String hex) {
        return new ExtentId(HexFormat.fromHexDigitsToLong(hex));
    }

    /** 16 lower-case hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }

    @Override
    public int compareTo(ExtentId other) {
        return Long.compareUnsigned(value, other.value);
    }
}
