package lazurite.server.operator;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * The operator's port: figures and health for everybody who reaches it, control only with the token of the data folder.
 *
 * <p>Concurrency: any thread.
 */
public final class OperatorHandler implements HttpServer.Handler {
    private static final System.Logger LOG = System.getLogger(OperatorHandler.class.getName());
    /** What addresses of the admin API begin with. */
    public static final String ADMIN = "/admin/v1/";

    private static final String BACKUP = "/backup";
    private static final String DIR = "dir=";
    private static final String CLOCK = "/clock/accept";

    /** In the form of the admin API's errors. */
    private static final String NO_LEDGER = """
            {"error":{"code":"NotFound","message":"This server keeps no log, without which no command is taken; \
            'serve --ledger' keeps one."}}
            """;

    private final Metrics metrics;
    private final BooleanSupplier writable;
    private final @Nullable ControlToken token;
    private final Backups backups;
    private final Supplier<String> clock;
    private final @Nullable Admin admin;

    /** Answers what begins with {@link #ADMIN}. */
    @FunctionalInterface
    public interface Admin {
        Response answer(Request request) throws IOException;
    }

    /** Copies the data, while it is served, into a folder that is not there yet. */
    @FunctionalInterface
    public interface Backups {
        void write(Path target) throws IOException;
    }

    /**
     * @param writable false while the store takes no writes
     * @param token null if there is no data folder, and so nothing to control
     * @param clock has the wall clock believed, and says so
     * @param admin null without a ledger
     */
    public OperatorHandler(
            Metrics metrics,
            BooleanSupplier writable,
            @Nullable ControlToken token,
            Backups backups,
            Supplier<String> clock,
            @Nullable Admin admin) {
        this.metrics = metrics;
        this.writable = writable;
        this.token = token;
        this.backups = backups;
        this.clock = clock;
        this.admin = admin;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = exchange.request();
        if (!request.rawPath().startsWith(ADMIN)) {
            exchange.send(answer(request));
        } else if (admin != null) {
            exchange.send(admin.answer(request));
        } else {
            exchange.send(new Response(404, new Headers().add("Content-Type", "application/json"), Body.of(NO_LEDGER)));
        }
    }

    private Response answer(Request request) {
        return switch (request.rawPath()) {
            case "/metrics" ->
                reads(request)
                        ? new Response(
                                200, new Headers().add("Content-Type", Metrics.CONTENT_TYPE), Body.of(metrics.text()))
                        : text(405, "GET is the only method here.");
            case "/healthz" -> text(200, "ok");
            case "/readyz" -> writable.getAsBoolean() ? text(200, "ready") : text(503, "read-only");
            case BACKUP, CLOCK -> control(request);
            default ->
                text(
                        404,
                        "There are /healthz, /readyz, /metrics, /backup and /clock/accept; with a ledger, what begins with "
                                + ADMIN + ".");
        };
    }

    private Response control(Request request) {
        if (token == null) {
            return text(409, "This server keeps everything in memory; there is nothing to back up or to hold back.");
        }
        if (!token.matches(request.headers().first("Authorization"))) {
            return text(401, "This needs the token in the file 'operator' of the data folder.");
        }
        if (request.rawPath().equals(CLOCK)) {
            return request.method().equals("POST")
                    ? text(200, clock.get())
                    : text(405, "POST is the only method here.");
        }
        if (!request.method().equals("POST") || !request.rawQuery().startsWith(DIR)) {
            return text(400, "Expected POST /backup?dir=FOLDER.");
        }
        Path target = path(request.rawQuery().substring(DIR.length()));
        if (target == null || !target.isAbsolute()) {
            return text(400, "The folder must be given as an absolute path.");
        }
        try {
            long began = System.nanoTime();
            backups.write(target);
            LOG.log(Level.INFO, "backup written to {0} in {1} ms", target, (System.nanoTime() - began) / 1_000_000);
            return text(200, "The backup is in " + target + ".");
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "backup to " + target + " failed", failed);
            return text(500, String.valueOf(failed.getMessage()));
        }
    }

    /** Null if it is none. */
    private static @Nullable Path path(String encoded) {
        try {
            return Path.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static boolean reads(Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static Response text(int status, String line) {
        return new Response(
                status, new Headers().add("Content-Type", "text/plain; charset=utf-8"), Body.of(line + "\n"));
    }
}
