package lazurite.http.jetty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import lazurite.base.Platform;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks names up and hands out the addresses that may be reached: what is connected to is what was asked about.
 *
 * <p>Concurrency: any thread. Looking up blocks in native code, so it has a few platform threads of its own.
 */
final class AddressLookup implements SocketAddressResolver {
    private static final long IDLE_SECONDS = 10;

    private final Predicate<InetAddress> mayReach;
    private final ThreadPoolExecutor threads;

    AddressLookup(Predicate<InetAddress> mayReach, int lookupsMax, Platform platform) {
        this.mayReach = mayReach;
        this.threads = new ThreadPoolExecutor(
                0, lookupsMax, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), platform.platformThreads());
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        try {
            threads.execute(() -> lookUp(host, port, promise));
        } catch (RejectedExecutionException busy) {
            promise.failed(new UnknownHostException("too many names are being looked up"));
        }
    }

    private void lookUp(String host, int port, Promise<List<InetSocketAddress>> promise) {
        List<InetSocketAddress> reachable = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (mayReach.test(address)) {
                    reachable.add(new InetSocketAddress(address, port));
                }
            }
        } catch (UnknownHostException unknown) {
            promise.failed(unknown);
            return;
        }
        if (reachable.isEmpty()) {
            promise.failed(new UnknownHostException("no address of the host may be reached"));
        } else {
            promise.succeeded(reachable);
        }
    }

    void close() {
        threads.shutdownNow();
    }
}
