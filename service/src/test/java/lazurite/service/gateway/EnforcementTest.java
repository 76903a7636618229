package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lazurite.service.account.ExportGrant;
import lazurite.service.account.Exported;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnforcementTest {
    /** More than the buffers of a connection hold. */
    private static final int LARGE = 16 << 20;

    private static final String CORS = "<?xml version=\"1.0\"?><StorageServiceProperties><Cors><CorsRule>"
            + "<AllowedOrigins>*</AllowedOrigins><AllowedMethods>GET</AllowedMethods><AllowedHeaders>*</AllowedHeaders>"
            + "<ExposedHeaders>*</ExposedHeaders><MaxAgeInSeconds>5</MaxAgeInSeconds></CorsRule></Cors>"
            + "</StorageServiceProperties>";

    private RestrictedServer server;
    private AccountClient clinic;
    private AccountClient clinicToo;
    private AccountClient paper;

    @BeforeEach
    void start() throws Exception {
        server = new RestrictedServer();
        clinic = server.clinic;
        clinicToo = server.clinicToo;
        paper = server.paper;
        for (AccountClient each : List.of(clinic, clinicToo, paper)) {
            assertThat(each.signed("PUT", "/con?restype=container", "", "x-ms-blob-public-access", "blob")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(put(each, "b", "content").statusCode()).isEqualTo(201);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static HttpResponse<String> put(AccountClient client, String blob, String body) throws Exception {
        return client.signed("PUT", "/con/" + blob, body, "x-ms-blob-type", "BlockBlob");
    }

    private static HttpResponse<String> get(AccountClient client, String blob) throws Exception {
        return client.signed("GET", "/con/" + blob, "");
    }

    private static String error(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-ms-error-code").orElse("");
    }

    @Test
    void theRefusalNamesReasonCaseAndEnd() throws Exception {
        server.order(Level.NO_GROWTH);
        assertThat(put(clinic, "new", "1").body())
                .contains("<Code>AccountIsDisabled</Code>")
                .contains("its blob service takes no more data; reads and deletes are served"
                        + " (case c-7, no-growth, until 2026-11-28T00:00:00Z).");
        server.order(Level.EXPORT_ONLY);
        assertThat(get(clinic, "b").body())
                .contains("serves reads alone, while an export is granted (case c-7, export-only,");
        server.order(Level.DISABLED);
        assertThat(get(clinic, "b").body()).contains("is not served; its data is kept (case c-7, disabled,");
    }

    @Test
    void aStrangerLearnsNoCase() throws Exception {
        server.order(Level.DISABLED);
        HttpResponse<String> reader = clinic.send("GET", clinic.url("/con/b"), "");
        HttpResponse<String> writer = clinic.send("PUT", clinic.url("/con/b"), "1", "x-ms-blob-type", "BlockBlob");
        HttpResponse<String> source = paper.signed("PUT", "/con/copy", "", "x-ms-copy-source", clinic.url("/con/b"));
        for (HttpResponse<String> answer : List.of(reader, writer, source)) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body())
                    .contains("The specified account is disabled.")
                    .doesNotContain("c-7");
        }
    }

    @Test
    void everyAccountOfTheSubscriptionIsRestrictedAndNobodyElse() throws Exception {
        server.order(Level.DISABLED);
        assertThat(error(get(clinic, "b"))).isEqualTo("AccountIsDisabled");
        assertThat(error(get(clinicToo, "b"))).isEqualTo("AccountIsDisabled");
        assertThat(get(paper, "b").body()).isEqualTo("content");
        assertThat(put(paper, "new", "1").statusCode()).isEqualTo(201);
        assertThat(clinic.send("GET", "http://127.0.0.1:" + clinic.port() + "/healthz", "")
                        .statusCode())
                .isEqualTo(200);
        server.lift();
        assertThat(get(clinic, "b").body()).isEqualTo("content");
    }

    @ParameterizedTest
    @CsvSource({
        "WARNED, false, 200",
        "NO_GROWTH, false, 200",
        "EXPORT_ONLY, false, 403",
        "EXPORT_ONLY, true, 200",
        "DISABLED, true, 403"
    })
    void aPreflightIsAnsweredWhereAReadMayFollow(Level level, boolean granted, int status) throws Exception {
        assertThat(clinic.signed("PUT", "/?restype=service&comp=properties", CORS)
                        .statusCode())
                .isEqualTo(202);
        server.order(level, granted ? new ExportGrant[] {server.grant()} : new ExportGrant[0]);
        HttpResponse<String> answer = clinic.send(
                "OPTIONS",
                clinic.url("/con/b"),
                "",
                "x-ms-version",
                AccountClient.VERSION,
                "Origin",
                "https://clinic.example",
                "Access-Control-Request-Method",
                "GET");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(error(answer)).isEqualTo(status == 200 ? "" : "AccountIsDisabled");
        assertThat(server.restrictions.exported(41)).isEqualTo(new Exported(0, 0));
    }

    @Test
    void aBatchPassesAndItsPartsAreCheckedEach() throws Exception {
        server.order(Level.NO_GROWTH);
        HttpResponse<String> batch = batch(clinic, "b");
        assertThat(batch.statusCode()).as(batch.body()).isEqualTo(202);
        assertThat(batch.body()).contains("HTTP/1.1 202 Accepted");
        server.order(Level.DISABLED);
        assertThat(error(batch(clinic, "b"))).isEqualTo("AccountIsDisabled");
    }

    private static HttpResponse<String> batch(AccountClient client, String blob) throws Exception {
        String part = client.signedHead("DELETE", "/con/" + blob, 0);
        String body = "--x\r\nContent-Type: application/http\r\nContent-ID: 0\r\n\r\n" + part + "\r\n--x--\r\n";
        return client.signed("POST", "/?comp=batch", body, "Content-Type", "multipart/mixed; boundary=x");
    }

    @ParameterizedTest
    @CsvSource({"WARNED, ''", "NO_GROWTH, ''", "EXPORT_ONLY, AccountIsDisabled", "DISABLED, AccountIsDisabled"})
    void aSourceObeysItsOwnSubscriptionsOrders(Level level, String refusal) throws Exception {
        String sas = clinic.url("/con/b") + "?" + clinic.sas("ward", "con/b", "r", "");
        server.order(level);
        HttpResponse<String> copy = paper.signed("PUT", "/con/copy", "", "x-ms-copy-source", sas);
        assertThat(copy.headers().firstValue("x-ms-copy-source-error-code").orElse(""))
                .isEqualTo(refusal);
        assertThat(get(paper, "copy").statusCode()).isEqualTo(refusal.isEmpty() ? 200 : 404);
    }

    @Test
    void aTargetObeysItsOrdersWhereverTheSourceIs() throws Exception {
        String otherSubscription = paper.url("/con/b");
        String otherAccount = clinicToo.url("/con/b");
        server.order(Level.NO_GROWTH);
        for (String source : List.of(clinic.url("/con/b"), otherAccount, otherSubscription)) {
            HttpResponse<String> copy = clinic.signed("PUT", "/con/copy", "", "x-ms-copy-source", source);
            assertThat(error(copy)).as(source).isEqualTo("AccountIsDisabled");
        }
    }

    @Test
    void aCopyUnderAnExportGrantIsCounted() throws Exception {
        String sas = clinic.url("/con/b") + "?" + clinic.sas("ward", "con/b", "r", "");
        server.order(Level.EXPORT_ONLY, server.grant());
        HttpResponse<String> open = paper.signed("PUT", "/con/copy", "", "x-ms-copy-source", clinic.url("/con/b"));
        assertThat(open.headers().firstValue("x-ms-copy-source-error-code")).hasValue("AccountIsDisabled");
        assertThat(paper.signed("PUT", "/con/copy", "", "x-ms-copy-source", sas).statusCode())
                .isEqualTo(202);
        assertThat(get(paper, "copy").body()).isEqualTo("content");
        assertThat(server.restrictions.exported(41)).isEqualTo(new Exported(1, 7));
    }

    @Test
    void anExportIsServedByteForByteWithinItsTimeAndNotOutside() throws Exception {
        String bytes = text(300_000);
        assertThat(put(clinic, "large", bytes).statusCode()).isEqualTo(201);
        long now = server.wall.get();
        server.order(Level.EXPORT_ONLY, new ExportGrant(41, now + 1_000, now + 2_000));
        assertThat(error(get(clinic, "large"))).isEqualTo("AccountIsDisabled");
        server.pass(1_000);
        assertThat(get(clinic, "large").body()).isEqualTo(bytes);
        assertThat(clinic.send("GET", clinic.url("/con/b") + "?" + clinic.sas("ward", "con/b", "r", ""), "")
                        .body())
                .isEqualTo("content");
        server.pass(1_000);
        assertThat(error(get(clinic, "large"))).isEqualTo("AccountIsDisabled");
        assertThat(server.restrictions.exported(41)).isEqualTo(new Exported(2, 300_007));
        assertThat(server.restrictions.exported(42)).isEqualTo(new Exported(0, 0));
    }

    @Test
    void anOrderEndsByItselfAndSettingTheClockBackDoesNotMakeItLonger() throws Exception {
        server.order(Level.DISABLED);
        server.pass(RestrictedServer.DAY / 2);
        assertThat(error(get(clinic, "b"))).isEqualTo("AccountIsDisabled");
        server.wall.addAndGet(-10 * RestrictedServer.DAY);
        server.pass(RestrictedServer.DAY / 2 - 1);
        assertThat(error(get(clinic, "b"))).isEqualTo("AccountIsDisabled");
        server.pass(1);
        assertThat(get(clinic, "b").body()).isEqualTo("content");
        server.wall.addAndGet(-10 * RestrictedServer.DAY);
        assertThat(get(clinic, "b").body()).isEqualTo("content");
    }

    @Test
    void aRefusedRequestIsStillTold() throws Exception {
        server.order(Level.DISABLED);
        get(clinic, "b");
        RequestRecord record = server.records.take();
        while (!"GetBlob".equals(record.operation())) {
            record = server.records.take();
        }
        assertThat(record.subscription()).isEqualTo("clinic");
        assertThat(record.errorCode()).isEqualTo("AccountIsDisabled");
        assertThat(record.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void aRunningDownloadIsCutWhereReadsAreRefused(Level level) throws Exception {
        assertThat(put(clinic, "large", "x".repeat(LARGE)).statusCode()).isEqualTo(201);
        try (ByHand download = new ByHand(clinic.port())) {
            download.send(clinic.signedHead("GET", "/con/large", 0));
            assertThat(download.status()).isEqualTo(200);
            server.order(level);
            boolean cut = switch (level) {
                case WARNED, NO_GROWTH -> false;
                case EXPORT_ONLY, DISABLED -> true;
            };
            assertThat(download.readToEnd(LARGE) < LARGE).isEqualTo(cut);
        }
    }

    @Test
    void aRunningExportIsCutWhenItsTimeIsOverAndAnotherSubscriptionsDownloadIsNot() throws Exception {
        assertThat(put(clinic, "large", "x".repeat(LARGE)).statusCode()).isEqualTo(201);
        assertThat(put(paper, "large", "x".repeat(LARGE)).statusCode()).isEqualTo(201);
        server.order(Level.EXPORT_ONLY, server.grant());
        try (ByHand export = new ByHand(clinic.port());
                ByHand other = new ByHand(paper.port())) {
            export.send(clinic.signedHead("GET", "/con/large", 0));
            other.send(paper.signedHead("GET", "/con/large", 0));
            assertThat(export.status()).isEqualTo(200);
            assertThat(other.status()).isEqualTo(200);
            server.pass(RestrictedServer.DAY / 24);
            assertThat(export.readToEnd(LARGE)).isLessThan(LARGE);
            assertThat(other.readToEnd(LARGE)).isEqualTo(LARGE);
        }
        assertThat(server.restrictions.exported(41).bytes()).isBetween(1L, LARGE - 1L);
    }

    @Test
    void anAnswerOfWhichNothingHasLeftBecomesARefusal() throws Exception {
        try (Served served = new Served(Limits.standard(), () -> true, server.restrictions::admit)) {
            served.signed("PUT", "/c/slow", "1");
            CompletableFuture<HttpResponse<String>> slow = served.client()
                    .sendAsync(served.signedRequest("GET", "/c/slow", ""), HttpResponse.BodyHandlers.ofString());
            assertThat(served.scraps.slowStarted.await(20, TimeUnit.SECONDS)).isTrue();
            server.order("default", Level.DISABLED);
            served.scraps.slowMayEnd.countDown();
            HttpResponse<String> answer = slow.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(error(answer)).isEqualTo("AccountIsDisabled");
            assertThat(answer.headers().firstValue("ETag")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "WARNED", mode = EnumSource.Mode.EXCLUDE)
    void anUploadThatBeganBeforeTheOrderIsBrokenOffAtItsNextPiece(Level level) throws Exception {
        byte[] half = text(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (ByHand upload = new ByHand(clinic.port())) {
            upload.send(clinic.signedHead("PUT", "/con/slow", 2L * half.length, "x-ms-blob-type", "BlockBlob"));
            upload.send(half);
            while (server.admission.uploadsInFlight() == 0) {
                Thread.onSpinWait();
            }
            server.order(level);
            upload.send(new byte[1]);
            assertThat(upload.status()).isEqualTo(403);
        }
        server.lift();
        assertThat(get(clinic, "slow").statusCode()).isEqualTo(404);
    }

    private static String text(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(7);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
