package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.BlobFrontend;
import lazurite.service.blob.BlobRecords;
import lazurite.service.blob.Requests;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.text.HttpDates;
import lazurite.service.gateway.Call;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Stamp STAMP = new Stamp(0x8D6D4195D4EB8C6L);
    private static final String ETAG = "\"0x8D6D4195D4EB8C6\"";
    private static final String MODIFIED = HttpDates.format(STAMP.lastModified());
    private static final byte[] MD5 = Base64.getDecoder().decode("XrY7u+Ae7tCTyyK7j1rNww==");
    private static final byte[] CRC64 = Base64.getDecoder().decode("iJh5CoYUi64=");
    private static final String ID = "11111111-2222-3333-4444-555555555555";

    // ---- writes

    @Test
    void putBlobAnswersWithBothChecksumsSinceThereAreTwo() {
        Target put = Requests.sized("PUT /con/b", 0, "x-ms-blob-type: BlockBlob");
        BlobResult written = new BlobResult.Written(STAMP, MD5, CRC64);
        assertThat(answer(201, put, written, Requests.VERSION))
                .containsOnly(
                        Map.entry("ETag", ETAG),
                        Map.entry("Last-Modified", MODIFIED),
                        Map.entry("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="),
                        Map.entry("x-ms-content-crc64", "iJh5CoYUi64="),
                        Map.entry("x-ms-request-server-encrypted", "true"));
        assertThat(answer(201, put, written, "2018-11-09")).doesNotContainKey("x-ms-content-crc64");
    }

    @Test
    void putBlockAnswersWithTheChecksumThatWasSent() {
        String line = "PUT /con/b?comp=block&blockid=AAAA";
        BlobResult written = new BlobResult.Written(null, MD5, CRC64);
        assertThat(answer(201, Requests.sized(line, 1), written, Requests.VERSION))
                .containsOnlyKeys("x-ms-content-crc64", "x-ms-request-server-encrypted");
        assertThat(answer(201, Requests.sized(line, 1), written, "2018-11-09"))
                .containsOnlyKeys("Content-MD5", "x-ms-request-server-encrypted");
        String md5 = "Content-MD5: XrY7u+Ae7tCTyyK7j1rNww==";
        assertThat(answer(201, Requests.sized(line, 1, md5), written, Requests.VERSION))
                .containsOnlyKeys("Content-MD5", "x-ms-request-server-encrypted");
        String crc64 = "x-ms-content-crc64: iJh5CoYUi64=";
        assertThat(answer(201, Requests.sized(line, 1, crc64), written, "2018-11-09"))
                .containsOnlyKeys("x-ms-content-crc64", "x-ms-request-server-encrypted");
    }

    @Test
    void appendTellsWhereItWrote() {
        Target append = Requests.sized("PUT /con/b?comp=appendblock", 1);
        assertThat(answer(201, append, new BlobResult.Appended(STAMP, 512, 3, MD5, CRC64), Requests.VERSION))
                .containsEntry("x-ms-blob-append-offset", "512")
                .containsEntry("x-ms-blob-committed-block-count", "3")
                .containsEntry("x-ms-content-crc64", "iJh5CoYUi64=")
                .doesNotContainKey("Content-MD5");
    }

    @Test
    void aStructuredBodyIsEchoedToWhoSentIt() {
        String form = "XSM/1.0; properties=crc64";
        Target put = Requests.sized(
                "PUT /con/b?comp=block&blockid=AAAA",
                50,
                "x-ms-structured-body: " + form,
                "x-ms-structured-content-length: 11");
        assertThat(answer(201, put, new BlobResult.Written(null, MD5, CRC64), Requests.VERSION))
                .containsEntry("x-ms-structured-body", form)
                .containsEntry("x-ms-content-crc64", "iJh5CoYUi64=");
    }

    @Test
    void simpleChangesAnswerWithStatusAndStamp() {
        changed(201, Requests.target("PUT /con?restype=container"), "ETag", "Last-Modified");
        changed(200, Requests.target("PUT /con?restype=container&comp=metadata"), "ETag", "Last-Modified");
        changed(200, Requests.target("PUT /con?restype=container&comp=acl"), "ETag", "Last-Modified");
        changed(200, Requests.target("PUT /con/b?comp=properties"), "ETag", "Last-Modified");
        changed(
                200,
                Requests.target("PUT /con/b?comp=metadata"),
                "ETag",
                "Last-Modified",
                "x-ms-request-server-encrypted");
        changed(200, Requests.target("PUT /con/b?comp=seal"), "ETag", "Last-Modified", "x-ms-blob-sealed");
        changed(
                201,
                Requests.target("PUT /con/b", "x-ms-blob-type: AppendBlob"),
                "ETag",
                "Last-Modified",
                "x-ms-request-server-encrypted");
    }

    private static void changed(int status, Target target, String... headers) {
        assertThat(answer(status, target, new BlobResult.Changed(STAMP), Requests.VERSION))
                .containsOnlyKeys(headers);
    }

    @Test
    void nothingToTellIsAStatusAlone() {
        BlobResult done = new BlobResult.Done();
        assertThat(answer(202, Requests.sized("PUT /?restype=service&comp=properties", 0), done, Requests.VERSION))
                .isEmpty();
        assertThat(answer(204, Requests.sized("PUT /con/b?comp=tags", 0), done, Requests.VERSION))
                .isEmpty();
        assertThat(answer(200, Requests.target("PUT /con/b?comp=tier", "x-ms-access-tier: Hot"), done, "x"))
                .isEmpty();
        assertThat(answer(204, Requests.target("PUT /con/b?comp=copy&copyid=x", "x-ms-copy-action: abort"), done, "x"))
                .isEmpty();
        assertThat(answer(202, Requests.target("DELETE /con?restype=container"), done, "x"))
                .isEmpty();
        assertThat(answer(202, Requests.target("DELETE /con/b"), new BlobResult.Deleted(true), "x"))
                .containsOnly(Map.entry("x-ms-delete-type-permanent", "true"));
    }

    @Test
    void leasesSnapshotsAndCopiesAnswerInTheirOwnWay() {
        Target acquire =
                Requests.target("PUT /con/b?comp=lease", "x-ms-lease-action: acquire", "x-ms-lease-duration: -1");
        assertThat(answer(201, acquire, new BlobResult.Leased(STAMP, ID, null), "x"))
                .containsEntry("x-ms-lease-id", ID)
                .containsEntry("ETag", ETAG);
        Target broken = Requests.target("PUT /con?restype=container&comp=lease", "x-ms-lease-action: break");
        assertThat(answer(202, broken, new BlobResult.Leased(STAMP, null, 0), "x"))
                .containsEntry("x-ms-lease-time", "0")
                .doesNotContainKey("x-ms-lease-id");
        Target renew = Requests.target("PUT /con/b?comp=lease", "x-ms-lease-action: renew", "x-ms-lease-id: " + ID);
        assertThat(answer(200, renew, new BlobResult.Leased(STAMP, ID, null), "x"))
                .containsEntry("x-ms-lease-id", ID);
        assertThat(answer(
                        201,
                        Requests.target("PUT /con/b?comp=snapshot"),
                        new BlobResult.Snapshotted(STAMP, new Stamp(STAMP.ticks() + 1), null),
                        "x"))
                .containsEntry("x-ms-snapshot", new Stamp(STAMP.ticks() + 1).iso())
                .containsEntry("ETag", ETAG)
                .containsEntry("x-ms-request-server-encrypted", "false");
        Target copy = Requests.target("PUT /con/b", "x-ms-copy-source: https://h/c/s");
        assertThat(answer(202, copy, new BlobResult.Copied(STAMP, copied(), null, null), Requests.VERSION))
                .containsEntry("x-ms-copy-id", ID)
                .containsEntry("x-ms-copy-status", "success")
                .doesNotContainKey("Content-MD5");
    }

    // ---- reads

    @Test
    void headTellsTheWholeState() {
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, STAMP, STAMP)
                .length(11)
                .properties(new HttpProperties(null, "gzip", "en", "inline", "no-cache", MD5))
                .tags(Map.of("t", "1"))
                .lease(new Lease(ID, -1, null, false))
                .copy(copied())
                .done();
        BlobResult state = new BlobResult.BlobState(record, Map.of("Key", "v"), null, Lease.State.LEASED);
        Map<String, String> headers = answer(200, Requests.target("HEAD /con/b"), state, Requests.VERSION);
        Map<String, String> expected = new TreeMap<>(Map.of(
                "Content-Length", "11",
                "Content-Type", "application/octet-stream",
                "Content-Encoding", "gzip",
                "Content-Language", "en",
                "Content-Disposition", "inline",
                "Cache-Control", "no-cache",
                "Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==",
                "Accept-Ranges", "bytes",
                "ETag", ETAG,
                "Last-Modified", MODIFIED));
        expected.putAll(Map.of(
                "x-ms-creation-time", MODIFIED,
                "x-ms-blob-type", "BlockBlob",
                "x-ms-server-encrypted", "true",
                "x-ms-lease-state", "leased",
                "x-ms-lease-status", "locked",
                "x-ms-lease-duration", "infinite",
                "x-ms-access-tier", "Hot",
                "x-ms-access-tier-inferred", "true",
                "x-ms-tag-count", "1",
                "x-ms-meta-Key", "v"));
        expected.putAll(Map.of(
                "x-ms-copy-id", ID,
                "x-ms-copy-source", "https://h/c/s",
                "x-ms-copy-status", "success",
                "x-ms-copy-progress", "11/11",
                "x-ms-copy-completion-time", "Thu, 09 May 2019 00:57:52 GMT"));
        assertThat(headers).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(answer(200, Requests.target("HEAD /con/b"), state, Requests.VERSION, Caller.Kind.ANONYMOUS))
                .doesNotContainKey("x-ms-tag-count");
    }

    @Test
    void aSnapshotHasNoLeaseAndAnAppendBlobNoTier() {
        BlobResult snapshot = new BlobResult.BlobState(
                record(BlobType.APPEND, 5, true), Map.of(), new Moment.Snapshot(STAMP), available());
        assertThat(answer(200, Requests.target("HEAD /con/b"), snapshot, Requests.VERSION))
                .containsEntry("x-ms-blob-committed-block-count", "2")
                .containsEntry("x-ms-blob-sealed", "true")
                .doesNotContainKeys("x-ms-lease-state", "x-ms-access-tier", "Content-MD5");
    }

    @Test
    void aWholeGetHasItsMd5AndARangeHasBoth() throws IOException {
        BlobRecord record = record(BlobType.BLOCK, 10, false);
        BlobResult.BlobState state = new BlobResult.BlobState(
                BlobRecords.blank(BlobType.BLOCK, STAMP, STAMP)
                        .length(10)
                        .properties(HttpProperties.NONE.withMd5(MD5))
                        .tier(AccessTier.COOL, STAMP.instant())
                        .content(record.content())
                        .done(),
                Map.of(),
                null,
                available());
        Target get = Requests.target("GET /con/b");
        BlobResult whole =
                new BlobResult.BlobContent(state, 0, 10, false, null, null, new ByteArrayInputStream(new byte[10]));
        assertThat(answer(200, get, whole, Requests.VERSION))
                .containsEntry("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==")
                .doesNotContainKeys("x-ms-blob-content-md5", "Content-Range", "x-ms-access-tier");
        assertThat(answer(200, get, whole, "2026-10-06"))
                .containsEntry("x-ms-access-tier", "Cool")
                .containsEntry("x-ms-access-tier-change-time", MODIFIED)
                .doesNotContainKey("x-ms-access-tier-inferred");
        BlobResult range = new BlobResult.BlobContent(
                state, 2, 3, true, null, CRC64, new ByteArrayInputStream(new byte[] {1, 2, 3}));
        assertThat(answer(206, get, range, Requests.VERSION))
                .containsEntry("Content-Range", "bytes 2-4/10")
                .containsEntry("x-ms-blob-content-md5", "XrY7u+Ae7tCTyyK7j1rNww==")
                .containsEntry("x-ms-content-crc64", "iJh5CoYUi64=")
                .doesNotContainKey("Content-MD5");
        Response response = BlobApi.render(BlobApi.parse(get), range, Requests.call(get));
        assertThat(response.body().length()).isEqualTo(3);
    }

    @Test
    void metadataIsToldWithoutTheRest() {
        BlobResult state =
                new BlobResult.BlobState(record(BlobType.BLOCK, 1, false), Map.of("a", "b"), null, available());
        assertThat(answer(200, Requests.target("GET /con/b?comp=metadata"), state, Requests.VERSION))
                .containsOnlyKeys("ETag", "Last-Modified", "x-ms-meta-a");
    }

    @Test
    void containersTellTheirState() throws IOException {
        ContainerRecord record = new ContainerRecord(
                1,
                STAMP,
                new byte[0],
                PublicRead.BLOB,
                List.of(
                        new SignedIdentifier("x&y", "2026-01-01", null, "r"),
                        new SignedIdentifier("z", null, null, null)),
                null);
        BlobResult state = new BlobResult.ContainerState(record, Map.of("a", "b"), available());
        assertThat(answer(200, Requests.target("HEAD /con?restype=container"), state, Requests.VERSION))
                .containsOnlyKeys(
                        "ETag",
                        "Last-Modified",
                        "x-ms-meta-a",
                        "x-ms-lease-state",
                        "x-ms-lease-status",
                        "x-ms-blob-public-access",
                        "x-ms-has-immutability-policy",
                        "x-ms-has-legal-hold",
                        "x-ms-immutable-storage-with-versioning-enabled",
                        "x-ms-default-encryption-scope",
                        "x-ms-deny-encryption-scope-override");
        assertThat(answer(200, Requests.target("GET /con?restype=container&comp=metadata"), state, Requests.VERSION))
                .containsOnlyKeys("ETag", "Last-Modified", "x-ms-meta-a");
        Target acl = Requests.target("GET /con?restype=container&comp=acl");
        assertThat(answer(200, acl, state, Requests.VERSION))
                .containsOnlyKeys("ETag", "Last-Modified", "x-ms-blob-public-access", "Content-Type");
        assertThat(xml(acl, state))
                .isEqualTo("<SignedIdentifiers><SignedIdentifier><Id>x&amp;y</Id><AccessPolicy>"
                        + "<Start>2026-01-01T00:00:00.0000000Z</Start><Permission>r</Permission></AccessPolicy>"
                        + "</SignedIdentifier><SignedIdentifier><Id>z</Id></SignedIdentifier></SignedIdentifiers>");
    }

    @Test
    void documentsHaveAzuresShape() throws IOException {
        Target properties = Requests.target("GET /?restype=service&comp=properties");
        String off = "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy>";
        String metrics = "<Version>1.0</Version><Enabled>false</Enabled>" + off;
        String head = "<StorageServiceProperties><Logging><Version>1.0</Version><Read>false</Read><Write>false</Write>"
                + "<Delete>false</Delete>" + off + "</Logging><HourMetrics>" + metrics + "</HourMetrics><MinuteMetrics>"
                + metrics + "</MinuteMetrics>";
        String tail = "<DeleteRetentionPolicy><Enabled>false</Enabled></DeleteRetentionPolicy>"
                + "<StaticWebsite><Enabled>false</Enabled></StaticWebsite>";
        assertThat(xml(properties, new BlobResult.ServiceState(ServiceProperties.NONE)))
                .isEqualTo(head + "<Cors />" + tail + "</StorageServiceProperties>");
        CorsRule rule = new CorsRule(List.of("a", "b"), List.of("GET", "PUT"), List.of("*"), List.of(), 5);
        assertThat(xml(properties, new BlobResult.ServiceState(new ServiceProperties(List.of(rule), "2020-02-10"))))
                .isEqualTo(head
                        + "<Cors><CorsRule><AllowedMethods>GET,PUT</AllowedMethods><AllowedOrigins>a,b</AllowedOrigins>"
                        + "<AllowedHeaders>*</AllowedHeaders><ExposedHeaders /><MaxAgeInSeconds>5</MaxAgeInSeconds>"
                        + "</CorsRule></Cors>" + tail
                        + "<DefaultServiceVersion>2020-02-10</DefaultServiceVersion></StorageServiceProperties>");
        assertThat(xml(
                        Requests.target("GET /?restype=service&comp=stats", "secondary: true"),
                        new BlobResult.Stats(Instant.parse("2019-05-09T00:57:52Z"))))
                .isEqualTo("<StorageServiceStats><GeoReplication><Status>live</Status>"
                        + "<LastSyncTime>Thu, 09 May 2019 00:57:52 GMT</LastSyncTime></GeoReplication>"
                        + "</StorageServiceStats>");
        Target tags = Requests.target("GET /con/b?comp=tags");
        assertThat(xml(tags, new BlobResult.Tags(Map.of("k", "v"))))
                .isEqualTo("<Tags><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tags>");
        assertThat(xml(tags, new BlobResult.Tags(Map.of()))).isEqualTo("<Tags><TagSet /></Tags>");
        Target blocks = Requests.target("GET /con/b?comp=blocklist&blocklisttype=all");
        BlobResult.Blocks listed = new BlobResult.Blocks(STAMP, 9, List.of(new BlobResult.Block("MDAx", 9)), List.of());
        assertThat(xml(blocks, listed))
                .isEqualTo(
                        "<BlockList><CommittedBlocks><Block><Name>MDAx</Name><Size>9</Size></Block></CommittedBlocks>"
                                + "<UncommittedBlocks /></BlockList>");
        assertThat(answer(200, blocks, listed, Requests.VERSION))
                .containsOnlyKeys("ETag", "Last-Modified", "x-ms-blob-content-length", "Content-Type");
        assertThat(answer(200, blocks, new BlobResult.Blocks(null, 0, List.of(), null), Requests.VERSION))
                .containsOnlyKeys("Content-Type");
    }

    @Test
    void accountInfoIsInTheHead() {
        assertThat(answer(
                        200,
                        Requests.target("GET /?restype=account&comp=properties"),
                        new BlobResult.AccountInfo(),
                        Requests.VERSION))
                .containsOnly(
                        Map.entry("x-ms-sku-name", "Standard_LRS"),
                        Map.entry("x-ms-account-kind", "StorageV2"),
                        Map.entry("x-ms-is-hns-enabled", "false"));
    }

    // ---- errors

    @Test
    void errorsTellLengthAndETagInTheirHead() throws IOException {
        BlobFrontend frontend = new BlobFrontend(new NoOperations(), Instant::now);
        StorageException range = new StorageException(ErrorCode.InvalidRange)
                .with("Content-Range", "bytes */3")
                .with("Other", "x");
        Response response = frontend.error(range, "id", false);
        assertThat(response.status()).isEqualTo(416);
        assertThat(response.headers().first("Content-Range")).isEqualTo("bytes */3");
        assertThat(Requests.text(response))
                .contains("<Code>InvalidRange</Code>", "<Other>x</Other>")
                .doesNotContain("Content-Range");
        Response unchanged =
                frontend.error(new StorageException(ErrorCode.NotModified).with("ETag", ETAG), "id", false);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.headers().first("ETag")).isEqualTo(ETAG);
        assertThat(unchanged.body().length()).isZero();
    }

    @Test
    void containersOfAnAccountClosedToThePublicAreNotOpened() {
        BlobFrontend frontend = new BlobFrontend(new NoOperations(), Instant::now);
        for (String line : List.of("PUT /con?restype=container", "PUT /con?restype=container&comp=acl")) {
            Target open = Requests.target(line, "x-ms-blob-public-access: blob");
            Target closed = new Target(
                    open.request(),
                    open.service(),
                    new Account("acct", List.of(new byte[64]), false),
                    false,
                    open.resourcePath(),
                    open.query(),
                    open.endpoint());
            assertThatThrownBy(() -> frontend.serve(frontend.parse(closed), Requests.call(closed)))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.PublicAccessNotPermitted));
        }
    }

    /** A service that nobody asks. */
    private record NoOperations() implements BlobOperations {
        @Override
        public BlobResult run(BlobOperation operation, BlobCall call) {
            throw new AssertionError(operation);
        }

        @Override
        public ServiceProperties properties(String account) {
            throw new AssertionError(account);
        }

        @Override
        public @Nullable ContainerPolicy policy(String account, String container) {
            throw new AssertionError(container);
        }
    }

    // ----

    private static Lease.State available() {
        return Lease.State.AVAILABLE;
    }

    private static CopyState copied() {
        Instant done = Instant.parse("2019-05-09T00:57:52Z");
        return new CopyState(ID, "https://h/c/s", CopyState.Status.SUCCESS, 11, 11, done, null);
    }

    static BlobRecord record(BlobType type, long length, boolean sealed) {
        return BlobRecords.blank(type, STAMP, STAMP)
                .length(length)
                .blocks(2, 0)
                .sealed(sealed)
                .done();
    }

    private static Map<String, String> answer(int status, Target target, BlobResult result, String version) {
        return answer(status, target, result, version, Caller.Kind.SHARED_KEY);
    }

    private static Map<String, String> answer(
            int status, Target target, BlobResult result, String version, Caller.Kind kind) {
        Call call = Requests.call(target, version, kind);
        Response response = BlobApi.render(BlobApi.parse(target), result, call);
        assertThat(response.status()).isEqualTo(status);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 0; i < response.headers().size(); i++) {
            String earlier =
                    headers.put(response.headers().name(i), response.headers().value(i));
            assertThat(earlier).as(response.headers().name(i)).isNull();
        }
        return headers;
    }

    /** The body without its XML declaration. */
    private static String xml(Target target, BlobResult result) throws IOException {
        Response response = BlobApi.render(BlobApi.parse(target), result, Requests.call(target));
        Body body = response.body();
        String text = Requests.text(response);
        assertThat(body.length()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(text).startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        return text.substring(text.indexOf("?>") + 2);
    }
}
