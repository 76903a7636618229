package lazurite.http.jetty;

import java.net.Socket;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import lazurite.http.HttpServer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

/**
 * Accepts connections up to a limit and closes those beyond it unanswered.
 *
 * <p>Concurrency: the acceptor adds to {@code open}; selector and request threads remove from it.
 */
final class LimitedConnector extends ServerConnector {
    private final HttpServer.Options options;
    private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();

    LimitedConnector(Server server, HttpServer.Options options, ConnectionFactory... factories) {
        super(server, null, null, null, 1, 1, factories);
        this.options = options;
        addBean(new ForgetFailed());
    }

    @Override
    protected void configure(Socket socket) {
        if (open.size() >= options.connectionsMax()) {
            IO.close(socket);
            return;
        }
        open.add(socket.getChannel());
        super.configure(socket);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        BoundedEndPoint endPoint = new BoundedEndPoint(channel, selector, key, getScheduler(), options);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        open.remove(((BoundedEndPoint) endPoint).getChannel());
        super.onEndPointClosed(endPoint);
    }

    /** Closes the listening socket; responses from now on say {@code Connection: close}. */
    void stopAccepting() {
        Future<Void> unusedConnectionsGone = shutdown();
    }

    /** Closes every connection that is not serving a request. */
    void closeIdle() {
        for (EndPoint endPoint : getConnectedEndPoints()) {
            if (!((BoundedEndPoint) endPoint).serving()) {
                endPoint.close();
            }
        }
    }

    private final class ForgetFailed implements SelectorManager.AcceptListener {
        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            open.remove(channel);
        }
    }
}
