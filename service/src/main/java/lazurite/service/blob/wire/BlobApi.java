package lazurite.service.blob.wire;

import lazurite.http.Response;
import lazurite.service.account.Target;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.gateway.Call;

/** The Blob service's wire form: requests into operations, results into answers. No state, no I/O. */
public final class BlobApi {
    private BlobApi() {}

    /**
     * Reads the head of a request.
     *
     * @throws lazurite.base.StorageException what Azure says to a request of that form
     */
    public static BlobOperation parse(Target target) {
        return Routing.route(target);
    }

    /** The answer to an operation, but for the headers that every answer has. */
    public static Response render(BlobOperation operation, BlobResult result, Call call) {
        return Answers.render(operation, result, call);
    }
}
