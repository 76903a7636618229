package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import org.junit.jupiter.api.Test;

/** A blob eight times as large as the heap goes in and out: memory follows settings, not the size of what is stored. */
final class BigBlobTest {
    private static final long BLOB_BYTES = 512L << 20;
    private static final int BLOCKS = 8;
    private static final Map<String, String> SMALL = Map.of("JDK_JAVA_OPTIONS", "-Xmx64m -XX:MaxDirectMemorySize=64m");

    /** Its own pattern, sent over and over. */
    private final byte[] piece = new byte[1 << 20];

    BigBlobTest() {
        new Random(1).nextBytes(piece);
    }

    @Test
    void goesThroughASmallHeapByOnePutAndByBlocks() throws IOException {
        try (ServerUnderTest server = RawCalls.serverWith("big", SMALL)) {
            RawCalls calls = new RawCalls(server);
            String container = calls.container();
            try (RawConnection connection = calls.connect()) {
                send(connection, calls, put(container + "/whole", new byte[0]), BLOB_BYTES);
                assertReadsBack(connection, calls, container + "/whole");

                BlobCall blob = BlobCall.of("PUT", container + "/blocks");
                StringBuilder list = new StringBuilder("<BlockList>");
                for (int i = 0; i < BLOCKS; i++) {
                    String id = Base64.getEncoder().encodeToString(new byte[] {(byte) i});
                    send(connection, calls, blob.query("comp", "block").query("blockid", id), BLOB_BYTES / BLOCKS);
                    list.append("<Latest>").append(id).append("</Latest>");
                }
                byte[] xml = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
                assertThat(calls.send(blob.query("comp", "blocklist").body(xml)).status())
                        .isEqualTo(201);
                assertReadsBack(connection, calls, container + "/blocks");
            }
            assertThat(ServerUsage.residentBytesMax(server)).isLessThan(BLOB_BYTES);
        }
    }

    private void send(RawConnection connection, RawCalls calls, BlobCall call, long length) throws IOException {
        connection.send(call.signedHead(calls.signer(), length));
        for (long sent = 0; sent < length; sent += piece.length) {
            connection.send(piece);
        }
        assertThat(connection.receive().status()).isEqualTo(201);
    }

    private void assertReadsBack(RawConnection connection, RawCalls calls, String path) throws IOException {
        connection.send(BlobCall.of("GET", path).signedHead(calls.signer()));
        Expected expected = new Expected();
        assertThat(connection.receiveInto(expected).status()).isEqualTo(200);
        assertThat(expected.received).isEqualTo(BLOB_BYTES);
    }

    /** Takes what was sent, and nothing else. */
    private final class Expected extends OutputStream {
        private long received;

        @Override
        public void write(int one) {
            throw new UnsupportedOperationException("written in stretches only");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int done = 0; done < length; ) {
                int at = (int) (received % piece.length);
                int count = Math.min(length - done, piece.length - at);
                assertThat(Arrays.equals(piece, at, at + count, bytes, offset + done, offset + done + count))
                        .as("the bytes from " + received)
                        .isTrue();
                done += count;
                received += count;
            }
        }
    }
}
