package lazurite.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.publication.Publications;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PublicPagesTest {
    private static final String ORIGIN = "log.example/2026";
    private static final String HTML = "text/html";

    private final Platform platform = Platform.system();
    private final SignerKey key = SignerKey.generate(ORIGIN, SignatureType.ED25519, new SecureRandom());
    private final MemoryEngine engine = new MemoryEngine(platform);
    private final MetadataStore store = engine.metadata();
    private final UidSource uids = new UidSource(platform);
    private final Documents documents = new Documents(store, uids, ORIGIN);
    private final Publications publications = new Publications();
    private final Ledger ledger = Ledger.open(store, new LedgerSettings(ORIGIN, List.of(key)), platform);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    PublicPagesTest() throws IOException {
        ledger.start();
        server = JettyHttpServer.start(
                HttpServer.Options.defaults("127.0.0.1", 0),
                new LedgerHandler(ledger, List.of(ledger.published()), documents, publications));
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(1));
        client.close();
        ledger.close();
        engine.close();
    }

    @Test
    void aPublishedPageIsServedAsTheLogSays() throws Exception {
        byte[] page = bytes("<h1>Findings</h1>");
        Hash hash = documents.put(page, true);
        long index = log(new PublicationEvent.Published("findings", hash, "text/html; charset=utf-8"));
        HttpResponse<byte[]> answer = get("/publications/findings");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(page);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(answer, "Link")).contains("/entry/" + index);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<byte[]> again = get("/publications/findings", "If-None-Match", header(answer, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void nothingPublishedRunsAsAProgram() throws Exception {
        Hash hash = documents.put(bytes("<script>alert(1)</script>"), true);
        log(new PublicationEvent.Published("evil", hash, HTML));
        for (String path : List.of("/publications/evil", "/blob/" + hash.hex(), "/publications", "/nothing")) {
            HttpResponse<byte[]> answer = get(path);
            assertThat(header(answer, "Content-Security-Policy"))
                    .as(path)
                    .startsWith("default-src 'none';")
                    .doesNotContain("script-src");
            assertThat(header(answer, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
        }
        assertThat(header(get("/blob/" + hash.hex()), "Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void aMediaTypeThatIsNoneMakesAPageBytes() throws Exception {
        Hash hash = documents.put(bytes("page"), true);
        log(new PublicationEvent.Published("odd", hash, "text/html\r\nSet-Cookie: a=b"));
        HttpResponse<byte[]> answer = get("/publications/odd");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aWithdrawnPageGoesOnSayingSoUntilItIsRestored() throws Exception {
        Hash hash = documents.put(bytes("page"), true);
        log(new PublicationEvent.Published("terms", hash, "text/plain"));
        long index = log(new PublicationEvent.Withdrawn("terms", PublicationEvent.Reason.COURT_ORDER));
        HttpResponse<byte[]> tombstone = get("/publications/terms", "Accept", "text/html,*/*");
        assertThat(tombstone.statusCode()).isEqualTo(410);
        assertThat(text(tombstone))
                .contains("<title>Withdrawn: terms</title>", "court order", "/entry/" + index, "/verify#" + index);
        HttpResponse<byte[]> line = get("/publications/terms");
        assertThat(line.statusCode()).isEqualTo(410);
        assertThat(text(line))
                .startsWith("The page 'terms' was withdrawn. Reason: court order. Entry " + index + " of the log");
        assertThat(text(get("/publications"))).contains("\"withdrawn\":\"court order\"");
        log(new PublicationEvent.Restored("terms", hash, "text/plain"));
        assertThat(text(get("/publications/terms"))).isEqualTo("page");
    }

    @Test
    void whatIsNotWhatItsHashSaysIsRefused() throws Exception {
        Hash hash = documents.put(bytes("as it was"), true);
        long index = log(new PublicationEvent.Published("page", hash, HTML));
        alter(hash);
        HttpResponse<byte[]> page = get("/publications/page");
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(text(page))
                .isEqualTo("The page is not what entry " + index + " of the log says; it is not served.\n");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
        assertThat(get("/blob/" + hash.hex()).statusCode()).isEqualTo(500);
    }

    @Test
    void aPageWhoseContentIsNotHereOrNotPublicIsNotServed() throws Exception {
        log(new PublicationEvent.Published("lost", Hash.sha256(bytes("lost")), HTML));
        assertThat(get("/publications/lost").statusCode()).isEqualTo(503);
        log(new PublicationEvent.Published("hidden", documents.put(bytes("hidden"), false), HTML));
        assertThat(get("/publications/hidden").statusCode()).isEqualTo(503);
        Hash gone = documents.put(bytes("gone"), true);
        documents.withdraw(gone);
        log(new PublicationEvent.Published("gone", gone, HTML));
        assertThat(get("/publications/gone").statusCode()).isEqualTo(410);
        assertThat(get("/publications/never").statusCode()).isEqualTo(404);
    }

    @Test
    void publicDocumentsAreServedAndPrivateOnesAreNot() throws Exception {
        Hash open = documents.put(bytes("open"), true);
        Hash closed = documents.put(bytes("closed"), false);
        Hash binary = documents.put(new byte[] {0, (byte) 0xFF}, true);
        HttpResponse<byte[]> answer = get("/blob/" + open.hex());
        assertThat(text(answer)).isEqualTo("open");
        assertThat(header(answer, "ETag")).isEqualTo('"' + open.hex() + '"');
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(get("/blob/" + binary.hex()), "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(get("/blob/" + closed.hex()).statusCode()).isEqualTo(404);
        assertThat(get("/blob/" + Hash.sha256(bytes("never")).hex()).statusCode())
                .isEqualTo(404);
        assertThat(get("/blob/" + open.hex().toUpperCase(Locale.ROOT)).statusCode())
                .isEqualTo(404);
        assertThat(get("/blob/../checkpoint").statusCode()).isEqualTo(404);
        documents.withdraw(open);
        HttpResponse<byte[]> withdrawn = get("/blob/" + open.hex());
        assertThat(withdrawn.statusCode()).isEqualTo(410);
        assertThat(text(withdrawn)).isEqualTo("The document was here and was withdrawn.\n");
    }

    @Test
    void theListIsForPeopleAndForPrograms() throws Exception {
        log(new PublicationEvent.Published("findings", documents.put(bytes("x"), true), HTML));
        assertThat(text(get("/publications", "Accept", HTML))).contains("<a href=\"/publications/findings\">");
        HttpResponse<byte[]> json = get("/publications");
        assertThat(header(json, "Content-Type")).isEqualTo("application/json");
        assertThat(header(json, "Vary")).isEqualTo("Accept");
        assertThat(text(json)).startsWith("[{\"index\":0,\"mediaType\":\"text/html\",\"page\":\"findings\",");
    }

    @Test
    void anEntryComesWithItsReceipt() throws Exception {
        log(new LogEvent.Heartbeat("1"));
        long index = log(new LogEvent.Heartbeat("2"));
        HttpResponse<byte[]> entry = get("/entry/" + index);
        assertThat(header(entry, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        HttpResponse<byte[]> receipt = get("/receipt/" + index);
        assertThat(header(receipt, "Cache-Control")).isEqualTo("no-cache");
        Policy policy = Policy.parse(bytes("log " + key.verifier().text() + "\nquorum none\n"));
        Receipt.parse(receipt.body()).verify(entry.body(), policy);
        for (String wrong : List.of("2", "-1", "01", "x", "", "9223372036854775807", "99999999999999999999")) {
            assertThat(get("/entry/" + wrong).statusCode()).as(wrong).isEqualTo(404);
            assertThat(get("/receipt/" + wrong).statusCode()).as(wrong).isEqualTo(404);
        }
    }

    @Test
    void aReceiptIsUnderTheWitnessesCheckpointWhereThereIsOne() throws Exception {
        log(new LogEvent.Heartbeat("1"));
        Note seen = Note.parse(get("/checkpoint").body());
        SignerKey witness = SignerKey.generate("witness", SignatureType.ED25519_COSIGNATURE, new SecureRandom());
        ledger.addCosigned(seen.with(List.of(
                witness.sign(Checkpoint.parse(seen.text()), platform.clock().instant()))));
        log(new LogEvent.Heartbeat("2"));
        assertThat(Receipt.parse(get("/receipt/0").body()).checkpoint().text()).isEqualTo(seen.text());
        assertThat(text(get("/receipt/0"))).contains("\n\u2014 witness ");
        assertThat(text(get("/receipt/1"))).doesNotContain("\n\u2014 witness ");
    }

    @Test
    void theReceiptPageMayRunItsOwnScriptOnly() throws Exception {
        HttpResponse<byte[]> page = get("/verify");
        String body = text(page);
        assertThat(body).containsOnlyOnce("<script>").doesNotContain("src=", "javascript:");
        String script = body.substring(body.indexOf("<script>") + 8, body.indexOf("</script>"));
        assertThat(header(page, "Content-Security-Policy"))
                .contains("script-src 'sha256-" + Hash.sha256(bytes(script)).base64() + "';")
                .doesNotContain("unsafe-eval");
        assertThat(get("/verify", "If-None-Match", header(page, "ETag")).statusCode())
                .isEqualTo(304);
    }

    /** Puts the event into the log, and tells the pages. */
    private long log(Event event) {
        Appended appended =
                ledger.append(event.draft(1_764_000_000_000L, "olga", null)).join();
        publications.apply(new Logged(appended.index(), appended.entry(), event));
        return appended.index();
    }

    /** Changes a document's bytes behind the back of who keeps it. */
    private void alter(Hash hash) {
        Group group = Group.of("G", ORIGIN);
        byte[] suffix = Arrays.copyOf(bytes("d"), 1 + Hash.BYTES);
        System.arraycopy(hash.bytes(), 0, suffix, 1, Hash.BYTES);
        Key row = group.key(suffix);
        byte[] altered = Objects.requireNonNull(store.get(Family.BASE, row));
        altered[altered.length - 1] ^= 1;
        Mutation put = new Mutation.Put(Family.BASE, row, altered);
        assertThat(store.commit(new Commit(group, uids.next(), List.of(), List.of(put), null)))
                .isTrue();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
