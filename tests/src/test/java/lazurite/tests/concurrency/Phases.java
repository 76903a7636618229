package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Times in which changes are forbidden, as the client sees it that had them forbidden: from behind the answer to that
 * until before it asks for the opposite. What another client begins and has answered within one such time is refused.
 *
 * <p>Concurrency: any thread may try; one changes the phase.
 */
final class Phases {
    private final AtomicInteger phase = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger tried = new AtomicInteger();

    /** From now on everything is refused. */
    void forbid() {
        assertThat(phase.incrementAndGet() % 2).isEqualTo(1);
    }

    void allow() {
        assertThat(phase.incrementAndGet() % 2).isZero();
    }

    int tried() {
        return tried.get();
    }

    /** How many requests were refused within a time in which everything is. */
    int refused() {
        return refused.get();
    }

    /** Sends a request that is forbidden at times. */
    void attempt(Client client, Call call) throws IOException {
        int before = phase.get();
        Reply reply = client.send(call).require(200, 201, 202, 404, 409);
        if (before == phase.get() && before % 2 == 1) {
            assertThat(reply.ok()).as("%s while it is forbidden", reply).isFalse();
            refused.incrementAndGet();
        }
        tried.incrementAndGet();
    }
}
