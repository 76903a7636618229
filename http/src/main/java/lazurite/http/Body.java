package lazurite.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a request or a response, read once.
 *
 * @param length bytes, or -1 if the sender did not say (chunked)
 * @param stream the bytes. Of a request: blocks, times out, and throws {@link java.io.IOException} when the client
 *     breaks off or breaks the framing; the first read sends {@code 100 Continue} where the client asked for it. Of a
 *     response: sent by {@link InputStream#transferTo}, then closed.
 */
public record Body(long length, InputStream stream) {
    public static Body empty() {
        return new Body(0, InputStream.nullInputStream());
    }

    public static Body of(byte[] bytes) {
        return new Body(bytes.length, new ByteArrayInputStream(bytes));
    }

    public static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
