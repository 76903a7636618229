package lazurite.server.admin;

import java.nio.charset.StandardCharsets;
import lazurite.ledger.tree.Hash;

/**
 * What a request of the admin API is signed over with Ed25519, and the headers that carry it (docs/governance.md). The
 * log's origin is in it, so that no other log's server can be handed the request.
 */
public final class RequestSignature {
    /** Who signed: a holder's name, or a subscription's pseudonym. */
    public static final String ACTOR = "Lazurite-Actor";

    /** Milliseconds since 1970, in decimal. */
    public static final String TIME = "Lazurite-Time";

    /** Base64 of the signature. */
    public static final String SIGNATURE = "Lazurite-Signature";

    private static final String LABEL = "lzr-admin-v1\0";

    private RequestSignature() {}

    /** @param target as on the wire: path and query, never decoded */
    public static byte[] message(String origin, String method, String target, long time, byte[] body) {
        String text = LABEL + origin + "\n" + method + "\n" + target + "\n" + time + "\n"
                + Hash.sha256(body).hex();
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
