package lazurite.service.blob.operation;

import org.jspecify.annotations.Nullable;

/**
 * The request that a change comes from, as events tell of it.
 *
 * @param requestId the answer's x-ms-request-id, a GUID
 * @param clientRequestId what the client sent as x-ms-client-request-id; null if nothing, or more than 1,024 characters
 */
public record Origin(String requestId, @Nullable String clientRequestId) {
    /** What the server does by itself. */
    public static final Origin SERVER = new Origin("00000000-0000-0000-0000-000000000000", null);

    private static final int CLIENT_ID_CHARACTERS_MAX = 1024;

    // not the compact form: javac then loses @Nullable for other modules
    public Origin(String requestId, @Nullable String clientRequestId) {
        this.requestId = requestId;
        this.clientRequestId =
                clientRequestId == null || clientRequestId.length() > CLIENT_ID_CHARACTERS_MAX ? null : clientRequestId;
    }
}
