package lazurite.tests.wire;

import java.io.IOException;
import java.time.Duration;
import lazurite.tests.process.ServerUnderTest;
import org.jspecify.annotations.Nullable;

/**
 * Signed blob calls over one kept connection, each tried once: what failed on the way is the caller's to judge.
 *
 * <p>Concurrency: one thread at a time.
 */
public final class BlobWire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(60).toMillis();

    /** Servers close what idles; some after five seconds. */
    private static final long IDLE_NANOS_MAX = Duration.ofSeconds(1).toNanos();

    private final int port;
    private final String account;
    private final Signer signer;
    private @Nullable RawConnection connection;
    private long usedNanos;

    public BlobWire(ServerUnderTest server) {
        this(server, server.account(), server.key());
    }

    /**
     * Calls of another account of the server.
     *
     * @param key base64
     */
    public BlobWire(ServerUnderTest server, String account, String key) {
        this.port = server.port();
        this.account = account;
        this.signer = new Signer(account, key);
    }

    /** Path of a container or blob: `/account/first/second`; a blob name's slashes stay. */
    public String path(String container, String blob) {
        StringBuilder path = new StringBuilder("/").append(account).append('/').append(container);
        for (String segment : blob.isEmpty() ? new String[0] : blob.split("/", -1)) {
            path.append('/').append(BlobCall.encode(segment));
        }
        return path.toString();
    }

    public Signer signer() {
        return signer;
    }

    /** @throws IOException when the connection broke: the server may or may not have done it */
    public Reply call(BlobCall call) throws IOException {
        if (System.nanoTime() - usedNanos > IDLE_NANOS_MAX) {
            close();
        }
        RawConnection open = connection;
        if (open == null) {
            open = new RawConnection(port, TIMEOUT_MILLIS);
            connection = open;
        }
        try {
            open.send(call.signedHead(signer));
            open.send(call.body());
            Reply reply = open.receive(call.method().equals("HEAD"));
            usedNanos = System.nanoTime();
            if (reply.header("connection").equalsIgnoreCase("close")) {
                close();
            }
            return reply;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        RawConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
