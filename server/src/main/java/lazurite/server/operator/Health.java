package lazurite.server.operator;

import java.util.function.Supplier;
import lazurite.http.Request;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * Unsigned health answers: {@code /healthz} as soon as the process serves, {@code /readyz} as long as it also takes
 * writes.
 */
public final class Health {
    public static final String LIVE = "/healthz";
    public static final String READY = "/readyz";

    private final Supplier<@Nullable String> obstacle;

    /** @param obstacle why writes are refused now, in one sentence; null if they are not */
    public Health(Supplier<@Nullable String> obstacle) {
        this.obstacle = obstacle;
    }

    /** Whether the path is one of the two. */
    public static boolean isFor(Request request) {
        String path = request.rawPath();
        return path.equals(LIVE) || path.equals(READY);
    }

    public Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return OperatorHandler.text(405, "GET is the only method here.");
        }
        String reason = request.rawPath().equals(READY) ? obstacle.get() : null;
        return reason == null ? OperatorHandler.text(200, "ok") : OperatorHandler.text(503, reason);
    }
}
