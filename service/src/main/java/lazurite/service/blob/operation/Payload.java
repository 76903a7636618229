package lazurite.service.blob.operation;

import java.io.InputStream;

/**
 * The unread body of a request.
 *
 * @param length bytes as declared, or -1 if not declared (chunked)
 * @param stream read once, only after the request was authorized
 */
public record Payload(long length, InputStream stream) {}
