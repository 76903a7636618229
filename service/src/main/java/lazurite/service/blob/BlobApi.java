package lazurite.service.blob;

import lazurite.http.Response;
import lazurite.service.account.Target;
import lazurite.service.gateway.Call;

/** The Blob service's wire form: requests into operations, results into answers. No state, no I/O. */
final class BlobApi {
    private BlobApi() {}

    /**
     * Reads the head of a request.
     *
     * @throws lazurite.base.StorageException what Azure says to a request of that form
     */
    static BlobOperation parse(Target target) {
        return Routing.route(target);
    }

    /** The answer to an operation, but for the headers that every answer has. */
    static Response render(BlobOperation operation, BlobResult result, Call call) {
        return Answers.render(operation, result, call);
    }
}
