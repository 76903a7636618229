package lazurite.tests.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpAuthorization;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobCopySourceTagsMode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.options.AppendBlobAppendBlockFromUrlOptions;
import com.azure.storage.blob.options.BlobCopyFromUrlOptions;
import com.azure.storage.blob.options.BlobUploadFromUrlOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockFromUrlOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import lazurite.server.Lazurite;
import lazurite.server.config.Config;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers, one of which may read this machine, and a web server that they may have to do with. */
final class OutsideSourcesTest {
    private static final int BIG = 9 << 20;

    private static Lazurite server;
    private static Lazurite other;
    private static WebSource web;
    private static BlobContainerClient container;
    private static BlobContainerClient elsewhere;

    @BeforeAll
    static void start() throws IOException {
        Config config = Config.forTests();
        server = Lazurite.start(config.withCopy(
                config.copy().withSources(List.of("127.0.0.0/8")).withSilence(Duration.ofSeconds(20))));
        other = Lazurite.start(config);
        web = new WebSource();
        container = client(server).createBlobContainer("here");
        elsewhere = client(other).createBlobContainer("there");
    }

    @AfterAll
    static void stop() throws IOException {
        web.close();
        server.close();
        other.close();
    }

    private static BlobServiceClient client(Lazurite of) {
        return new BlobServiceClientBuilder()
                .connectionString(of.connectionString())
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 60, null, null, null))
                .buildClient();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String readUrl(BlobClient blob) {
        OffsetDateTime later = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);
        return blob.getBlobUrl() + "?"
                + blob.generateSas(
                        new BlobServiceSasSignatureValues(later, new BlobSasPermission().setReadPermission(true)));
    }

    private static BlobStorageException refused(int status, String code, ThrowingCallable call) {
        BlobStorageException failure = catchThrowableOfType(BlobStorageException.class, call);
        assertThat(failure).as(status + " " + code).isNotNull();
        assertThat(failure.getStatusCode() + " " + failure.getErrorCode()).isEqualTo(status + " " + code);
        return failure;
    }

    private static void copy(BlobClient target, String source) {
        assertThat(target.beginCopy(source, Duration.ofMillis(20))
                        .waitForCompletion(Duration.ofMinutes(1))
                        .getStatus())
                .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
    }

    @Test
    void aBlobOfAnotherServerIsCopiedWithItsHeadersAndMetadata() {
        byte[] content = bytes(BIG);
        BlobClient source = elsewhere.getBlobClient("big");
        source.upload(BinaryData.fromBytes(content));
        source.setHttpHeaders(new BlobHttpHeaders().setContentType("x/y").setCacheControl("c"));
        source.setMetadata(Map.of("from", "there"));
        BlobClient target = container.getBlobClient("big");
        copy(target, readUrl(source));
        assertThat(target.downloadContent().toBytes()).isEqualTo(content);
        var properties = target.getProperties();
        assertThat(properties.getContentType()).isEqualTo("x/y");
        assertThat(properties.getMetadata()).containsOnly(Map.entry("from", "there"));
        assertThat(properties.getCopyProgress()).isEqualTo(BIG + "/" + BIG);
        assertThat(properties.getCopySource()).isEqualTo(source.getBlobUrl());
    }

    @Test
    void writesFromUrlTakeRangesOfWhatAnotherServerHas() {
        BlobClient source = elsewhere.getBlobClient("text");
        source.upload(BinaryData.fromString("0123456789"), true);
        var blocks = container.getBlobClient("blocks").getBlockBlobClient();
        blocks.stageBlockFromUrlWithResponse(
                new BlockBlobStageBlockFromUrlOptions("AAAA", readUrl(source)).setSourceRange(new BlobRange(2, 3L)),
                null,
                Context.NONE);
        blocks.commitBlockList(List.of("AAAA"));
        assertThat(blocks.downloadContent().toString()).isEqualTo("234");
        var log = container.getBlobClient("log").getAppendBlobClient();
        log.create();
        log.appendBlockFromUrl(readUrl(source), new BlobRange(8));
        assertThat(log.downloadContent().toString()).isEqualTo("89");
        BlobClient whole = container.getBlobClient("whole");
        whole.getBlockBlobClient().uploadFromUrl(readUrl(source));
        assertThat(whole.downloadContent().toString()).isEqualTo("0123456789");
        assertThat(whole.getProperties().getCopyId()).isNull();
        whole.getBlockBlobClient().stageBlockFromUrl("BBBB", readUrl(whole), null);
    }

    @Test
    void aPlainWebServersContentIsHashedAndItsBearerIsPassedOn() throws Exception {
        byte[] content = bytes(100_000);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
        String url = web.serve("/plain", content, "Content-Type: text/x", "Set-Cookie: a=b");
        BlobClient target = container.getBlobClient("plain");
        var options = new BlobUploadFromUrlOptions(url + "?secret=1").setContentMd5(md5);
        options.setSourceAuthorization(new HttpAuthorization("Bearer", "tok"));
        target.getBlockBlobClient().uploadFromUrlWithResponse(options, null, Context.NONE);
        assertThat(target.downloadContent().toBytes()).isEqualTo(content);
        assertThat(target.getProperties().getContentType()).isEqualTo("text/x");
        assertThat(web.requests)
                .anyMatch(head -> head.startsWith("GET /plain?secret=1 ")
                        && head.contains("Authorization: Bearer tok")
                        && !head.contains("Cookie"));
        refused(
                400,
                "Md5Mismatch",
                () -> target.getBlockBlobClient()
                        .uploadFromUrlWithResponse(
                                new BlobUploadFromUrlOptions(url).setContentMd5(new byte[16]), null, Context.NONE));
        var withTags = new BlobUploadFromUrlOptions(url).setCopySourceTagsMode(BlobCopySourceTagsMode.COPY);
        refused(
                400,
                "UnsupportedHeader",
                () -> target.getBlockBlobClient().uploadFromUrlWithResponse(withTags, null, Context.NONE));
        assertThat(target.copyFromUrl(url)).isNotEmpty();
        assertThat(target.getProperties().getCopyStatus()).isEqualTo(CopyStatusType.SUCCESS);
    }

    @Test
    void whatASourceRefusesIsTold() {
        BlobClient target = container.getBlobClient("refused");
        BlobStorageException missing = refused(
                404, "CannotVerifyCopySource", () -> target.copyFromUrl(readUrl(elsewhere.getBlobClient("none"))));
        assertThat(missing.getResponse()
                        .getHeaders()
                        .getValue(HttpHeaderName.fromString("x-ms-copy-source-status-code")))
                .isEqualTo("404");
        assertThat(missing.getResponse()
                        .getHeaders()
                        .getValue(HttpHeaderName.fromString("x-ms-copy-source-error-code")))
                .isEqualTo("BlobNotFound");
        refused(
                404,
                "CannotVerifyCopySource",
                () -> target.beginCopy(web.serve("/other", new byte[1]) + "x", null)
                        .poll());
        String changed = web.serve("/changed", new byte[10], "ETag: \"now\"");
        refused(
                412,
                "CannotVerifyCopySource",
                () -> target.copyFromUrlWithResponse(
                        new BlobCopyFromUrlOptions(changed)
                                .setSourceRequestConditions(new BlobRequestConditions().setIfMatch("\"then\"")),
                        null,
                        Context.NONE));
        refused(
                304,
                "CannotVerifyCopySource",
                () -> target.copyFromUrlWithResponse(
                        new BlobCopyFromUrlOptions(changed)
                                .setSourceRequestConditions(new BlobRequestConditions().setIfNoneMatch("\"now\"")),
                        null,
                        Context.NONE));
        assertThat(target.exists()).isFalse();
    }

    @Test
    void noAddressThatIsNotListedIsReadAndNoRedirectIsFollowed() {
        BlobClient target = container.getBlobClient("forbidden");
        for (String host : List.of("169.254.169.254", "[fd00:ec2::254]", "[::1]:1", "10.0.0.1", "0.0.0.0:1")) {
            refused(403, "CannotVerifyCopySource", () -> target.copyFromUrl("http://" + host + "/latest"));
        }
        String redirect = web.serve(
                "/redirect",
                out -> out.write(WebSource.text(
                        "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")));
        refused(409, "CannotVerifyCopySource", () -> target.copyFromUrl(redirect));
        BlobContainerClient strict = client(other).createBlobContainerIfNotExists("strict");
        for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")) {
            String url = redirect.replace("127.0.0.1", host).replace("/redirect", "/x/y");
            refused(
                    403,
                    "CannotVerifyCopySource",
                    () -> strict.getBlobClient("b").copyFromUrl(url));
        }
        refused(400, "InvalidHeaderValue", () -> target.copyFromUrl("http://127.1/x"));
        refused(400, "InvalidHeaderValue", () -> target.copyFromUrl("http://127.0.0.1:65536/x"));
        refused(400, "InvalidHeaderValue", () -> target.copyFromUrl("http://user:pass@127.0.0.1/x"));
        refused(400, "InvalidHeaderValue", () -> target.copyFromUrl("http://127.0.0.1/a b"));
    }

    @Test
    void aSourceThatBreaksOffIsNeverTakenForWhole() {
        BlobClient target = container.getBlobClient("cut");
        String cut = web.serve("/cut", out -> {
            out.write(WebSource.head(100));
            out.write(new byte[99]);
        });
        refused(500, "CannotVerifyCopySource", () -> target.copyFromUrl(cut));
        String unframed = web.serve("/unframed", out -> out.write(WebSource.text("HTTP/1.1 200 OK\r\n\r\nabc")));
        refused(409, "CannotVerifyCopySource", () -> target.copyFromUrl(unframed));
        String chunked = web.serve(
                "/chunked",
                out -> out.write(WebSource.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")));
        refused(500, "CannotVerifyCopySource", () -> target.copyFromUrl(chunked));
        String headers = web.serve("/headers", out -> {
            out.write(WebSource.text("HTTP/1.1 200 OK\r\n"));
            for (int i = 0; i < 5_000; i++) {
                out.write(WebSource.text("X-Filler-" + i + ": 0123456789\r\n"));
            }
        });
        refused(500, "CannotVerifyCopySource", () -> target.copyFromUrl(headers));
        String lies =
                web.serve("/lies", "abcdef".getBytes(StandardCharsets.UTF_8), "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==");
        refused(409, "CannotVerifyCopySource", () -> target.copyFromUrl(lies));
        var block = target.getBlockBlobClient();
        refused(409, "CannotVerifyCopySource", () -> block.uploadFromUrl(lies));
        refused(409, "CannotVerifyCopySource", () -> block.stageBlockFromUrl("AAAA", lies, null));
        assertThat(target.exists()).isFalse();
    }

    @Test
    void aPendingCopyTellsItsProgressRefusesWritesAndEndsWhole() throws Exception {
        byte[] content = bytes(BIG);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        String url = web.serveInTwo("/two", content, BIG / 2, mayGoOn, "Content-Type: a/b", "ETag: \"1\"");
        BlobClient target = container.getBlobClient("pending");
        target.upload(BinaryData.fromString("before"));
        var poller = target.beginCopy(url, Duration.ofMillis(20));
        assertThat(poller.poll().getStatus()).isEqualTo(LongRunningOperationStatus.IN_PROGRESS);
        var properties = target.getProperties();
        assertThat(properties.getBlobSize()).isZero();
        assertThat(properties.getCopyStatus()).isEqualTo(CopyStatusType.PENDING);
        assertThat(properties.getCopyProgress()).endsWith("/" + BIG);
        assertThat(properties.getCopyCompletionTime()).isNull();
        refused(409, "PendingCopyOperation", () -> target.upload(BinaryData.fromString("x"), true));
        refused(409, "PendingCopyOperation", target::delete);
        refused(409, "PendingCopyOperation", target::createSnapshot);
        refused(409, "PendingCopyOperation", () -> target.setMetadata(Map.of("a", "b")));
        refused(409, "CopyIdMismatch", () -> target.abortCopyFromUrl("00000000-0000-0000-0000-000000000000"));
        mayGoOn.countDown();
        assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
                .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
        assertThat(target.downloadContent().toBytes()).isEqualTo(content);
        refused(409, "NoPendingCopyOperation", () -> target.abortCopyFromUrl(properties.getCopyId()));
        target.delete();
    }

    @Test
    void anAbortedCopyLeavesAnEmptyBlobThatCanBeWritten() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        String url = web.serveInTwo("/never", bytes(BIG), 1, never, "x-ms-meta-kept: 1");
        BlobClient target = container.getBlobClient("aborted");
        var poller = target.beginCopy(url, Duration.ofMillis(20));
        target.abortCopyFromUrl(poller.poll().getValue().getCopyId());
        var properties = target.getProperties();
        assertThat(properties.getCopyStatus()).isEqualTo(CopyStatusType.ABORTED);
        assertThat(properties.getBlobSize()).isZero();
        assertThat(properties.getMetadata()).containsOnly(Map.entry("kept", "1"));
        target.upload(BinaryData.fromString("after"), true);
        assertThat(target.downloadContent().toString()).isEqualTo("after");
        never.countDown();
    }

    @Test
    void aCopyWhoseSourceBreaksOffOrChangesFailsAndSaysWhy() {
        byte[] content = bytes(BIG);
        int[] asked = new int[1];
        String url = web.serve("/changes", out -> {
            out.write(WebSource.head(BIG, "ETag: \"" + asked[0]++ + "\""));
            out.write(content);
        });
        BlobClient target = container.getBlobClient("failed");
        assertThat(target.beginCopy(url, Duration.ofMillis(20))
                        .waitForCompletion(Duration.ofMinutes(1))
                        .getStatus())
                .isEqualTo(LongRunningOperationStatus.FAILED);
        var properties = target.getProperties();
        assertThat(properties.getCopyStatus()).isEqualTo(CopyStatusType.FAILED);
        assertThat(properties.getCopyStatusDescription()).contains("The source is no longer the same.");
        assertThat(properties.getBlobSize()).isZero();
        target.delete();
    }

    @Test
    void aBearerForASourceOfThisServerIsRefused() {
        BlobClient source = container.getBlobClient("own");
        source.upload(BinaryData.fromString("text"), true);
        var options = new AppendBlobAppendBlockFromUrlOptions(readUrl(source));
        options.setSourceAuthorization(new HttpAuthorization("Bearer", "tok"));
        var log = container.getBlobClient("bearer").getAppendBlobClient();
        log.create();
        refused(401, "CannotVerifyCopySource", () -> log.appendBlockFromUrlWithResponse(options, null, Context.NONE));
    }
}
