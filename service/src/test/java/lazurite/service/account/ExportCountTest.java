package lazurite.service.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.junit.jupiter.api.Test;

final class ExportCountTest {
    private static final long OFFER = -7;

    private final Kept kept = new Kept();

    /** What is durable, and how often it was written. */
    private static final class Kept implements ExportTotals {
        final Map<Long, Exported> totals = new HashMap<>();
        int writes;
        boolean failing;

        @Override
        public synchronized Exported read(long offer) {
            return totals.getOrDefault(offer, new Exported(0, 0));
        }

        @Override
        public synchronized void write(long offer, Exported most) {
            if (failing) {
                throw new StorageException(ErrorCode.InternalError);
            }
            writes++;
            totals.put(offer, most);
        }
    }

    @Test
    void aKilledProcessIsFollowedByOneThatCountsNoLess() {
        for (long round = 1; round <= 3; round++) {
            ExportCount count = new ExportCount(OFFER, kept);
            long before = count.sum().bytes();
            count.add(1, 5_000);
            count.add(0, ExportCount.BYTES_STEP);
            assertThat(kept.read(OFFER).bytes())
                    .isBetween(count.sum().bytes(), count.sum().bytes() + ExportCount.BYTES_STEP);
            assertThat(kept.read(OFFER).requests())
                    .isBetween(count.sum().requests(), count.sum().requests() + ExportCount.REQUESTS_STEP);
            assertThat(new ExportCount(OFFER, kept).sum().bytes())
                    .isGreaterThanOrEqualTo(before + 5_000 + ExportCount.BYTES_STEP);
        }
    }

    @Test
    void aProcessThatEndsKeepsExactCounts() {
        ExportCount count = new ExportCount(OFFER, kept);
        count.add(2, 5_000);
        count.add(-1, -1_000);
        count.settle();
        assertThat(kept.totals).containsExactly(Map.entry(OFFER, new Exported(1, 4_000)));
        count.add(1, 1);
        assertThat(kept.read(OFFER).bytes()).isGreaterThan(4_000);
    }

    @Test
    void manyReadersAreKeptInFewWritesAndNoneIsForgotten() throws InterruptedException {
        ExportCount count = new ExportCount(OFFER, kept);
        List<Thread> readers = new ArrayList<>();
        for (int reader = 0; reader < 8; reader++) {
            readers.add(Thread.ofVirtual().start(() -> {
                for (int piece = 0; piece < 10_000; piece++) {
                    count.add(0, 32_768);
                }
            }));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        long all = 8L * 10_000 * 32_768;
        assertThat(count.sum().bytes()).isEqualTo(all);
        assertThat(kept.read(OFFER).bytes()).isGreaterThanOrEqualTo(all);
        assertThat(kept.writes).isLessThanOrEqualTo((int) (all / ExportCount.BYTES_STEP) + 1);
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        ExportCount count = new ExportCount(OFFER, kept);
        kept.failing = true;
        assertThatThrownBy(() -> count.add(0, 1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> count.add(0, 1)).isInstanceOf(StorageException.class);
        kept.failing = false;
        count.add(0, 1);
        assertThat(kept.read(OFFER).bytes()).isGreaterThanOrEqualTo(3);
    }
}
