package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.Requests;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.TagExpression;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParseDetailsTest {
    private static final String MD5 = "XrY7u+Ae7tCTyyK7j1rNww==";
    private static final String ID = "11111111-2222-3333-4444-55555555abcd";

    @Test
    void readsAPutBlobWithAllItSays() {
        BlobOperation.PutBlob put = (BlobOperation.PutBlob) BlobApi.parse(Requests.sized(
                "PUT /con/b",
                11,
                "x-ms-blob-type: BlockBlob",
                "X-Ms-Blob-Content-Type: text/plain",
                "Content-Type: application/octet-stream",
                "Content-Encoding: gzip",
                "x-ms-blob-cache-control: no-cache",
                "x-ms-blob-content-disposition: attachment; filename=\"a b\"",
                "x-ms-blob-content-md5: " + MD5,
                "x-ms-meta-Key: Value",
                "x-ms-meta-empty:",
                "x-ms-tags: a+b=c%2Fd&e=",
                "x-ms-access-tier: cool",
                "x-ms-lease-id: {11111111-2222-3333-4444-55555555ABCD}",
                "If-None-Match: *"));
        assertThat(put.created().properties().contentType()).isEqualTo("text/plain");
        assertThat(put.created().properties().contentEncoding()).isEqualTo("gzip");
        assertThat(put.created().properties().contentDisposition()).isEqualTo("attachment; filename=\"a b\"");
        assertThat(put.created().properties().cacheControl()).isEqualTo("no-cache");
        assertThat(put.created().metadata()).containsExactly(Map.entry("Key", "Value"), Map.entry("empty", ""));
        assertThat(put.created().tags()).isEqualTo(Map.of("a b", "c/d", "e", ""));
        assertThat(put.created().tier()).isEqualTo(AccessTier.COOL);
        assertThat(put.created().conditions().createOnly()).isTrue();
        assertThat(put.created().conditions().leaseId()).isEqualTo(ID);
        assertThat(put.checksums().md5()).hasSize(16);
        assertThat(put.body().length()).isEqualTo(11);
    }

    @Test
    void takesTheTransportsHeadersForABlobsOnPutBlobOnly() {
        BlobOperation.PutBlockList list = (BlobOperation.PutBlockList)
                BlobApi.parse(Requests.sized("PUT /con/b?comp=blocklist", 3, "Content-Type: application/xml"));
        assertThat(list.created().properties()).isEqualTo(HttpProperties.NONE);
    }

    @Test
    void holdsBodiesToTheLimitsOfTheirVersion() {
        long mib = 1L << 20;
        limit("PUT /con/b", 5000 * mib, "2019-12-12", "x-ms-blob-type: BlockBlob");
        limit("PUT /con/b", 256 * mib, "2016-05-31", "x-ms-blob-type: BlockBlob");
        limit("PUT /con/b", 64 * mib, "2015-04-05", "x-ms-blob-type: BlockBlob");
        limit("PUT /con/b?comp=block&blockid=AAAA", 4000 * mib, "2026-02-06", "x: y");
        limit("PUT /con/b?comp=block&blockid=AAAA", 100 * mib, "2018-11-09", "x: y");
        limit("PUT /con/b?comp=block&blockid=AAAA", 4 * mib, "2015-12-11", "x: y");
        limit("PUT /con/b?comp=appendblock", 100 * mib, "2022-11-02", "x: y");
        limit("PUT /con/b?comp=appendblock", 4 * mib, "2021-12-02", "x: y");
    }

    private static void limit(String line, long bytes, String version, String header) {
        BlobApi.parse(Requests.sized(line, bytes, header, "x-ms-version: " + version));
        StorageException error = Requests.refusal(Requests.sized(line, bytes + 1, header, "x-ms-version: " + version));
        assertThat(error.code()).isEqualTo(ErrorCode.RequestBodyTooLarge);
        assertThat(error.details()).containsEntry("MaxLimit", Long.toString(bytes));
    }

    @Test
    void holdsAChunkedBodyToTheSameLimits() throws IOException {
        BlobOperation.AppendBlock append = (BlobOperation.AppendBlock) BlobApi.parse(Requests.target(
                "PUT /con/b?comp=appendblock",
                new Body(-1, new ByteArrayInputStream(new byte[(4 << 20) + 1])),
                "x-ms-version: 2021-12-02"));
        assertThat(append.body().length()).isEqualTo(-1);
        assertThatThrownBy(() -> append.body().stream().readAllBytes())
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.RequestBodyTooLarge));
        BlobOperation.PutBlock empty = (BlobOperation.PutBlock) BlobApi.parse(
                Requests.target("PUT /con/b?comp=block&blockid=AAAA", new Body(-1, Body.empty().stream())));
        assertThatThrownBy(() -> empty.body().stream().read())
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.InvalidHeaderValue));
        BlobOperation.PutBlob put = (BlobOperation.PutBlob) BlobApi.parse(Requests.target(
                "PUT /con/b", new Body(-1, new ByteArrayInputStream(new byte[7])), "x-ms-blob-type: BlockBlob"));
        assertThat(put.body().stream().readAllBytes()).hasSize(7);
    }

    @Test
    void readsRanges() {
        assertThat(range("x-ms-range: bytes=5-9")).isEqualTo(new ByteRange(5, 9));
        assertThat(range("Range: bytes=5-")).isEqualTo(new ByteRange(5, Long.MAX_VALUE));
        assertThat(range("Range: bytes=0-99999999999999999999")).isEqualTo(new ByteRange(0, Long.MAX_VALUE));
        assertThat(range("Range: bytes=1-2", "x-ms-range: bytes=3-4")).isEqualTo(new ByteRange(3, 4));
        for (String ignored : List.of(
                "Range: bytes=-5",
                "x-ms-range: bytes=-5",
                "Range: bytes=1-2,4-5",
                "x-ms-range: bytes=1-2,4-5",
                "Range: bytes=9-5",
                "Range: nonsense",
                "Range: bytes=a-b")) {
            assertThat(range(ignored)).as(ignored).isNull();
        }
    }

    private static @Nullable ByteRange range(String... headers) {
        return ((BlobOperation.GetBlob) Requests.parse("GET /con/b", headers)).range();
    }

    @Test
    void readsConditions() {
        Conditions read = ((BlobOperation.GetBlob) Requests.parse(
                        "GET /con/b",
                        "If-Match: \"0x1\", 0x2,\"a,b\"",
                        "If-None-Match: W/\"0x3\"",
                        "If-None-Match: \"0x4\"",
                        "If-Modified-Since: Thu, 09 May 2019 00:57:52 GMT",
                        "If-Unmodified-Since: Thursday, 09-May-19 00:57:52 GMT",
                        "x-ms-if-tags: \"a\" = 'b'"))
                .conditions();
        Instant time = Instant.parse("2019-05-09T00:57:52Z");
        assertThat(read.ifMatch()).containsExactly("0x1", "0x2", "a,b");
        assertThat(read.ifNoneMatch()).containsExactly("0x3", "0x4");
        assertThat(read.ifModifiedSince()).isEqualTo(time);
        assertThat(read.ifUnmodifiedSince()).isEqualTo(time);
        assertThat(read.ifTags()).isEqualTo(new TagExpression.Compare("a", TagExpression.Operator.EQUAL, "b"));
    }

    @Test
    void aWriteListensToTheETagWhereATimeGoesTheSameWay() {
        Conditions forward = ((BlobOperation.SetBlobMetadata) Requests.parse(
                        "PUT /con/b?comp=metadata", "If-Match: x", "If-Unmodified-Since: Thu May  9 00:57:52 2019"))
                .conditions();
        assertThat(forward.ifMatch()).containsExactly("x");
        assertThat(forward.ifUnmodifiedSince()).isNull();
        Conditions backward = ((BlobOperation.SetBlobMetadata) Requests.parse(
                        "PUT /con/b?comp=metadata",
                        "If-None-Match: x",
                        "If-Modified-Since: Thu, 09 May 2019 00:57:52 GMT"))
                .conditions();
        assertThat(backward.ifNoneMatch()).containsExactly("x");
        assertThat(backward.ifModifiedSince()).isNull();
    }

    @Test
    void readsTagConditionsUnderEitherName() {
        Conditions conditions = ((BlobOperation.GetBlobTags)
                        Requests.parse("GET /con/b?comp=tags", "x-ms-blob-if-match: \"0x1\""))
                .conditions();
        assertThat(conditions.ifMatch()).containsExactly("0x1");
    }

    @Test
    void readsLeaseActionsAndAnyFormOfGuid() {
        assertThat(lease("acquire", "x-ms-lease-duration: 15", "x-ms-proposed-lease-id: " + ID.replace("-", "")))
                .isEqualTo(new LeaseAction.Acquire(15, ID));
        assertThat(lease("renew", "x-ms-lease-id: (" + ID + ")")).isEqualTo(new LeaseAction.Renew(ID));
        assertThat(lease("change", "x-ms-lease-id: " + ID, "x-ms-proposed-lease-id: {" + ID + "}"))
                .isEqualTo(new LeaseAction.Change(ID, ID));
        assertThat(lease("release", "x-ms-lease-id: " + ID)).isEqualTo(new LeaseAction.Release(ID));
        assertThat(lease("break", "x-ms-lease-break-period: 0")).isEqualTo(new LeaseAction.Break(0));
        assertThat(lease("break")).isEqualTo(new LeaseAction.Break(null));
        for (String bad : List.of("", "x", ID + "0", ID.replace('-', '_'), "{" + ID + ")", "\u0661".repeat(32))) {
            assertThat(LeaseHeaders.guid(bad)).as(bad).isNull();
        }
    }

    private static LeaseAction lease(String action, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "x-ms-lease-action: " + action;
        BlobOperation.LeaseBlob lease = (BlobOperation.LeaseBlob) Requests.parse("PUT /con/b?comp=lease", all);
        assertThat(lease.conditions().leaseId()).isNull();
        return lease.action();
    }

    @Test
    void readsListings() {
        BlobOperation.ListBlobs list = (BlobOperation.ListBlobs)
                Requests.parse("GET /con?restype=container&comp=list&prefix=a%2F&delimiter=%2F&marker=m&startFrom=s"
                        + "&maxresults=9000&include=metadata%2Ccopy&include=uncommittedblobs&timeout=30&_=1");
        assertThat(list)
                .isEqualTo(new BlobOperation.ListBlobs(
                        "con",
                        "a/",
                        "/",
                        "m",
                        "s",
                        5000,
                        9000,
                        Set.of(Include.METADATA, Include.COPY, Include.UNCOMMITTED_BLOBS)));
        assertThat(((BlobOperation.ListBlobs) Requests.parse("GET /con?restype=container&comp=list&prefix=a+b%2Bc"))
                        .prefix())
                .isEqualTo("a b+c");
        assertThat(((BlobOperation.FindBlobsByTags) Requests.parse("GET /?comp=blobs&where=a='b'+AND+c='d'")).where())
                .isEqualTo("a='b' AND c='d'");
        assertThat(Requests.parse("GET /?comp=list"))
                .isEqualTo(new BlobOperation.ListContainers(null, null, 5000, null, Set.of()));
    }

    @Test
    void readsSnapshotsInTheirFullAndTheirShortForms() {
        assertThat(snapshot("2026-11-21T10:11:12.1234567Z").iso()).isEqualTo("2026-11-21T10:11:12.1234567Z");
        assertThat(snapshot("2026-11-21T10%3A11%3A12.12Z").iso()).isEqualTo("2026-11-21T10:11:12.1200000Z");
        assertThat(snapshot("2026-11-21").iso()).isEqualTo("2026-11-21T00:00:00.0000000Z");
    }

    private static Stamp snapshot(String text) {
        return Objects.requireNonNull(((BlobOperation.GetBlob) Requests.parse("GET /con/b?snapshot=" + text)).moment())
                .stamp();
    }

    @Test
    void readsACopy() {
        CopyOperation.CopyBlob copy = (CopyOperation.CopyBlob) Requests.parse(
                "PUT /con/b",
                "x-ms-copy-source: https://h/c/s?snapshot=2026-11-21T10:11:12.1234567Z",
                "x-ms-requires-sync: true",
                "x-ms-source-content-md5: " + MD5,
                "x-ms-copy-source-tag-option: COPY",
                "x-ms-source-if-match: \"0x1\"",
                "x-ms-source-lease-id: " + ID,
                "If-None-Match: *",
                "x-ms-seal-blob: true");
        assertThat(copy.sync()).isTrue();
        assertThat(copy.sourceMd5()).hasSize(16);
        assertThat(copy.tags()).isNull();
        assertThat(copy.copyTags()).isTrue();
        assertThat(copy.sourceConditions().ifMatch()).containsExactly("0x1");
        assertThat(copy.sourceConditions().leaseId()).isEqualTo(ID);
        assertThat(copy.conditions().createOnly()).isTrue();
        assertThat(copy.seal()).isTrue();
    }

    @Test
    void metadataMayBeEightKibibytes() {
        String full = "x-ms-meta-a: " + "v".repeat(8191);
        BlobOperation.CreateContainer create =
                (BlobOperation.CreateContainer) Requests.parse("PUT /con?restype=container", full);
        assertThat(create.publicRead()).isEqualTo(PublicRead.NEVER);
        assertThat(Requests.refusal("PUT /con?restype=container", full, "x-ms-meta-b:")
                        .code())
                .isEqualTo(ErrorCode.MetadataTooLarge);
    }

    @Test
    void blockIdsMayBeSixtyFourBytes() {
        String longest = Base64.getEncoder().encodeToString(new byte[64]);
        String longer = Base64.getEncoder().encodeToString(new byte[65]);
        BlobOperation.PutBlock put =
                (BlobOperation.PutBlock) BlobApi.parse(Requests.sized("PUT /con/b?comp=block&blockid=" + longest, 1));
        assertThat(put.blockId()).isEqualTo(longest);
        assertThat(Requests.refusal(Requests.sized("PUT /con/b?comp=block&blockid=" + longer, 1))
                        .code())
                .isEqualTo(ErrorCode.InvalidQueryParameterValue);
    }

    @Test
    void documentsAreCheckedAgainstTheirChecksumAtTheirEnd() throws IOException {
        byte[] document = "<SignedIdentifiers />".getBytes(StandardCharsets.UTF_8);
        String right = Base64.getEncoder().encodeToString(BodyHashes.md5().digest(document));
        assertThat(acl(document, right).readAllBytes()).isEqualTo(document);
        assertThatThrownBy(() -> acl(document, MD5).readAllBytes())
                .isInstanceOfSatisfying(StorageException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.Md5Mismatch);
                    assertThat(error.details()).containsEntry("ServerCalculatedMd5", right);
                });
    }

    private static InputStream acl(byte[] document, String md5) {
        BlobOperation.SetContainerAcl set = (BlobOperation.SetContainerAcl) BlobApi.parse(Requests.target(
                "PUT /con?restype=container&comp=acl",
                Body.of(document),
                "Content-Length: " + document.length,
                "Content-MD5: " + md5));
        return set.body().stream();
    }

    @Test
    void aWriteSaysWhatIsToProtectTheBlob() {
        BlobOperation.CreateAppendBlob create = (BlobOperation.CreateAppendBlob) Requests.parse(
                "PUT /con/b",
                "x-ms-blob-type: AppendBlob",
                "x-ms-immutability-policy-until-date: Sat, 21 Nov 2026 10:00:00 GMT",
                "x-ms-immutability-policy-mode: Locked",
                "x-ms-legal-hold: TRUE");
        Retention all = new Retention(Instant.parse("2026-11-21T10:00:00Z"), true, true);
        assertThat(create.created().retention()).isEqualTo(all);
        assertThat(create.permission().also()).isEqualTo("i");
        CopyOperation.CopyBlob copy = (CopyOperation.CopyBlob) Requests.parse(
                "PUT /con/b",
                "x-ms-copy-source: http://h/a/c/b",
                "x-ms-immutability-policy-until-date: Sat, 21 Nov 2026 10:00:00 GMT",
                "x-ms-tags: a=b");
        assertThat(copy.retention()).isEqualTo(new Retention(all.until(), false, false));
        assertThat(copy.permission().also()).isEqualTo("ti");
    }
}
