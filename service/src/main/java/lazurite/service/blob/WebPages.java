package lazurite.service.blob;

import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.WebOperation;
import lazurite.service.blob.wire.Answers;
import lazurite.service.blob.wire.BlobStateHeaders;
import lazurite.service.gateway.Call;
import org.jspecify.annotations.Nullable;

/** Reads pages of one account's website for one request. */
final class WebPages {
    private final BlobOperations blobs;
    private final BlobCall call;

    WebPages(BlobOperations blobs, Call call) {
        this.blobs = blobs;
        Account account = call.target().account();
        this.call = new BlobCall(account.name(), account.blob(), call.caller(), call.version(), call.pass(), _ -> {
            throw new IllegalStateException("a website copies nothing");
        });
    }

    /** The page, as far as it is asked for; null if there is none of that name. */
    @Nullable
    Response find(@Nullable String name, WebOperation asked) {
        if (name == null) {
            return null;
        }
        try {
            return asked.head() ? head(name, asked) : content(name, asked);
        } catch (StorageException e) {
            if (e.code() == ErrorCode.BlobNotFound || e.code() == ErrorCode.ContainerNotFound) {
                return null;
            }
            throw e;
        }
    }

    /**
     * The whole page, under status 404.
     *
     * @throws StorageException 404 WebContentNotFound if there is none of that name
     */
    Response notFound(@Nullable String name, WebOperation asked) {
        WebOperation whole = new WebOperation(asked.head(), asked.path(), null, null, Conditions.NONE);
        Response page = find(name, whole);
        if (page == null) {
            throw new StorageException(ErrorCode.WebContentNotFound);
        }
        page.headers().remove("ETag");
        page.headers().remove("Last-Modified");
        page.headers().remove("Accept-Ranges");
        return new Response(ErrorCode.WebContentNotFound.status(), page.headers(), page.body());
    }

    private Response head(String name, WebOperation asked) {
        BlobResult.BlobState state = (BlobResult.BlobState) blobs.run(
                new BlobOperation.GetBlobProperties(WebOperation.CONTAINER, name, null, asked.conditions()), call);
        Headers headers = new Headers();
        BlobStateHeaders.content(headers, state.record());
        return Answers.noBody(state, headers);
    }

    /** A range of another state than the one that the client has is answered with the whole (RFC 9110 §13.1.5). */
    private Response content(String name, WebOperation asked) {
        Conditions conditions = asked.conditions();
        if (asked.ifRange() == null) {
            return get(name, asked.range(), conditions);
        }
        if (!conditions.ifMatch().isEmpty()) {
            return get(name, null, conditions);
        }
        try {
            return get(name, asked.range(), withMatch(conditions, asked.ifRange()));
        } catch (StorageException e) {
            if (e.code() != ErrorCode.ConditionNotMet) {
                throw e;
            }
            return get(name, null, conditions);
        }
    }

    private Response get(String name, @Nullable ByteRange range, Conditions conditions) {
        BlobResult.BlobContent content = (BlobResult.BlobContent) blobs.run(
                new BlobOperation.GetBlob(WebOperation.CONTAINER, name, null, range, false, false, conditions), call);
        Headers headers = new Headers();
        BlobStateHeaders.content(headers, content.state().record());
        return Answers.body(content, headers);
    }

    private static Conditions withMatch(Conditions conditions, String etag) {
        return new Conditions(
                List.of(etag),
                conditions.ifNoneMatch(),
                conditions.ifModifiedSince(),
                conditions.ifUnmodifiedSince(),
                null,
                null);
    }
}
