package lazurite.service.gateway;

import java.util.function.BooleanSupplier;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;

/** Unsigned probes on the service's own port: {@code /healthz} while it serves, {@code /readyz} while it can write. */
final class Health {
    private Health() {}

    /** The answer to a probe; null if the request is none. */
    static @Nullable Response answer(Request request, BooleanSupplier writable) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return switch (reads ? request.target() : "") {
            case "/healthz" -> text(200, "ok\n");
            case "/readyz" -> writable.getAsBoolean() ? text(200, "ready\n") : text(503, "read-only\n");
            default -> null;
        };
    }

    private static Response text(int status, String text) {
        Headers headers = new Headers().add("Content-Type", "text/plain").add("Cache-Control", "no-store");
        return new Response(status, headers, Body.of(text));
    }
}
