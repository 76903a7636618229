package lazurite.server.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.tree.Hash;

/**
 * The page that verifies receipts in the reader's browser. Its one script is allowed by its hash; it may read any log.
 *
 * <p>Concurrency: any thread.
 */
final class ReceiptPage {
    private static final String FILE = "receipt.html";

    private final byte[] page;
    private final String hash;
    private final String policy;

    ReceiptPage() {
        this.page = resource();
        this.hash = Hash.sha256(page).hex();
        this.policy = "default-src 'none'; script-src 'sha256-" + scriptHash(page) + "'; style-src 'unsafe-inline';"
                + " connect-src http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    Response answer(Request request) {
        Headers headers = Answer.headers(Answer.HTML, Answer.FRESH).set("Content-Security-Policy", policy);
        return Answer.tagged(request, headers, hash, page);
    }

    private static String scriptHash(byte[] page) {
        String text = new String(page, StandardCharsets.UTF_8);
        String script = text.substring(text.indexOf("<script>") + "<script>".length(), text.indexOf("</script>"));
        return Hash.sha256(script.getBytes(StandardCharsets.UTF_8)).base64();
    }

    private static byte[] resource() {
        try (InputStream in = Objects.requireNonNull(ReceiptPage.class.getResourceAsStream(FILE), FILE)) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
