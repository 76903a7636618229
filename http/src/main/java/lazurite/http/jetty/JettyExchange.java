package lazurite.http.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * One of Jetty's request and response pairs as an {@link Exchange}.
 *
 * <p>Concurrency: used by the one thread that serves the request.
 */
final class JettyExchange implements Exchange {
    private static final long DRAIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private final org.eclipse.jetty.server.Request request;
    private final org.eclipse.jetty.server.Response response;
    private final HttpServer.Options options;
    private final BoundedEndPoint endPoint;
    private final RequestBody body;
    private final Request seen;
    private @Nullable ResponseBody sending;
    private boolean sent;

    JettyExchange(
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            BoundedEndPoint endPoint,
            String target,
            HttpServer.Options options) {
        this.request = request;
        this.response = response;
        this.options = options;
        this.endPoint = endPoint;
        long length = declaredLength(request.getHeaders());
        this.body = new RequestBody(request, endPoint, pace(), length);
        this.seen = new Request(
                request.getMethod(),
                target,
                headers(request.getHeaders()),
                new Body(length, body),
                endPoint.remote(),
                options.tls() != null);
    }

    private Pace pace() {
        return new Pace(JettyHttpServer.nanos(options.idleTimeout()));
    }

    private static Headers headers(HttpFields fields) {
        Headers headers = new Headers();
        for (HttpField field : fields) {
            String value = field.getValue();
            headers.add(field.getName(), value == null ? "" : value);
        }
        return headers;
    }

    private static long declaredLength(HttpFields fields) {
        if (fields.contains(HttpHeader.TRANSFER_ENCODING)) {
            return -1;
        }
        return Math.max(0, fields.getLongField(HttpHeader.CONTENT_LENGTH));
    }

    @Override
    public Request request() {
        return seen;
    }

    @Override
    public long bytesReceived() {
        return body.received();
    }

    @Override
    public long bytesSent() {
        return sending == null ? 0 : sending.sent();
    }

    /** Whether anything of a response may have left. */
    boolean started() {
        return sending != null && sending.started();
    }

    /** Whether a whole response has left. */
    boolean isSent() {
        return sent;
    }

    @Override
    public void send(Response answer) throws IOException {
        if (started()) {
            throw new IllegalStateException("a response has left already");
        }
        try (InputStream source = answer.body().stream()) {
            long length = ResponseHead.fill(answer, request.getMethod(), response);
            if (unreadIsTooMuch()) {
                response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
            }
            ResponseBody out = new ResponseBody(
                    response, endPoint, pace(), request.getComponents().getByteBufferPool(), length);
            sending = out;
            send(source, out, ResponseHead.hasBody(answer.status(), request.getMethod()));
        }
    }

    private void send(InputStream source, ResponseBody out, boolean hasBody) throws IOException {
        try {
            if (hasBody) {
                source.transferTo(out);
                out.finish();
            } else {
                out.finishEmpty();
            }
            sent = true;
        } finally {
            if (!sent && out.started()) {
                endPoint.cut();
            }
            out.release();
        }
    }

    /** Whether so much of the request is unread that we would rather lose the connection than read it. */
    private boolean unreadIsTooMuch() {
        return body.hasFailed()
                || (!body.isAtEnd() && seen.body().length() - body.received() > options.drainBytesMax());
    }

    /**
     * After the answer: makes the connection fit for the next request by dropping what is unread of this one. If that
     * is too much, shuts our side and lets the client finish talking before the connection goes.
     *
     * @return false if the connection is over
     */
    boolean settle() {
        try {
            if (body.isAtEnd() || body.drain(drainable(), DRAIN_NANOS_MAX)) {
                return true;
            }
            request.getConnectionMetaData().getConnection().getEndPoint().shutdownOutput();
            endPoint.linger();
            return false;
        } catch (IOException clientIsGone) {
            return false;
        } finally {
            body.release();
        }
    }

    /** Bytes worth reading to save the connection: none once the answer has said that it will be closed. */
    private long drainable() {
        return request.getConnectionMetaData().isPersistent() ? options.drainBytesMax() : -1;
    }
}
