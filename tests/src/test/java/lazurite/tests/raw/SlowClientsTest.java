package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.assertRefused;
import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that stop sending or reading: they are cut, what they began is not done, and the others do not notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowClientsTest {
    private static final int CLIENTS = 20;
    private static final int LARGE = 32 << 20;

    private ServerUnderTest server;
    private RawCalls calls;
    private String container;

    @BeforeAll
    void start() throws IOException {
        server = RawCalls.serverWith("slow", Map.of("LAZURITE_LIMITS_IDLE_TIMEOUT", "500ms"));
        calls = new RawCalls(server);
        container = calls.container();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void silenceAtAnyPlaceIsCut() throws IOException {
        byte[] head = put(container + "/slow", new byte[1_000]).signedHead(calls.signer());
        List<RawConnection> silent = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawConnection connection = calls.connect();
            connection.send(head, 0, head.length * i / CLIENTS);
            silent.add(connection);
        }
        calls.assertServes(container);
        for (RawConnection connection : silent) {
            assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
            connection.close();
        }
        calls.assertServes(container);
    }

    @Test
    void aBodyThatStopsIsRefusedAndNotStored() throws IOException {
        try (RawConnection connection = calls.connect()) {
            connection.send(put(container + "/stops", new byte[0]).signedHead(calls.signer(), 1 << 20));
            connection.send(new byte[1_000]);
            calls.assertServes(container);
            assertRefused(connection.receive(), "a body that stops");
            assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
        }
        assertThat(calls.send(BlobCall.of("GET", container + "/stops")).status())
                .isEqualTo(404);
    }

    @Test
    void aClientThatDoesNotReadIsCut() throws IOException {
        calls.send(put(container + "/large", new byte[LARGE]));
        BlobCall get = BlobCall.of("GET", container + "/large");
        try (RawConnection connection = calls.connect()) {
            connection.send(get.signedHead(calls.signer()));
            assertThat(connection.receive(true).status()).isEqualTo(200);
            awaitCut(connection);
        }
        assertThat(calls.send(get).body()).hasSize(LARGE);
    }

    /** Until the connection takes no more bytes; the others are served meanwhile. */
    private void awaitCut(RawConnection connection) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawCalls.TIMEOUT_MILLIS);
        while (true) {
            try {
                connection.send(" ");
            } catch (SocketException cut) {
                return;
            }
            assertThat(System.nanoTime()).as("the connection is still open").isLessThan(until);
            calls.assertServes(container);
        }
    }
}
