package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteGateTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong free = new AtomicLong(10_000);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private WriteGate gate;

    @BeforeEach
    void makeGate() throws IOException {
        gate = new WriteGate(
                () -> {
                    asked.incrementAndGet();
                    return free.get();
                },
                8_000,
                nanos::get);
    }

    @Test
    void writesAreRefusedBelowTheFloorAndTakenAgainAboveIt() {
        gate.admit(100);
        free.set(7_999);
        nanos.addAndGet(2 * SECOND);
        assertThatThrownBy(() -> gate.admit(1))
                .hasMessageContaining("disk is full")
                .asInstanceOf(InstanceOfAssertFactories.type(StorageException.class))
                .extracting(StorageException::code)
                .isEqualTo(ErrorCode.ServerBusy);

        free.set(8_500);
        gate.admit(100);
    }

    @Test
    void aWriteThatWouldGoBelowTheFloorIsRefusedAtOnce() {
        assertThatThrownBy(() -> gate.admit(2_001)).hasMessageContaining("disk is full");
        gate.admit(2_000);
    }

    @Test
    void whatFreesSpaceMayUseHalfOfTheFloor() {
        free.set(4_100);
        nanos.addAndGet(2 * SECOND);

        gate.admitFreeing(100);
        assertThatThrownBy(() -> gate.admitFreeing(200)).hasMessageContaining("disk is full");
        assertThatThrownBy(() -> gate.admit(1)).hasMessageContaining("disk is full");
    }

    @Test
    void afterAFailureThereIsNoRoom() {
        assertThat(gate.bytesFree()).isEqualTo(2_000);
        gate.fail("a sync", new IOException("broken"));
        assertThat(gate.bytesFree()).isZero();
    }

    @Test
    void theFileSystemIsAskedOncePerSecondOrPartOfTheFloor() {
        long before = asked.get();
        for (int i = 0; i < 1000; i++) {
            gate.admit(1);
        }
        assertThat(asked.get()).isEqualTo(before);
        gate.admit(1);
        assertThat(asked.get()).isEqualTo(before + 1);
        nanos.addAndGet(2 * SECOND);
        gate.admit(1);
        assertThat(asked.get()).isEqualTo(before + 2);
    }

    @Test
    void theFirstFailureIsFinalAndTheReason() {
        gate.fail("a sync", new IOException("first"));
        gate.fail("a sync", new IOException("second"));

        assertThatThrownBy(() -> gate.admit(0)).hasMessageContaining("first").hasMessageContaining("until restart");
        assertThatThrownBy(gate::requireSound).hasMessageContaining("first");
    }
}
