package lazurite.tests.bench;

import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Signer;

/**
 * A request as bytes, signed ahead of the measurement.
 *
 * @param head request line and headers
 * @param body empty when there is none or when it is small and follows the head there; shared between requests
 * @param bodyBytes its length, wherever it is
 * @param status what a good answer has; WebDAV's 204 for an overwrite counts as 201
 */
record Prepared(byte[] head, byte[] body, int bodyBytes, int status) {
    private static final int SMALL = 64 * 1024;
    private static final byte[] NONE = {};

    static Prepared of(BlobCall call, Signer signer, byte[] body, int status) {
        byte[] head = call.signedHead(signer, body.length);
        if (body.length == 0 || body.length > SMALL) {
            return new Prepared(head, body, body.length, status);
        }
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return new Prepared(whole, NONE, body.length, status);
    }
}
