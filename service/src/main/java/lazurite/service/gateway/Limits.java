package lazurite.service.gateway;

import java.time.Duration;

/**
 * How much is served at a time; beyond it requests are answered 503 ServerBusy.
 *
 * @param requestsMax requests in flight, from head to last byte of the answer
 * @param uploadsMax requests whose body is being read, bodies up to {@code smallBodyBytes} not counted
 * @param uploadWaitMax how long an upload may wait for its turn before it is refused; its body stays unread meanwhile
 * @param smallBodyBytes length of a body that is too small to count; a body of unknown length always counts
 */
public record Limits(int requestsMax, int uploadsMax, Duration uploadWaitMax, long smallBodyBytes) {
    public Limits {
        if (requestsMax < 1 || uploadsMax < 1 || uploadWaitMax.isNegative() || smallBodyBytes < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** 1,024 requests, 128 uploads beyond 64 KiB, 10 seconds of waiting. */
    public static Limits standard() {
        return new Limits(1_024, 128, Duration.ofSeconds(10), 64 * 1_024);
    }
}
