package lazurite.service.blob.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.Versions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.Base64Text;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.gateway.Call;
import org.jspecify.annotations.Nullable;

/** Gives results their wire form: status, headers and body of each operation's answer (digest {@code blob.md}). */
public final class Answers {
    private static final String XML = "application/xml";
    private static final List<String> NOT_OF_A_QUERY =
            List.of("Content-Encoding", "Content-Language", "Content-Disposition", "Cache-Control", "Accept-Ranges");
    private static final String STRUCTURED_BODY = HeaderName.STRUCTURED_BODY.wire();
    private static final String SINCE_CRC64 = "2019-02-02";

    private Answers() {}

    static Response render(BlobOperation operation, BlobResult result, Call call) {
        Headers headers = new Headers();
        int status = status(operation);
        if (StructuredHeaders.carriedBy(operation)) {
            headers.addIfPresent(
                    STRUCTURED_BODY, call.target().request().headers().first(STRUCTURED_BODY));
        }
        return switch (result) {
            case BlobResult.Done _ -> Response.empty(status, headers);
            case BlobResult.Pending _ -> Response.empty(202, headers);
            case BlobResult.Changed changed -> changed(operation, changed, headers, call);
            case BlobResult.Deleted deleted -> deleted(operation, deleted, headers);
            case BlobResult.Leased leased -> leased(status, leased, headers);
            case BlobResult.Retained retained -> retained(operation, retained.retention(), headers);
            case BlobResult.ServiceState state -> xml(headers, DocumentXml.properties(state.properties()));
            case BlobResult.Stats stats -> xml(headers, DocumentXml.stats(stats.lastSync()));
            case BlobResult.AccountInfo _ -> accountInfo(headers);
            case BlobResult.Containers containers ->
                xml(headers, ListingXml.containers((BlobOperation.ListContainers) operation, containers, call));
            case BlobResult.Blobs blobs ->
                xml(headers, ListingXml.blobs((BlobOperation.ListBlobs) operation, blobs, call));
            case BlobResult.TaggedBlobs tagged ->
                xml(headers, ListingXml.tagged((BlobOperation.FindBlobsByTags) operation, tagged, call));
            case BlobResult.ContainerState state -> container(operation, state, headers);
            case BlobResult.Tags tags -> xml(headers, DocumentXml.tags(tags.tags()));
            case BlobResult.Sealed sealed -> sealed(operation, sealed, call);
            case BlobResult.Written written -> written(operation, written, headers, call);
            case BlobResult.Appended appended -> appended(operation, appended, headers, call);
            case BlobResult.PagesChanged changed -> pages(operation, changed, headers, call);
            case BlobResult.PageRanges ranges -> pageRanges(ranges, headers, call);
            case BlobResult.Snapshotted snapshotted -> snapshotted(snapshotted, headers);
            case BlobResult.Copied copied -> copied(operation, copied, headers, call);
            case BlobResult.BlobState state -> state(operation, state, headers, call);
            case BlobResult.BlobContent content -> content(content, headers, call);
            case BlobResult.QueryAnswer answer -> query(answer, headers, call);
            case BlobResult.Blocks blocks -> blocks(blocks, headers);
        };
    }

    /** The status of a success that is not a range. */
    static int status(BlobOperation operation) {
        return switch (operation) {
            case BlobOperation.CreateContainer _,
                    BlobOperation.PutBlob _,
                    BlobOperation.CreateAppendBlob _,
                    BlobOperation.AppendBlock _,
                    PageOperation.CreatePageBlob _,
                    PageOperation.PutPage _,
                    PageOperation.ClearPage _,
                    BlobOperation.PutBlock _,
                    BlobOperation.PutBlockList _,
                    CopyOperation.PutBlobFromUrl _,
                    CopyOperation.PutBlockFromUrl _,
                    CopyOperation.AppendBlockFromUrl _,
                    PageOperation.PutPageFromUrl _,
                    BlobOperation.SnapshotBlob _,
                    BlobOperation.RestoreContainer _ -> 201;
            case BlobOperation.SetServiceProperties _,
                    BlobOperation.Batch _,
                    BlobOperation.DeleteContainer _,
                    BlobOperation.DeleteBlob _,
                    CopyOperation.IncrementalCopyBlob _,
                    CopyOperation.CopyBlob _ -> 202;
            case BlobOperation.SetBlobTags _, CopyOperation.AbortCopy _ -> 204;
            case BlobOperation.LeaseContainer lease -> leaseStatus(lease.action());
            case BlobOperation.LeaseBlob lease -> leaseStatus(lease.action());
            case BlobOperation.ListContainers _,
                    BlobOperation.GetServiceProperties _,
                    BlobOperation.GetServiceStats _,
                    BlobOperation.GetAccountInfo _,
                    BlobOperation.FindBlobsByTags _,
                    BlobOperation.GetContainerProperties _,
                    BlobOperation.GetContainerMetadata _,
                    BlobOperation.SetContainerMetadata _,
                    BlobOperation.GetContainerAcl _,
                    BlobOperation.SetContainerAcl _,
                    BlobOperation.ListBlobs _,
                    BlobOperation.SealAppendBlob _,
                    BlobOperation.SetBlobProperties _,
                    PageOperation.SetPageProperties _,
                    PageOperation.GetPageRanges _,
                    BlobOperation.SetBlobMetadata _,
                    BlobOperation.SetBlobTier _,
                    LifeOperation.SetImmutabilityPolicy _,
                    LifeOperation.DeleteImmutabilityPolicy _,
                    LifeOperation.SetLegalHold _,
                    LifeOperation.SetBlobExpiry _,
                    BlobOperation.UndeleteBlob _,
                    BlobOperation.GetBlob _,
                    BlobOperation.QueryBlob _,
                    BlobOperation.GetBlobProperties _,
                    BlobOperation.GetBlobMetadata _,
                    BlobOperation.GetBlobTags _,
                    BlobOperation.GetBlockList _ -> 200;
        };
    }

    private static int leaseStatus(BlobOperation.LeaseAction action) {
        return switch (action) {
            case BlobOperation.LeaseAction.Acquire _ -> 201;
            case BlobOperation.LeaseAction.Renew _,
                    BlobOperation.LeaseAction.Change _,
                    BlobOperation.LeaseAction.Release _ -> 200;
            case BlobOperation.LeaseAction.Break _ -> 202;
        };
    }

    private static Response changed(BlobOperation operation, BlobResult.Changed changed, Headers headers, Call call) {
        BlobStateHeaders.stamp(headers, changed.stamp());
        if (operation instanceof BlobOperation.SealAppendBlob) {
            headers.add("x-ms-blob-sealed", "true");
        } else if (operation instanceof BlobOperation.CreateAppendBlob
                || operation instanceof BlobOperation.SetBlobMetadata) {
            version(headers, changed.stamp(), call);
            encrypted(headers);
        }
        return Response.empty(status(operation), headers);
    }

    private static Response deleted(BlobOperation operation, BlobResult.Deleted deleted, Headers headers) {
        if (operation instanceof BlobOperation.DeleteBlob) {
            headers.add("x-ms-delete-type-permanent", Boolean.toString(deleted.permanent()));
        }
        return Response.empty(status(operation), headers);
    }

    /** What an operation that makes versions has made is named by its stamp. */
    private static void version(Headers headers, Stamp stamp, Call call) {
        if (call.target().account().blob().versioning()) {
            BlobStateHeaders.version(headers, stamp);
        }
    }

    private static Response leased(int status, BlobResult.Leased leased, Headers headers) {
        BlobStateHeaders.stamp(headers, leased.stamp());
        headers.addIfPresent("x-ms-lease-id", leased.id());
        if (leased.secondsLeft() != null) {
            headers.add("x-ms-lease-time", leased.secondsLeft().toString());
        }
        return Response.empty(status, headers);
    }

    private static Response retained(BlobOperation operation, Retention retention, Headers headers) {
        if (operation instanceof LifeOperation.SetImmutabilityPolicy) {
            RetentionHeaders.policy(headers, retention);
        } else if (operation instanceof LifeOperation.SetLegalHold) {
            headers.add(HeaderName.LEGAL_HOLD.wire(), Boolean.toString(retention.hold()));
        }
        return Response.empty(200, headers);
    }

    private static Response accountInfo(Headers headers) {
        headers.add("x-ms-sku-name", "Standard_LRS");
        headers.add("x-ms-account-kind", "StorageV2");
        headers.add("x-ms-is-hns-enabled", "false");
        return Response.empty(200, headers);
    }

    private static Response container(BlobOperation operation, BlobResult.ContainerState state, Headers headers) {
        ContainerRecord record = state.record();
        BlobStateHeaders.stamp(headers, record.stamp());
        boolean acl = operation instanceof BlobOperation.GetContainerAcl;
        boolean properties = operation instanceof BlobOperation.GetContainerProperties;
        if ((acl || properties) && record.publicRead() != PublicRead.NEVER) {
            headers.add("x-ms-blob-public-access", ListingXml.publicAccess(record.publicRead()));
        }
        if (acl) {
            return xml(headers, DocumentXml.identifiers(record.identifiers()));
        }
        metadata(headers, state.metadata());
        if (properties) {
            BlobStateHeaders.lease(headers, state.lease(), record.lease());
            RetentionHeaders.container(headers, state.protection());
            ContainerEncryption encryption = record.encryption();
            headers.add("x-ms-default-encryption-scope", encryption.scopeName());
            headers.add("x-ms-deny-encryption-scope-override", Boolean.toString(encryption.denyOverride()));
        }
        return Response.empty(200, headers);
    }

    private static Response sealed(BlobOperation operation, BlobResult.Sealed sealed, Call call) {
        Response response = render(operation, sealed.result(), call);
        BlobStateHeaders.encryption(response.headers(), sealed.encryption());
        return response;
    }

    private static Response written(BlobOperation operation, BlobResult.Written written, Headers headers, Call call) {
        if (written.stamp() != null) {
            BlobStateHeaders.stamp(headers, written.stamp());
            version(headers, written.stamp(), call);
        }
        switch (operation) {
            case BlobOperation.PutBlob _, CopyOperation.PutBlobFromUrl _ -> {
                md5(headers, written.md5());
                crc64(headers, sinceCrc64(call) ? written.crc64() : null);
            }
            case BlobOperation.PutBlock put -> checksum(headers, put.checksums(), written.md5(), written.crc64(), call);
            case BlobOperation.PutBlockList put ->
                checksum(headers, put.checksums(), written.md5(), written.crc64(), call);
            case CopyOperation.PutBlockFromUrl put ->
                checksum(headers, put.source().checksums(), written.md5(), written.crc64(), call);
            default -> checksum(headers, Checksums.NONE, written.md5(), written.crc64(), call);
        }
        encrypted(headers);
        return Response.empty(status(operation), headers);
    }

    private static Response appended(
            BlobOperation operation, BlobResult.Appended appended, Headers headers, Call call) {
        BlobStateHeaders.stamp(headers, appended.stamp());
        headers.add("x-ms-blob-append-offset", Long.toString(appended.offset()));
        headers.add("x-ms-blob-committed-block-count", Integer.toString(appended.blocks()));
        Checksums sent = switch (operation) {
            case BlobOperation.AppendBlock append -> append.checksums();
            case CopyOperation.AppendBlockFromUrl append -> append.source().checksums();
            default -> Checksums.NONE;
        };
        checksum(headers, sent, appended.md5(), appended.crc64(), call);
        encrypted(headers);
        return Response.empty(status(operation), headers);
    }

    private static Response pages(
            BlobOperation operation, BlobResult.PagesChanged changed, Headers headers, Call call) {
        BlobStateHeaders.stamp(headers, changed.stamp());
        headers.add("x-ms-blob-sequence-number", Long.toString(changed.sequenceNumber()));
        Checksums sent = switch (operation) {
            case PageOperation.PutPage put -> put.checksums();
            case PageOperation.PutPageFromUrl put -> put.source().checksums();
            default -> null;
        };
        if (sent != null) {
            checksum(headers, sent, changed.md5(), changed.crc64(), call);
            encrypted(headers);
        }
        return Response.empty(status(operation), headers);
    }

    private static Response pageRanges(BlobResult.PageRanges ranges, Headers headers, Call call) {
        BlobStateHeaders.stamp(headers, ranges.stamp());
        headers.add("x-ms-blob-content-length", Long.toString(ranges.length()));
        return xml(headers, DocumentXml.pageRanges(ranges, Versions.pagesPageLists(call.version())));
    }

    private static Response snapshotted(BlobResult.Snapshotted snapshotted, Headers headers) {
        BlobStateHeaders.stamp(headers, snapshotted.stamp());
        headers.add("x-ms-snapshot", snapshotted.snapshot().iso());
        BlobStateHeaders.version(headers, snapshotted.version());
        headers.add("x-ms-request-server-encrypted", "false");
        return Response.empty(201, headers);
    }

    private static Response copied(BlobOperation operation, BlobResult.Copied copied, Headers headers, Call call) {
        BlobStateHeaders.stamp(headers, copied.stamp());
        version(headers, copied.stamp(), call);
        headers.add("x-ms-copy-id", copied.copy().id());
        headers.add("x-ms-copy-status", copied.copy().status().name().toLowerCase(Locale.ROOT));
        md5(headers, copied.md5());
        crc64(headers, sinceCrc64(call) ? copied.crc64() : null);
        return Response.empty(status(operation), headers);
    }

    private static Response state(BlobOperation operation, BlobResult.BlobState state, Headers headers, Call call) {
        if (operation instanceof BlobOperation.GetBlobMetadata) {
            BlobStateHeaders.stamp(headers, state.record().stamp());
            metadata(headers, state.metadata());
            return Response.empty(200, headers);
        }
        BlobStateHeaders.add(headers, state, call, true);
        return noBody(state, headers);
    }

    /** As {@link #body} of a HEAD. */
    public static Response noBody(BlobResult.BlobState state, Headers headers) {
        md5(headers, state.record().properties().contentMd5());
        headers.add("Content-Length", Long.toString(state.record().length()));
        return Response.empty(200, headers);
    }

    private static Response content(BlobResult.BlobContent content, Headers headers, Call call) {
        BlobStateHeaders.add(headers, content.state(), call, false);
        return ranged(content, headers, body(content, headers, call));
    }

    /** The bytes as they are, with the headers that say which they are. */
    public static Response body(BlobResult.BlobContent content, Headers headers) {
        return ranged(content, headers, new Body(content.length(), content.stream()));
    }

    private static Response ranged(BlobResult.BlobContent content, Headers headers, Body body) {
        BlobRecord record = content.state().record();
        byte[] stored = record.properties().contentMd5();
        if (!content.ranged()) {
            md5(headers, stored);
            return new Response(200, headers, body);
        }
        md5(headers, content.md5());
        crc64(headers, content.crc64());
        if (stored != null) {
            headers.add("x-ms-blob-content-md5", Base64Text.encode(stored));
        }
        long last = content.from() + content.length() - 1;
        headers.add("Content-Range", "bytes " + content.from() + "-" + last + "/" + record.length());
        return new Response(206, headers, body);
    }

    /** The blob's own headers of its content would be wrong about the answer's. */
    private static Response query(BlobResult.QueryAnswer answer, Headers headers, Call call) {
        BlobStateHeaders.add(headers, answer.state(), call, false);
        NOT_OF_A_QUERY.forEach(headers::remove);
        headers.set("Content-Type", "avro/binary");
        return new Response(200, headers, new Body(-1, answer.stream()));
    }

    /** The bytes as they are, or as the structured body that was asked for. */
    private static Body body(BlobResult.BlobContent content, Headers headers, Call call) {
        String form = call.target().request().headers().first(STRUCTURED_BODY);
        if (form == null || form.isEmpty()) {
            return new Body(content.length(), content.stream());
        }
        headers.add(STRUCTURED_BODY, form);
        headers.add(HeaderName.STRUCTURED_CONTENT_LENGTH.wire(), Long.toString(content.length()));
        StructuredEncoder encoder = new StructuredEncoder(content.stream(), content.length());
        return new Body(encoder.length(), encoder);
    }

    private static Response blocks(BlobResult.Blocks blocks, Headers headers) {
        if (blocks.stamp() != null) {
            BlobStateHeaders.stamp(headers, blocks.stamp());
            headers.add("x-ms-blob-content-length", Long.toString(blocks.length()));
        }
        return xml(headers, DocumentXml.blocks(blocks));
    }

    /** Answers with the kind of checksum that was sent; without one, with the kind of the request's age. */
    private static void checksum(
            Headers headers, Checksums sent, byte @Nullable [] md5, byte @Nullable [] crc64, Call call) {
        boolean wantsMd5 = sent.md5() != null || (sent.crc64() == null && !sinceCrc64(call));
        if (wantsMd5) {
            md5(headers, md5);
        } else {
            crc64(headers, crc64);
        }
    }

    private static boolean sinceCrc64(Call call) {
        return call.version().compareTo(SINCE_CRC64) >= 0;
    }

    private static void md5(Headers headers, byte @Nullable [] md5) {
        if (md5 != null) {
            headers.add("Content-MD5", Base64Text.encode(md5));
        }
    }

    private static void crc64(Headers headers, byte @Nullable [] crc64) {
        if (crc64 != null) {
            headers.add("x-ms-content-crc64", Base64Text.encode(crc64));
        }
    }

    private static void encrypted(Headers headers) {
        headers.add("x-ms-request-server-encrypted", "true");
    }

    private static void metadata(Headers headers, Map<String, String> metadata) {
        metadata.forEach((name, value) -> headers.add("x-ms-meta-" + name, value));
    }

    private static Response xml(Headers headers, Body body) {
        headers.add("Content-Type", XML);
        return new Response(200, headers, body);
    }
}
