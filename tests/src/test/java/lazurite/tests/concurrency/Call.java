package lazurite.tests.concurrency;

import java.util.Map;
import java.util.TreeMap;

/**
 * A request, not yet signed.
 *
 * @param target path with the account, and query, as on the wire
 * @param headers by lower-case name
 */
record Call(String method, String target, Map<String, String> headers, byte[] body) {
    static final byte[] NO_BODY = {};

    Call {
        headers = Map.copyOf(headers);
    }

    static Call get(String target) {
        return new Call("GET", target, Map.of(), NO_BODY);
    }

    static Call head(String target) {
        return new Call("HEAD", target, Map.of(), NO_BODY);
    }

    static Call delete(String target) {
        return new Call("DELETE", target, Map.of(), NO_BODY);
    }

    static Call put(String target) {
        return put(target, NO_BODY);
    }

    static Call put(String target, byte[] body) {
        return new Call("PUT", target, Map.of(), body);
    }

    /** Put Blob. */
    static Call blob(String target, byte[] body) {
        return put(target, body).with("x-ms-blob-type", "BlockBlob");
    }

    /** Create Append Blob. */
    static Call appendBlob(String target) {
        return put(target).with("x-ms-blob-type", "AppendBlob");
    }

    /** Append Block. */
    static Call append(String target, byte[] body) {
        return put(target + "?comp=appendblock", body);
    }

    /** @param name in lower case */
    Call with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Call(method, target, more, body);
    }
}
