package lazurite.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import lazurite.base.Platform;
import org.junit.jupiter.api.Test;

class UidTest {
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final Platform system = Platform.system();
    private final Platform platform = new Platform(
            () -> Instant.ofEpochMilli(millis.get()),
            system.nanoTime(),
            system.random(),
            system.virtualThreads(),
            system.platformThreads());

    @Test
    void idsIncreaseThoughTheClockStepsBack() {
        UidSource uids = new UidSource(platform);
        List<Uid> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            made.add(uids.next());
            millis.addAndGet(i % 3 == 0 ? -5_000 : 1);
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made.getFirst().high() >>> 16).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void idsComeAfterThoseOfAnEarlierProcess() {
        UidSource uids = new UidSource(platform);
        Uid seen = new Uid((millis.get() + 60_000) << 16, 5);
        uids.above(seen);

        assertThat(uids.next()).isGreaterThan(seen);
    }

    @Test
    void threadsGetDifferentIds() throws Exception {
        UidSource uids = new UidSource(platform);
        List<Uid> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Uid>> make = () -> {
                List<Uid> own = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    own.add(uids.next());
                }
                return own;
            };
            for (Future<List<Uid>> each : threads.invokeAll(List.of(make, make, make, make))) {
                made.addAll(each.get());
            }
        }
        assertThat(made.stream().map(Uid::high)).doesNotHaveDuplicates();
    }

    @Test
    void byteOrderIsIdOrderAndBytesAreReadBack() {
        RandomGenerator random = system.random();
        for (int i = 0; i < 1000; i++) {
            Uid a = new Uid(random.nextLong() >> random.nextInt(64), random.nextLong());
            Uid b = new Uid(random.nextLong() >> random.nextInt(64), random.nextLong());
            assertThat(Integer.signum(a.compareTo(b)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.bytes(), b.bytes())));
            assertThat(Uid.read(ByteBuffer.wrap(a.bytes()))).isEqualTo(a);
        }
        assertThat(new Uid(1, 0xFF)).hasToString("000000000000000100000000000000ff");
    }

    @Test
    void anExtentIdIsTheTimeThenRandomBits() {
        ExtentId id = ExtentId.next(platform);

        assertThat(id.value() >>> 22).isEqualTo(1_700_000_000_000L);
        assertThat(ExtentId.parse(id.toString())).isEqualTo(id);
        assertThat(new ExtentId(0xABC)).hasToString("0000000000000abc");
        millis.incrementAndGet();
        assertThat(ExtentId.next(platform)).isGreaterThan(id);
        assertThat(new ExtentId(-1)).isGreaterThan(id);
    }

    @Test
    void usageAddsAndSubtracts() {
        Usage a = new Usage(1, 2, 3, 4, 5, 6);

        assertThat(a.plus(a).minus(a)).isEqualTo(a);
        assertThat(a.minus(a)).isEqualTo(Usage.NONE);
        assertThat(a.bytes()).isEqualTo(20);
    }
}
