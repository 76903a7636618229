package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.Test;

/** At its limits the server says so in Azure's way, and serves again as soon as there is room. */
final class LimitsTest {
    private static final int LARGE = 200_000;

    @Test
    void moreRequestsThanTheLimitAreToldToComeBack() throws IOException {
        try (ServerUnderTest server = RawCalls.serverWith("requests", Map.of("LAZURITE_LIMITS_REQUESTS", "2"))) {
            RawCalls calls = new RawCalls(server);
            String container = calls.container();
            try (RawConnection first = begin(calls, container + "/a", 2);
                    RawConnection second = begin(calls, container + "/b", 2)) {
                assertBusy(calls.send(BlobCall.of("GET", container + "/a")));
                assertBusy(calls.send(put(container + "/c", new byte[LARGE])));
                assertThat(finish(first).status()).isEqualTo(201);
                awaitRoom(calls, container);
                assertThat(finish(second).status()).isEqualTo(201);
            }
        }
    }

    @Test
    void anUploadThatGetsNoTurnIsToldToComeBackAndSmallOnesNeedNone() throws IOException {
        try (ServerUnderTest server = RawCalls.serverWith("uploads", Map.of("LAZURITE_LIMITS_UPLOADS", "1"))) {
            RawCalls calls = new RawCalls(server);
            String container = calls.container();
            try (RawConnection first = begin(calls, container + "/a", LARGE);
                    RawConnection second = calls.connect()) {
                second.send(put(container + "/b", new byte[0]).signedHead(calls.signer(), LARGE));
                calls.assertServes(container);
                assertBusy(second.receive());
                first.send(new byte[LARGE - 1]);
                assertThat(first.receive().status()).isEqualTo(201);
                assertThat(calls.send(put(container + "/b", new byte[LARGE])).status())
                        .isEqualTo(201);
            }
        }
    }

    /** An upload whose last byte is missing, known to be under way: the server has asked for its body. */
    private static RawConnection begin(RawCalls calls, String blob, int length) throws IOException {
        RawConnection connection = calls.connect();
        BlobCall put = put(blob, new byte[0]).header("expect", "100-continue");
        connection.send(put.signedHead(calls.signer(), length));
        assertThat(connection.receive().status()).isEqualTo(100);
        connection.send(new byte[1]);
        return connection;
    }

    private static Reply finish(RawConnection connection) throws IOException {
        connection.send(new byte[1]);
        return connection.receive();
    }

    /** An answer may be read a moment before its place is free. */
    private static void awaitRoom(RawCalls calls, String container) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawCalls.TIMEOUT_MILLIS);
        while (calls.send(put(container + "/c", new byte[LARGE])).status() == 503) {
            assertThat(System.nanoTime()).as("there is room again").isLessThan(until);
        }
    }

    private static void assertBusy(Reply reply) {
        assertThat(reply.status() + " " + reply.errorCode()).isEqualTo("503 ServerBusy");
        assertThat(Integer.parseInt(reply.header("retry-after"))).isPositive();
        assertThat(reply.text()).contains("<Code>ServerBusy</Code>");
    }
}
