package lazurite.http.jetty;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hands each request to our handler and sees it to its end: an answer whatever happens, the rest of the body dropped,
 * the connection kept or closed.
 *
 * <p>Concurrency: one virtual thread for each request; {@code inFlight} counts them, and whoever stops the server waits
 * on {@code idle} for the last.
 */
final class ExchangeHandler extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(ExchangeHandler.class.getName());

    private final HttpServer.Options options;
    private final HttpServer.Handler handler;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    ExchangeHandler(HttpServer.Options options, HttpServer.Handler handler) {
        this.options = options;
        this.handler = handler;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        BoundedEndPoint endPoint = BoundedEndPoint.of(request);
        endPoint.beginServing();
        inFlight.incrementAndGet();
        try {
            serve(request, response, callback, endPoint);
        } finally {
            endPoint.endServing();
            if (inFlight.decrementAndGet() == 0) {
                signalIdle();
            }
        }
        return true;
    }

    private void serve(Request request, Response response, Callback callback, BoundedEndPoint endPoint) {
        request.addIdleTimeoutListener(busy -> false);
        String target = RawTargetConnection.target(request);
        int refusal = refusal(request, target);
        if (refusal != 0) {
            Response.writeError(request, response, callback, refusal);
            return;
        }
        if (target.equals("*")) {
            callback.succeeded();
            return;
        }
        JettyExchange exchange = new JettyExchange(request, response, endPoint, target, options);
        handle(exchange);
        if (!exchange.isSent()) {
            endPoint.cut();
            callback.failed(new Cut());
        } else if (exchange.settle()) {
            callback.succeeded();
        } else {
            callback.failed(new Cut());
        }
    }

    /** The status with which the engine itself refuses what Jetty lets through; 0 if it does not. */
    private static int refusal(Request request, String target) {
        if (request.getMethod().equals("CONNECT")) {
            return 405;
        }
        boolean starOfOptions = target.equals("*") && request.getMethod().equals("OPTIONS");
        boolean badTarget = target.indexOf('#') >= 0 || !(target.startsWith("/") || starOfOptions);
        boolean chunkedBeforeItsTime = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        return badTarget || chunkedBeforeItsTime || isStillEncoded(request.getHeaders()) ? 400 : 0;
    }

    /** Jetty undoes chunks, and lets other transfer codings inside them through as they are. */
    private static boolean isStillEncoded(HttpFields headers) {
        List<String> codings = headers.getCSV(HttpHeader.TRANSFER_ENCODING, false);
        return !codings.isEmpty() && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
    }

    private void handle(JettyExchange exchange) {
        Throwable failure = null;
        try {
            handler.handle(exchange);
            if (!exchange.started()) {
                failure = new IllegalStateException("the handler sent no response");
            }
        } catch (Throwable e) {
            failure = e;
        }
        if (failure != null) {
            answerFailure(exchange, failure);
        }
    }

    private static void answerFailure(JettyExchange exchange, Throwable failure) {
        boolean clientWentAway = failure instanceof IOException && exchange.started();
        LOG.log(
                clientWentAway ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                () -> "request failed: " + exchange.request().method(),
                failure);
        if (exchange.started()) {
            return;
        }
        try {
            exchange.send(lazurite.http.Response.empty(500, new Headers()));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not answer 500", e);
        }
    }

    /** Waits until no request is being served, for at most {@code nanos}. */
    void awaitIdle(long nanos) {
        long left = nanos;
        lock.lock();
        try {
            while (inFlight.get() > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void signalIdle() {
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells Jetty to close instead of answering. */
    private static final class Cut extends Request.Handler.AbortException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
