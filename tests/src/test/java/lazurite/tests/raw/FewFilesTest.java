package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import org.junit.jupiter.api.Test;

/** More connections than the process may open files leave the store those that it needs. */
final class FewFilesTest {
    private static final int FILES = 512;
    private static final int CLIENTS = 600;
    private static final byte[] LARGE = new byte[3 << 20];

    @Test
    void aCrowdBeyondTheFilesDoesNotStopTheStore() throws IOException {
        Launch plain = LazuriteServer.fromClassPath(SharedServer.folder("files").resolve("data"), List.of());
        try (ServerUnderTest server = limited(plain).start()) {
            RawCalls calls = new RawCalls(server);
            String container = calls.container();
            List<RawConnection> crowd = new ArrayList<>();
            try (RawConnection earlier = calls.connect()) {
                BlobCall put = put(container + "/large", LARGE);
                earlier.send(put.header("expect", "100-continue").signedHead(calls.signer()));
                assertThat(earlier.receive().status()).isEqualTo(100);
                for (int i = 0; i < CLIENTS; i++) {
                    crowd.add(calls.connect());
                }
                earlier.send(LARGE);
                assertThat(earlier.receive().status()).isEqualTo(201);
            } finally {
                for (RawConnection one : crowd) {
                    one.reset();
                }
            }
            assertThat(calls.sendOnceTaken(put(container + "/after", LARGE)).status())
                    .isEqualTo(201);
        }
    }

    private static Launch limited(Launch plain) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + FILES + " && exec \"$0\" \"$@\""));
        command.addAll(plain.command());
        return new Launch(
                plain.name(),
                command,
                plain.environment(),
                plain.output(),
                plain.port(),
                plain.probePath(),
                plain.account(),
                plain.key());
    }
}
