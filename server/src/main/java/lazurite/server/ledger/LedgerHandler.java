package lazurite.server.ledger;

import java.io.IOException;
import java.util.function.Supplier;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Note;
import org.jspecify.annotations.Nullable;

/**
 * The log as static files for everybody (C2SP tlog-tiles): {@code /checkpoint} and {@code /tile/...}, read-only.
 *
 * <p>Concurrency: any thread.
 */
final class LedgerHandler implements HttpServer.Handler {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FRESH = "no-cache";

    private final Ledger ledger;

    LedgerHandler(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        exchange.send(answer(exchange.request()));
    }

    private Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            Response refusal = text(405, "The log is only read here.");
            refusal.headers().add("Allow", "GET, HEAD");
            return refusal;
        }
        String path = request.rawPath();
        if (path.equals("/checkpoint")) {
            return file(this::checkpoint, "text/plain; charset=utf-8", FRESH);
        }
        return path.startsWith("/tile/")
                ? file(() -> ledger.tile(path.substring(1)), "application/octet-stream", FOR_EVER)
                : absent();
    }

    private byte @Nullable [] checkpoint() {
        Note note = ledger.checkpoint();
        return note == null ? null : note.bytes();
    }

    private static Response file(Supplier<byte @Nullable []> content, String type, String caching) {
        byte[] bytes;
        try {
            bytes = content.get();
        } catch (RefusedException notATile) {
            return absent();
        } catch (StorageException unreadable) {
            return text(503, "The log cannot be read at present.");
        }
        return bytes == null
                ? absent()
                : new Response(200, headers(type).add("Cache-Control", caching), Body.of(bytes));
    }

    private static Response absent() {
        return text(404, "There is no such file in the log. It has /checkpoint and /tile/.");
    }

    private static Response text(int status, String line) {
        return new Response(
                status, headers("text/plain; charset=utf-8").add("Cache-Control", "no-store"), Body.of(line + "\n"));
    }

    /** Any page may read the log, so that it can be verified in a browser. */
    private static Headers headers(String type) {
        return new Headers()
                .add("Content-Type", type)
                .add("Access-Control-Allow-Origin", "*")
                .add("X-Content-Type-Options", "nosniff");
    }
}
