package lazurite.http;

import java.io.IOException;

/** One request and the one response to it. */
public interface Exchange {
    Request request();

    /**
     * Sends the response and closes its body's stream. Returns once the last byte was handed to the connection. May be
     * called again (with an error answer, say) only if it threw before anything left: that is so when a header is
     * refused, and when the body's stream fails within its first 128 KiB.
     *
     * @throws IOException if the client went away or the body's stream failed. If anything had left by then, the
     *     connection is cut, so that the client sees a broken answer and not a short one
     * @throws IllegalArgumentException if the head cannot be sent as it is: control characters or characters beyond
     *     ISO-8859-1 in a header, a Transfer-Encoding, a Content-Length that is not the body's
     * @throws IllegalStateException if a response has left already, whole or in part
     */
    void send(Response response) throws IOException;

    /** Bytes of request body read so far. */
    long bytesReceived();

    /** Bytes of response body sent so far. */
    long bytesSent();
}
