package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.auth.Operation.Resource;
import lazurite.service.blob.Requests;
import lazurite.service.blob.operation.NotBuilt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingTest {
    private static final String COPY = "x-ms-copy-source: https://acct.blob.core.windows.net/c/s";
    private static final String GUID = "x-ms-lease-id: 11111111-2222-3333-4444-555555555555";

    private static final String ROUTES = """
            GET /?comp=list | ListContainers
            GET /?restype=service&comp=properties | GetServiceProperties
            PUT /?restype=service&comp=properties | SetServiceProperties | Content-Length: 0
            GET /?restype=service&comp=stats | GetServiceStats | secondary: true
            GET /?restype=account&comp=properties | GetAccountInfo
            HEAD /?restype=account&comp=properties | GetAccountInfo
            GET /con?restype=account&comp=properties | GetAccountInfo
            HEAD /con/b?restype=account&comp=properties | GetAccountInfo
            POST /?comp=batch | Batch | Content-Length: 0 | Content-Type: multipart/mixed; boundary=b
            POST /?restype=container&comp=batch | Batch | Content-Length: 0 | Content-Type: multipart/mixed; boundary=b
            POST /con?restype=container&comp=batch | Batch | Content-Length: 0 | Content-Type: multipart/mixed; boundary="b"
            GET /?comp=blobs&where=a%3D'b' | FindBlobsByTags
            GET /con?restype=container&comp=blobs&where=a%3D'b' | FindBlobsByTags
            PUT /con?restype=container | CreateContainer
            PUT /con/?restype=container | CreateContainer
            PUT /$web?restype=container | CreateContainer
            PUT /con?restype=container&comp= | CreateContainer
            GET /con?restype=container | GetContainerProperties
            HEAD /con?restype=container | GetContainerProperties
            DELETE /con?restype=container | DeleteContainer
            PUT /con?restype=container&comp=metadata | SetContainerMetadata
            GET /con?restype=container&comp=metadata | GetContainerMetadata
            HEAD /con?restype=container&comp=metadata | GetContainerMetadata
            PUT /con?restype=container&comp=acl | SetContainerAcl
            GET /con?restype=container&comp=acl | GetContainerAcl
            HEAD /con?restype=container&comp=acl | GetContainerAcl
            PUT /con?restype=container&comp=lease | LeaseContainer | x-ms-lease-action: break
            GET /con?restype=container&comp=list | ListBlobs
            GET /con/b | GetBlob
            POST /con/b?comp=query | QueryBlob | Content-Length: 0
            HEAD /con/b | GetBlobProperties
            GET /con/b?restype=&comp= | GetBlob
            GET /b | GetBlob
            PUT /con/b | PutBlob | x-ms-blob-type: BlockBlob | Content-Length: 0
            PUT /con/b | CreateAppendBlob | x-ms-blob-type: AppendBlob
            PUT /con/b | CopyBlob | x-ms-copy-source: https://a.blob.core.windows.net/c/s
            PUT /con/b | CopyBlob | x-ms-copy-source: http://127.0.0.1:10000/a/c/s | x-ms-requires-sync: true
            PUT /con/b | PutBlobFromURL | x-ms-blob-type: BlockBlob | x-ms-copy-source: http://127.0.0.1:10000/a/c/s
            PUT /con/b?comp=block&blockid=AAAA | PutBlockFromURL | x-ms-copy-source: http://h/s | x-ms-source-range: bytes=0-1
            PUT /con/b?comp=appendblock | AppendBlockFromURL | x-ms-copy-source: http://h/s | x-ms-source-range: bytes=1-
            DELETE /con/b | DeleteBlob
            DELETE /con/b?snapshot=2026-11-21T10:11:12.1234567Z | DeleteBlob
            PUT /con/b?comp=properties | SetBlobProperties
            PUT /con/b?comp=metadata | SetBlobMetadata
            GET /con/b?comp=metadata | GetBlobMetadata
            HEAD /con/b?comp=metadata | GetBlobMetadata
            PUT /con/b?comp=lease | LeaseBlob | x-ms-lease-action: acquire | x-ms-lease-duration: -1
            PUT /con/b?comp=snapshot | SnapshotBlob
            PUT /con/b?comp=undelete | UndeleteBlob
            DELETE /con/b?versionid=2026-11-21T10:11:12.1234567Z&deletetype=permanent | DeleteBlob
            PUT /con/b?comp=copy&copyid=x | AbortCopy | x-ms-copy-action: abort
            PUT /con/b?comp=tier | SetBlobTier | x-ms-access-tier: Cool
            PUT /con/b?comp=tier | SetBlobTier | x-ms-access-tier: Archive
            PUT /con/b?comp=tier | SetBlobTier | x-ms-access-tier: Hot | x-ms-rehydrate-priority: High
            PUT /con/b?comp=expiry | SetBlobExpiry | x-ms-expiry-option: NeverExpire
            PUT /con/b?comp=expiry | SetBlobExpiry | x-ms-expiry-option: RelativeToNow | x-ms-expiry-time: 1000
            PUT /con/b?comp=expiry | SetBlobExpiry | x-ms-expiry-option: Absolute | x-ms-expiry-time: Thu, 09 May 2019 00:57:52 GMT
            DELETE /con/b | DeleteBlob | x-ms-access-tier-if-modified-since: Thu, 09 May 2019 00:57:52 GMT
            PUT /con/b?comp=tags | SetBlobTags | Content-Length: 0
            GET /con/b?comp=tags | GetBlobTags
            PUT /con/b?comp=blocklist | PutBlockList | Content-Length: 0
            GET /con/b?comp=blocklist&blocklisttype=all | GetBlockList
            GET /con/b?comp=blocklist&blocklisttype=Committed | GetBlockList
            DELETE /con/b | DeleteBlob | x-ms-delete-snapshots: Include
            PUT /con/b?comp=seal | SealAppendBlob
            """;

    @ParameterizedTest
    @MethodSource("routes")
    void findsTheOperation(String line, String name, List<String> headers) {
        assertThat(Requests.parse(line, headers.toArray(String[]::new)).name()).isEqualTo(name);
    }

    static Stream<Object[]> routes() {
        return rows(ROUTES);
    }

    @Test
    void readsBlockAndAppendWithTheirBodies() {
        assertThat(BlobApi.parse(Requests.sized("PUT /con/b?comp=block&blockid=AAAA", 5))
                        .name())
                .isEqualTo("PutBlock");
        assertThat(BlobApi.parse(Requests.sized("PUT /con/b?comp=appendblock", 5))
                        .name())
                .isEqualTo("AppendBlock");
    }

    private static final String REFUSALS = """
            GET / | InvalidQueryParameterValue
            GET /?comp=nonsense | InvalidQueryParameterValue
            PUT /?comp=list | UnsupportedHttpVerb
            GET /?restype=service&comp=stats | InvalidQueryParameterValue
            POST /?restype=service&comp=userdelegationkey | AuthenticationFailed
            PUT /?restype=account&comp=properties | UnsupportedHttpVerb
            GET /?restype=share&comp=list | InvalidQueryParameterValue
            POST /?comp=batch | MissingRequiredHeader | Content-Length: 0
            POST /?comp=batch | InvalidHeaderValue | Content-Length: 0 | Content-Type: application/json
            POST /?comp=batch | InvalidHeaderValue | Content-Length: 0 | Content-Type: multipart/mixed
            POST /?comp=batch | MissingContentLengthHeader | Content-Type: multipart/mixed; boundary=b
            GET /?comp=list&maxresults=x | InvalidQueryParameterValue
            GET /?comp=list&maxresults=0 | OutOfRangeQueryParameterValue
            GET /?comp=list&maxresults=-1 | OutOfRangeQueryParameterValue
            GET /?comp=list&include=snapshots | InvalidQueryParameterValue
            GET /?comp=list&timeout=soon | InvalidQueryParameterValue
            GET /?comp=blobs | MissingRequiredQueryParameter
            GET /?comp=blobs&where=nonsense | InvalidQueryParameterValue
            GET /con?restype=container&comp=list&include=everything | InvalidQueryParameterValue
            GET /con?restype=container&comp=list&include=snapshots&delimiter=/ | InvalidQueryParameterValue
            GET /con?restype=container&comp=list&showonly=deleted | UnsupportedQueryParameter
            GET /con?restype=container&comp=list&prefix=%00 | InvalidQueryParameterValue
            GET /con?restype=container&comp=nonsense | InvalidQueryParameterValue
            POST /con?restype=container | UnsupportedHttpVerb
            PUT /con?restype=container&comp=rename | FeatureNotSupportedForAccount
            PUT /Con?restype=container | InvalidResourceName
            PUT /co_n?restype=container | InvalidResourceName
            PUT /-con?restype=container | InvalidResourceName
            PUT /con-?restype=container | InvalidResourceName
            PUT /c--n?restype=container | InvalidResourceName
            PUT /$other?restype=container | InvalidResourceName
            PUT /co?restype=container | OutOfRangeInput
            GET //b | InvalidUri
            GET /con/ | InvalidUri
            GET /con/%zz | InvalidUri
            GET /con/%2 | InvalidUri
            GET /con/%C3%28 | InvalidUri
            GET /con/%00 | InvalidUri
            GET /con/b?restype=container | InvalidQueryParameterValue
            PUT /con?restype=container | InvalidHeaderValue | x-ms-blob-public-access: everyone
            PUT /con?restype=container | EmptyMetadataKey | x-ms-meta-: v
            PUT /con?restype=container | InvalidMetadata | x-ms-meta-1a: v
            PUT /con?restype=container | InvalidMetadata | x-ms-meta-a-b: v
            PUT /con?restype=container | InvalidMetadata | x-ms-meta-a: v | x-ms-meta-A: w
            PUT /con?restype=container | ConditionHeadersNotSupported | If-Match: *
            DELETE /con?restype=container | ConditionHeadersNotSupported | If-None-Match: "x"
            PUT /con?restype=container&comp=acl | MissingContentLengthHeader | chunked: true
            PUT /con?restype=container | MissingRequiredHeader | x-ms-default-encryption-scope: mine
            PUT /con?restype=container | MissingRequiredHeader | x-ms-deny-encryption-scope-override: true
            PUT /con/b | MissingRequiredHeader
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: Blob
            PUT /con/b | MissingRequiredHeader | x-ms-blob-type: PageBlob
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: PageBlob | x-ms-blob-content-length: 513
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: PageBlob | x-ms-blob-content-length: 8796093022720
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: PageBlob | x-ms-blob-content-length: 512 | x-ms-blob-sequence-number: 1e3
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: PageBlob | x-ms-blob-content-length: 512 | x-ms-blob-sequence-number: 9223372036854775808
            PUT /con/b | AccessTierNotSupportedForBlobType | x-ms-blob-type: PageBlob | x-ms-blob-content-length: 512 | x-ms-access-tier: P4
            PUT /con/b | UnsupportedHeader | x-ms-blob-type: BlockBlob | x-ms-copy-source: https://h/c/s | x-ms-source-range: bytes=0-1
            PUT /con/b | UnsupportedHeader | x-ms-copy-source: https://h/c/s | x-ms-source-range: bytes=0-1
            PUT /con/b | UnsupportedHeader | x-ms-copy-source: https://h/c/s | x-ms-copy-source-blob-properties: false
            PUT /con/b | MissingContentLengthHeader | x-ms-blob-type: BlockBlob
            PUT /con/b | AccessTierNotSupportedForBlobType | x-ms-blob-type: AppendBlob | x-ms-access-tier: Hot
            PUT /con/b?snapshot=2026-11-21T10:11:12.1234567Z | InvalidOperation | x-ms-blob-type: AppendBlob
            PUT /con/b | InvalidHeaderValue | x-ms-copy-source: /con/s
            PUT /con/b | InvalidHeaderValue | x-ms-copy-source: https://h/c/s | x-ms-requires-sync: maybe
            PUT /con/b | UnsupportedHeader | x-ms-copy-source: https://h/c/s | x-ms-source-content-md5: AAAAAAAAAAAAAAAAAAAAAA==
            PUT /con/b | UnsupportedHeader | x-ms-copy-source: https://h/c/s | x-ms-copy-source-authorization: Bearer x
            PUT /con/b | InvalidHeaderValue | x-ms-copy-source: https://h/c/s | x-ms-copy-source-tag-option: KEEP
            PUT /con/b | BothUserTagsAndSourceTagsCopyPresentException | x-ms-copy-source: https://h/c/s | x-ms-copy-source-tag-option: COPY | x-ms-tags: a=b
            GET /con/b?snapshot=1 | InvalidQueryParameterValue
            POST /con/b | UnsupportedHttpVerb
            DELETE /con/b?snapshot=2026-11-21T10:11:12Z | InvalidOperation | x-ms-delete-snapshots: include
            DELETE /con/b | InvalidHeaderValue | x-ms-delete-snapshots: all
            GET /con/b | MissingRequiredHeader | x-ms-encryption-key: x
            HEAD /con/b | UnsupportedHeader | x-ms-structured-body: XSM/1.0; properties=crc64
            GET /con/b | InvalidHeaderValue | x-ms-structured-body: XSM/2.0; properties=crc64
            GET /con/b | InvalidHeaderValue | x-ms-structured-content-length: 1
            PUT /con/b?comp=expiry | MissingRequiredHeader
            PUT /con/b?comp=expiry | InvalidHeaderValue | x-ms-expiry-option: Sometimes
            PUT /con/b?comp=expiry | MissingRequiredHeader | x-ms-expiry-option: RelativeToCreation
            PUT /con/b?comp=expiry | InvalidHeaderValue | x-ms-expiry-option: Absolute | x-ms-expiry-time: 1000
            PUT /con/b?comp=expiry | InvalidHeaderValue | x-ms-expiry-option: NeverExpire | x-ms-expiry-time: 1000
            PUT /con/b | MissingRequiredHeader | x-ms-blob-type: BlockBlob | Content-Length: 0 | x-ms-expiry-time: 1000
            PUT /con/b | UnsupportedHeader | x-ms-copy-source: https://h/c/b | x-ms-expiry-option: NeverExpire
            DELETE /con/b | InvalidHeaderValue | x-ms-access-tier-if-unmodified-since: yesterday
            PUT /con/b?comp=immutabilityPolicies | MissingRequiredHeader
            PUT /con/b?comp=immutabilityPolicies | InvalidHeaderValue | x-ms-immutability-policy-until-date: tomorrow
            PUT /con/b?comp=immutabilityPolicies | InvalidHeaderValue | x-ms-immutability-policy-until-date: Sat, 21 Nov 2026 10:00:00 GMT | x-ms-immutability-policy-mode: mutable
            GET /con/b?comp=immutabilityPolicies | UnsupportedHttpVerb
            PUT /con/b?comp=legalhold | MissingRequiredHeader
            PUT /con/b?comp=legalhold | InvalidHeaderValue | x-ms-legal-hold: perhaps
            DELETE /con/b?comp=legalhold | UnsupportedHttpVerb
            PUT /con/b?comp=metadata | UnsupportedHeader | x-ms-legal-hold: true
            GET /con/b?comp=query | UnsupportedHttpVerb
            POST /con/b?comp=query | MissingContentLengthHeader
            PUT /con/b?comp=incrementalcopy | MissingRequiredHeader
            PUT /con/b?comp=incrementalcopy | InvalidHeaderValue | x-ms-copy-source: /con/s
            PUT /con/b?comp=incrementalcopy | UnsupportedHeader | x-ms-copy-source: https://h/c/s | x-ms-meta-a: 1
            PUT /con/b?comp=page | MissingRequiredHeader
            PUT /con/b?comp=page | InvalidHeaderValue | x-ms-page-write: append
            PUT /con/b?comp=page | MissingRequiredHeader | x-ms-page-write: clear
            PUT /con/b?comp=page | InvalidPageRange | x-ms-page-write: clear | x-ms-range: bytes=0-
            PUT /con/b?comp=page | InvalidPageRange | x-ms-page-write: clear | Range: bytes=1-512
            PUT /con/b?comp=page | InvalidPageRange | x-ms-page-write: clear | Range: bytes=0-512
            PUT /con/b?comp=page | InvalidHeaderValue | x-ms-page-write: clear | Range: pages
            PUT /con/b?comp=page | InvalidHeaderValue | x-ms-page-write: clear | x-ms-range: bytes=-512
            PUT /con/b?comp=page | UnsupportedHeader | x-ms-page-write: clear | Range: bytes=0-511 | x-ms-copy-source: https://h/c/s
            PUT /con/b?comp=page | Md5Mismatch | x-ms-page-write: clear | Range: bytes=0-511 | Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==
            PUT /con/b | Crc64Mismatch | x-ms-copy-source: https://h/c/s | x-ms-content-crc64: AAAAAAAAAAE=
            PUT /con/b?comp=incrementalcopy | UnsupportedHeader | x-ms-copy-source: https://h/c/s | x-ms-source-if-match: *
            PUT /con/b?comp=properties | UnsupportedHeader | x-ms-if-sequence-number-eq: 1
            PUT /con/b?comp=metadata | UnsupportedHeader | x-ms-blob-condition-appendpos: 1
            PUT /con/b?comp=seal | UnsupportedHeader | x-ms-blob-condition-maxsize: 1
            PUT /con/b?comp=tier | UnsupportedHeader | x-ms-access-tier: Hot | x-ms-access-tier-if-modified-since: Thu, 09 May 2019 00:57:52 GMT
            PUT /con/b?comp=page | RequestBodyTooLarge | x-ms-page-write: update | Range: bytes=0-4194815
            PUT /con/b?comp=page | InvalidHeaderValue | x-ms-page-write: update | Range: bytes=0-511 | Content-Length: 0
            PUT /con/b?comp=page | MissingRequiredHeader | x-ms-page-write: update | Range: bytes=0-511 | x-ms-copy-source: https://h/c/s
            PUT /con/b?comp=page | InvalidHeaderValue | x-ms-page-write: update | Range: bytes=0-511 | x-ms-copy-source: https://h/c/s | x-ms-source-range: bytes=0-1023
            PUT /con/b?comp=page&snapshot=2026-11-21T10:11:12.1234567Z | InvalidOperation | x-ms-page-write: clear | Range: bytes=0-511
            GET /con/b?comp=pagelist&prevsnapshot=1 | InvalidQueryParameterValue
            GET /con/b?comp=pagelist&marker=x | InvalidMarker
            GET /con/b?comp=pagelist&maxresults=0 | OutOfRangeQueryParameterValue
            GET /con/b?comp=pagelist | UnsupportedHeader | x-ms-previous-snapshot-url: https://h/c/s
            PUT /con/b?comp=properties | InvalidHeaderValue | x-ms-blob-content-length: 1
            PUT /con/b?comp=properties | MissingRequiredHeader | x-ms-blob-sequence-number: 1
            PUT /con/b?comp=properties | MissingRequiredHeader | x-ms-sequence-number-action: max
            PUT /con/b?comp=properties | InvalidHeaderValue | x-ms-sequence-number-action: less
            PUT /con/b?comp=properties | InvalidHeaderValue | x-ms-sequence-number-action: increment | x-ms-blob-sequence-number: 1
            PUT /con/b?comp=nonsense | InvalidQueryParameterValue
            PUT /con/b?comp=block | MissingRequiredQueryParameter | Content-Length: 0
            PUT /con/b?comp=block&blockid=a | InvalidQueryParameterValue | Content-Length: 0
            PUT /con/b?comp=block&blockid=AAAA | InvalidHeaderValue | Content-Length: 0
            PUT /con/b?comp=block&blockid=AAAA | ConditionHeadersNotSupported | Content-Length: 0 | If-Match: x
            PUT /con/b?comp=block&blockid=AAAA | InvalidHeaderValue | x-ms-copy-source: c/s
            PUT /con/b?comp=block&blockid=AAAA | InvalidHeaderValue | x-ms-copy-source: https://h/c/s | x-ms-source-range: bytes=-5
            PUT /con/b?comp=block&blockid=AAAA | BothCrc64AndMd5HeaderPresent | x-ms-copy-source: https://h/c/s | x-ms-source-content-md5: AAAAAAAAAAAAAAAAAAAAAA== | x-ms-source-content-crc64: AAAAAAAAAAA=
            PUT /con/b?comp=appendblock | InvalidHeaderValue | x-ms-copy-source: https://h/c/s | x-ms-copy-source-authorization: Basic x
            PUT /con/b?comp=appendblock | InvalidHeaderValue | x-ms-copy-source: https://h/c/s | x-ms-file-request-intent: other
            PUT /con/b?comp=appendblock | OutOfRangeInput | Content-Length: 0
            PUT /con/b?comp=appendblock | InvalidHeaderValue | Content-Length: 0 | x-ms-blob-condition-appendpos: -1
            GET /con/b?comp=blocklist&blocklisttype=some | InvalidQueryParameterValue
            PUT /con/b?comp=tier | MissingRequiredHeader
            PUT /con/b?comp=tier | InvalidHeaderValue | x-ms-access-tier: Lukewarm
            PUT /con/b?comp=tier | BlobAccessTierNotSupportedForAccountType | x-ms-access-tier: Smart
            PUT /con/b?comp=tier | AccessTierNotSupportedForBlobType | x-ms-access-tier: P10
            PUT /con/b?comp=tier | InvalidHeaderValue | x-ms-access-tier: Hot | x-ms-rehydrate-priority: Now
            PUT /con/b?comp=copy&copyid=x | MissingRequiredHeader
            PUT /con/b?comp=copy | MissingRequiredQueryParameter | x-ms-copy-action: abort
            PUT /con/b?comp=lease | MissingRequiredHeader
            PUT /con/b?comp=lease | InvalidHeaderValue | x-ms-lease-action: hold
            PUT /con/b?comp=lease | MissingRequiredHeader | x-ms-lease-action: acquire
            PUT /con/b?comp=lease | InvalidHeaderValue | x-ms-lease-action: acquire | x-ms-lease-duration: 14
            PUT /con/b?comp=lease | InvalidHeaderValue | x-ms-lease-action: acquire | x-ms-lease-duration: 61
            PUT /con/b?comp=lease | InvalidHeaderValue | x-ms-lease-action: acquire | x-ms-lease-duration: 15 | x-ms-proposed-lease-id: x
            PUT /con/b?comp=lease | InvalidHeaderValue | x-ms-lease-action: break | x-ms-lease-break-period: 61
            PUT /con/b?comp=lease | MissingRequiredHeader | x-ms-lease-action: renew
            PUT /con/b?comp=lease&snapshot=2026-11-21T10:11:12Z | InvalidOperation | x-ms-lease-action: break
            GET /con/b | InvalidHeaderValue | x-ms-lease-id: nonsense
            GET /con/b | InvalidHeaderValue | x-ms-range: bytes=9-5
            GET /con/b | InvalidHeaderValue | x-ms-range: lines=1-2
            GET /con/b | InvalidHeaderValue | x-ms-range-get-content-md5: true
            GET /con/b | OutOfRangeInput | x-ms-range-get-content-md5: true | x-ms-range: bytes=0-4194304
            GET /con/b | InvalidHeaderValue | x-ms-range-get-content-md5: true | x-ms-range-get-content-crc64: true | Range: bytes=0-1
            GET /con/b | UnsatisfiableCondition | If-None-Match: *
            GET /con/b | InvalidHeaderValue | If-Modified-Since: yesterday
            GET /con/b | InvalidHeaderValue | If-Match: "x
            GET /con/b | InvalidHeaderValue | x-ms-if-tags: nonsense
            PUT /con/b?comp=metadata | MultipleConditionHeadersNotSupported | If-Match: "a", "b"
            PUT /con/b?comp=metadata | MultipleConditionHeadersNotSupported | If-Match: "a" | If-None-Match: "b"
            PUT /con/b?comp=metadata | ConditionHeadersNotSupported | x-ms-blob-if-match: "a"
            PUT /con/b | InvalidMd5 | x-ms-blob-type: BlockBlob | Content-Length: 0 | Content-MD5: AAAA
            PUT /con/b | InvalidCrc64 | x-ms-blob-type: BlockBlob | Content-Length: 0 | x-ms-content-crc64: AAAA
            PUT /con/b | BothCrc64AndMd5HeaderPresent | x-ms-blob-type: BlockBlob | Content-Length: 0 | x-ms-content-crc64: AAAAAAAAAAA= | Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==
            PUT /con/b | InvalidMd5 | x-ms-blob-type: BlockBlob | Content-Length: 0 | x-ms-blob-content-md5: x
            PUT /con/b | MissingRequiredHeader | x-ms-blob-type: AppendBlob | x-ms-immutability-policy-mode: locked
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: AppendBlob | x-ms-legal-hold: perhaps
            PUT /con/b | DuplicateTagNames | x-ms-blob-type: AppendBlob | x-ms-tags: a=b&a=c
            PUT /con/b | EmptyTagName | x-ms-blob-type: AppendBlob | x-ms-tags: =b
            PUT /con/b | InvalidTag | x-ms-blob-type: AppendBlob | x-ms-tags: a=%23
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: AppendBlob | x-ms-tags: a
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: AppendBlob | x-ms-tags: a=%zz
            PUT /con/b | TagsTooLarge | x-ms-blob-type: AppendBlob | x-ms-tags: a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k=
            PUT /con/b | InvalidHeaderValue | x-ms-blob-type: AppendBlob | x-ms-blob-type: BlockBlob
            PUT /con/b?comp=tags | MissingContentLengthHeader
            PUT /con/b?comp=blocklist | MissingContentLengthHeader
            """;

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWithAzuresError(String line, String code, List<String> headers) {
        boolean chunked = headers.contains("chunked: true");
        Body body = chunked ? new Body(-1, Body.empty().stream()) : Body.empty();
        StorageException error = Requests.refusal(Requests.target(line, body, headers.toArray(String[]::new)));
        assertThat(error.code()).isEqualTo(ErrorCode.valueOf(code));
    }

    static Stream<Object[]> refusals() {
        return rows(REFUSALS);
    }

    @Test
    void decodesAPathOnceAndPartsItAtEncodedSlashes() {
        assertThat(Requests.parse("GET /con%2Fa%252Fb%20+%C3%BC/./../x").resource())
                .isEqualTo(new Resource("con", "a%2Fb +\u00fc/./../x", null));
        assertThat(Requests.parse("GET /con/a%5Cb\\c%255C").resource())
                .isEqualTo(new Resource("con", "a/b/c%5C", null));
        assertThat(Requests.parse("GET /single").resource()).isEqualTo(new Resource("$root", "single", null));
        assertThat(Requests.parse("GET /con//a").resource()).isEqualTo(new Resource("con", "/a", null));
    }

    @Test
    void holdsNamesToTheirLimits() {
        assertThat(Requests.parse("GET /con/" + "a".repeat(1024)).name()).isEqualTo("GetBlob");
        assertThat(Requests.refusal("GET /con/" + "a".repeat(1025)).code()).isEqualTo(ErrorCode.OutOfRangeInput);
        assertThat(Requests.parse("GET /con/a" + "/a".repeat(253)).name()).isEqualTo("GetBlob");
        assertThat(Requests.refusal("GET /con/a" + "/a".repeat(254)).code()).isEqualTo(ErrorCode.OutOfRangeInput);
        assertThat(Requests.parse("PUT /" + "a".repeat(63) + "?restype=container")
                        .name())
                .isEqualTo("CreateContainer");
        assertThat(Requests.refusal("PUT /" + "a".repeat(64) + "?restype=container")
                        .code())
                .isEqualTo(ErrorCode.OutOfRangeInput);
    }

    @Test
    void everyHeaderNotBuiltIsRefusedUnlessItAsksForNothing() {
        for (NotBuilt.Header header : NotBuilt.HEADERS) {
            StorageException error = Requests.refusal("HEAD /con/b", header.name() + ": something");
            assertThat(error.code()).isEqualTo(ErrorCode.UnsupportedHeader);
            assertThat(error.details()).containsEntry("HeaderName", header.name());
            for (String harmless : header.harmless()) {
                assertThat(Requests.parse("HEAD /con/b", header.name() + ": " + harmless)
                                .name())
                        .isEqualTo("GetBlobProperties");
            }
        }
        for (NotBuilt.Parameter parameter : NotBuilt.PARAMETERS) {
            assertThat(Requests.refusal("GET /con/b?" + parameter.name() + "=x").details())
                    .containsEntry("QueryParameterName", parameter.name());
        }
    }

    @Test
    void leaseAndCopyHeadersOfOtherOperationsDoNotGetInTheWay() {
        assertThat(Requests.parse("HEAD /con/b", GUID, COPY).name()).isEqualTo("GetBlobProperties");
    }

    private static Stream<Object[]> rows(String table) {
        return table.lines().map(line -> {
            String[] cells = line.split(" \\| ", -1);
            List<String> headers = new ArrayList<>();
            for (int i = 2; i < cells.length; i++) {
                headers.add(cells[i].strip());
            }
            return new Object[] {cells[0].strip(), cells[1].strip(), headers};
        });
    }
}
