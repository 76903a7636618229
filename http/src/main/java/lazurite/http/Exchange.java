package lazurite.http;

import java.io.IOException;

/** One request and the one response to it. */
public interface Exchange {
    Request request();

    /**
     * Sends the response and closes its body's stream. Returns once the last byte was handed to the connection.
     *
     * @throws IOException if the client went away or the body's stream failed; the connection is then cut, so that the
     *     client sees a broken answer and not a short one
     */
    void send(Response response) throws IOException;

    /** Bytes of request body read so far. */
    long bytesReceived();

    /** Bytes of response body sent so far. */
    long bytesSent();
}
