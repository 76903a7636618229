package lazurite.service.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which reads run, so that the collector applies a change only once no read runs that began before it: a download then
 * sees one version from first to last byte, however long it takes.
 *
 * <p>Concurrency: any thread.
 */
public final class ReadsInProgress {
    private final InstantSource clock;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Long> startsByNumber = new ConcurrentSkipListMap<>();

    public ReadsInProgress(InstantSource clock) {
        this.clock = clock;
    }

    /** Ends the read when closed; closing twice is harmless. */
    @FunctionalInterface
    interface Read extends AutoCloseable {
        @Override
        void close();
    }

    /** A stream that ends the read when closed. */
    static InputStream guard(InputStream stream, Read read) {
        return new FilterInputStream(stream) {
            @Override
            public long transferTo(OutputStream out) throws IOException {
                return in.transferTo(out);
            }

            @Override
            public byte[] readAllBytes() throws IOException {
                return in.readAllBytes();
            }

            @Override
            public void close() throws IOException {
                try (read) {
                    in.close();
                }
            }
        };
    }

    Read begin() {
        long number = numbers.incrementAndGet();
        startsByNumber.put(number, clock.millis());
        return () -> startsByNumber.remove(number);
    }

    /** When the oldest running read began, in milliseconds since 1970; now if none runs. */
    public long oldestMillis() {
        var oldest = startsByNumber.firstEntry();
        return oldest == null ? clock.millis() : oldest.getValue();
    }
}
