package lazurite.http.jetty;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Jetty's connection, which keeps each request's target to itself: Jetty decodes and normalises what it is given and
 * refuses what does not decode ({@code /%00}, {@code /..}) before a handler could answer, so it is given {@code /}.
 * This is the one place that leans on a class Jetty calls internal.
 *
 * <p>Concurrency: the thread that reads the connection; the handler runs in it.
 */
final class RawTargetConnection extends HttpConnection {
    private String target = "/";

    private RawTargetConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
        super(configuration, connector, endPoint);
    }

    /** Makes such connections. */
    static final class Factory extends HttpConnectionFactory {
        Factory(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            RawTargetConnection connection = new RawTargetConnection(getHttpConfiguration(), connector, endPoint);
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }

    /** The target of the request being served: path and query as on the wire, or {@code *}. */
    static String target(Request request) {
        return ((RawTargetConnection) request.getConnectionMetaData().getConnection()).target;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        if (uri.startsWith("/")) {
            target = uri;
            return super.newHttpStream(method, "/", version);
        }
        int scheme = uri.indexOf("://");
        if (scheme < 0) {
            target = uri;
            return super.newHttpStream(method, uri, version);
        }
        int authorityEnd = authorityEnd(uri, scheme + 3);
        String rest = uri.substring(authorityEnd);
        target = rest.startsWith("/") ? rest : "/" + rest;
        return super.newHttpStream(method, uri.substring(0, authorityEnd) + "/", version);
    }

    private static int authorityEnd(String uri, int from) {
        for (int i = from; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return i;
            }
        }
        return uri.length();
    }
}
