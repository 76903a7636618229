package lazurite.tests.crash;

import java.util.function.BiFunction;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Reply;

/**
 * One operation on one blob: what is sent, and what the blob is afterwards.
 *
 * @param name for messages
 * @param expected after it happened, as far as that is known before the answer
 * @param learned completes `expected` by what the answer tells (ETag, snapshot id)
 */
record Action(
        String name, BlobCall call, int status, BlobModel expected, BiFunction<BlobModel, Reply, BlobModel> learned) {

    /** An operation that gives the blob a new ETag. */
    static Action changing(String name, BlobCall call, int status, BlobModel expected) {
        return new Action(name, call, status, expected, (model, reply) -> model.withEtag(reply.header("etag")));
    }

    /** An operation whose answer tells nothing new. */
    static Action plain(String name, BlobCall call, int status, BlobModel expected) {
        return new Action(name, call, status, expected, (model, reply) -> model);
    }

    BlobModel after(Reply reply) {
        return learned.apply(expected, reply);
    }
}
