package lazurite.server.ledger;

import java.nio.charset.StandardCharsets;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;

/** What answers on the log's port have in common. */
final class Answer {
    static final String TEXT = "text/plain; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    /** For what never changes. */
    static final String FOR_EVER = "public, max-age=31536000, immutable";

    /** For what is to be asked for anew each time. */
    static final String FRESH = "no-cache";

    /** Nothing that is served here runs as a program, loads anything from elsewhere, or stands in another's frame. */
    static final String NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Answer() {}

    static Response ok(String type, String caching, byte[] bytes) {
        return new Response(200, headers(type, caching), Body.of(bytes));
    }

    /** Content that is known by its hash: not sent again to who has it. */
    static Response tagged(Request request, Headers headers, String hash, byte[] bytes) {
        String tag = '"' + hash + '"';
        headers.add("ETag", tag);
        return tag.equals(request.headers().first("If-None-Match"))
                ? Response.empty(304, headers)
                : new Response(200, headers, Body.of(bytes));
    }

    static Response absent() {
        return line(
                404,
                "There is nothing here. The log has /checkpoint, /tile/, /entry/, /receipt/, /blob/, /publications"
                        + " and /verify.");
    }

    /** A sentence, not to be kept. */
    static Response line(int status, String line) {
        return new Response(status, headers(TEXT, "no-store"), Body.of(line + "\n"));
    }

    /** Any page may read the log, so that it can be verified in a browser. */
    static Headers headers(String type, String caching) {
        return new Headers()
                .add("Content-Type", type)
                .add("Cache-Control", caching)
                .add("Access-Control-Allow-Origin", "*")
                .add("X-Content-Type-Options", "nosniff")
                .add("Referrer-Policy", "no-referrer")
                .add("Content-Security-Policy", NO_SCRIPT);
    }

    /** Whether the client says that it shows pages to a person. */
    static boolean wantsHtml(Request request) {
        return request.headers().all("Accept").stream().anyMatch(accept -> accept.contains("text/html"));
    }

    /** Text as it stands in HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
