package lazurite.server.ledger;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.PublishedLog;
import lazurite.ledger.note.Note;
import org.jspecify.annotations.Nullable;

/**
 * The log as static files for everybody (C2SP tlog-tiles): {@code /checkpoint} and {@code /tile/...}, read-only.
 * {@code /checkpoint.cosigned} is the newest checkpoint that enough witnesses cosigned. Behind {@code /restarted/1} stand
 * the same files of the log that this one goes on from, behind {@code /restarted/2} those of the one before that.
 *
 * <p>Concurrency: any thread.
 */
final class LedgerHandler implements HttpServer.Handler {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FRESH = "no-cache";
    private static final String TEXT = "text/plain; charset=utf-8";

    private static final Pattern RESTARTED = Pattern.compile("/restarted/([1-9][0-9]{0,3})(/.*)");

    private final List<PublishedLog> logs;

    /** @param logs the current one first, each going on from the next */
    LedgerHandler(List<PublishedLog> logs) {
        this.logs = List.copyOf(logs);
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
        Matcher older = RESTARTED.matcher(request.rawPath());
        if (!older.matches()) {
            return answer(logs.getFirst(), request.rawPath());
        }
        int back = Integer.parseInt(older.group(1));
        return back < logs.size() ? answer(logs.get(back), older.group(2)) : absent();
    }

    private static Response answer(PublishedLog log, String path) {
        if (path.equals("/checkpoint")) {
            return file(() -> bytes(log.checkpoint()), TEXT, FRESH);
        }
        if (path.equals("/checkpoint.cosigned")) {
            return file(() -> bytes(log.cosigned()), TEXT, FRESH);
        }
        return path.startsWith("/tile/")
                ? file(() -> log.tile(path.substring(1)), "application/octet-stream", FOR_EVER)
                : absent();
    }

    private static byte @Nullable [] bytes(@Nullable Note note) {
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
        return new Response(status, headers(TEXT).add("Cache-Control", "no-store"), Body.of(line + "\n"));
    }

    /** Any page may read the log, so that it can be verified in a browser. */
    private static Headers headers(String type) {
        return new Headers()
                .add("Content-Type", type)
                .add("Access-Control-Allow-Origin", "*")
                .add("X-Content-Type-Options", "nosniff");
    }
}
