package lazurite.http.jetty;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that sends a little, again and again. */
final class Drip {
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Drip() {}

    /** Drips until the server ends the connection or tells something; false if it does neither for 30 seconds. */
    static boolean until(RawClient client, String drop, Collection<Object> told) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < PATIENCE_NANOS) {
            if (!told.isEmpty()) {
                return true;
            }
            try {
                client.send(drop);
            } catch (IOException ended) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return false;
    }
}
