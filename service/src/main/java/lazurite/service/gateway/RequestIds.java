package lazurite.service.gateway;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes {@code x-ms-request-id} values: GUIDs of a random half drawn at start and a count. Unique, not secret.
 *
 * <p>Concurrency: any thread.
 */
final class RequestIds {
    private static final HexFormat HEX = HexFormat.of();

    private final String start;
    private final AtomicLong count = new AtomicLong();

    RequestIds(RandomGenerator random) {
        String half = HEX.toHexDigits(random.nextLong());
        this.start = half.substring(0, 8) + '-' + half.substring(8, 12) + '-' + half.substring(12) + '-';
    }

    String next() {
        String half = HEX.toHexDigits(count.incrementAndGet());
        return start + half.substring(0, 4) + '-' + half.substring(4);
    }
}
