package lazurite.tests.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;
import org.junit.jupiter.api.Test;

/** Ten thousand clients that say nothing, or half a head, cost the others nothing and are forgotten when they go. */
final class CrowdTest {
    private static final int CLIENTS = 10_000;
    private static final int CALLS = 100;
    private static final byte[] HALF_A_HEAD =
            "GET /devstoreaccount1/a HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII);

    @Test
    void tenThousandIdleConnectionsLeaveRoomForWork() throws IOException {
        Map<String, String> patient = Map.of("LAZURITE_LIMITS_IDLE_TIMEOUT", "10m");
        try (ServerUnderTest server = RawCalls.serverWith("crowd", patient)) {
            RawCalls calls = new RawCalls(server);
            String container = calls.container();
            long quiet = ServerUsage.sockets(server);
            List<SocketChannel> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    crowd.add(idler(server.port(), i % 2 == 0));
                }
                for (int i = 0; i < CALLS; i++) {
                    calls.assertServes(container);
                }
                assertThat(ServerUsage.sockets(server)).isGreaterThanOrEqualTo(CLIENTS);
            } finally {
                for (SocketChannel idler : crowd) {
                    idler.close();
                }
            }
            calls.awaitSockets(quiet, container);
        }
    }

    private static SocketChannel idler(int port, boolean speaks) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (speaks) {
            channel.write(ByteBuffer.wrap(HALF_A_HEAD));
        }
        return channel;
    }
}
