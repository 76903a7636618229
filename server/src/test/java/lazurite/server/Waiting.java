package lazurite.server;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How tests wait for what other threads and servers come to by themselves. */
public final class Waiting {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(2);

    private Waiting() {}

    /** Until it holds. */
    public static void until(String what, BooleanSupplier holds) {
        Boolean _ = found(what, () -> holds.getAsBoolean() ? Boolean.TRUE : null);
    }

    /** Until there is something, which it returns. */
    public static <T> T found(String what, Supplier<@Nullable T> sought) {
        long begun = System.nanoTime();
        while (true) {
            T found = sought.get();
            if (found != null) {
                return found;
            }
            if (System.nanoTime() - begun > NANOS_MAX) {
                throw new AssertionError("never: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
