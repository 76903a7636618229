package lazurite.store.body;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Arrays of one size, kept for the next taker. How many are in use is bounded by those who take them; how many wait is
 * bounded here.
 *
 * <p>Concurrency: any thread.
 */
final class Buffers {
    private final int size;
    private final int keptMax;
    private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();

    Buffers(int size, int keptMax) {
        this.size = size;
        this.keptMax = keptMax;
    }

    byte[] take() {
        byte[] buffer = free.poll();
        if (buffer == null) {
            return new byte[size];
        }
        kept.decrementAndGet();
        return buffer;
    }

    void giveBack(byte[] buffer) {
        if (kept.incrementAndGet() <= keptMax) {
            free.add(buffer);
        } else {
            kept.decrementAndGet();
        }
    }
}
