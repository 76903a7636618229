package lazurite.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Free TCP ports of the loopback address. The kernel draws them at random from some 14,000, also one again that nobody listens on yet: so
 * what was given lately is not given again. Another process may take one before it is used, but hardly does.
 *
 * <p>Concurrency: any thread.
 */
public final class Ports {
    private static final int REMEMBERED = 1_000;

    private static final Deque<Integer> GIVEN = new ArrayDeque<>();

    private Ports() {}

    public static synchronized int free() {
        int port = drawn();
        while (GIVEN.contains(port)) {
            port = drawn();
        }
        GIVEN.addLast(port);
        if (GIVEN.size() > REMEMBERED) {
            GIVEN.removeFirst();
        }
        return port;
    }

    private static int drawn() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
