package lazurite.server.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.SignatureType;
import lazurite.server.Waiting;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that was restored from a backup does not sign on. */
final class StartCheckTest {
    @TempDir
    private Path folder;

    @Test
    void aWitnessThatKnowsMoreStopsTheStart() throws Exception {
        try (TestWitness witness = witness();
                Ledger newest = TestLogs.started(9)) {
            LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 1, witness));
            try (Witnesses _ = Witnesses.start(newest, policy, Platform.system())) {
                Waiting.until("quorum", () -> policy.quorumOf(newest, 8));
            }
            assertThatCode(() -> check(newest, policy)).doesNotThrowAnyException();
            for (int size : new int[] {0, 3, 8}) {
                try (Ledger restored = size == 0 ? empty() : TestLogs.started(size)) {
                    assertThatThrownBy(() -> check(restored, policy))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining(TestLogs.ORIGIN)
                            .hasMessageContaining("witness 'x.example'")
                            .hasMessageContaining("it has cosigned 9 entries of the log, which has " + size + " here")
                            .hasMessageContaining("lazurite ledger restart");
                }
            }
            try (Ledger forked = TestLogs.started(9, "forked")) {
                assertThatThrownBy(() -> check(forked, policy))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another history of the same 9 entries");
            }
            TestLogs.append(newest, 1, "more");
            assertThatCode(() -> check(newest, policy)).doesNotThrowAnyException();
        }
    }

    @Test
    void witnessesThatCannotTellDoNotStopTheStart() throws Exception {
        TestWitness gone = witness();
        gone.close();
        try (TestWitness stranger = TestWitness.start("y.example", SignatureType.ED25519_COSIGNATURE);
                Ledger ledger = TestLogs.started(3)) {
            LedgerPolicy policy = TestLogs.read(TestLogs.policy(folder, 1, gone, stranger));
            assertThatCode(() -> check(ledger, policy)).doesNotThrowAnyException();
        }
    }

    @Test
    void aMirrorThatKnowsMoreOrAnotherHistoryStopsTheStart() throws Exception {
        try (Ledger newest = TestLogs.started(9);
                Ledger same = TestLogs.started(9);
                Ledger restored = TestLogs.started(3);
                Ledger forked = TestLogs.started(12, "forked")) {
            HttpServer mirror =
                    JettyHttpServer.start(HttpServer.Options.defaults("127.0.0.1", 0), TestLogs.handler(newest));
            try {
                URI address = URI.create("http://127.0.0.1:" + mirror.port());
                assertThatCode(() -> check(same, address)).doesNotThrowAnyException();
                assertThatThrownBy(() -> check(restored, address))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("mirror " + address)
                        .hasMessageContaining("it has 9 entries of the log, which has 3 here")
                        .hasMessageContaining("lazurite ledger restart");
                assertThatThrownBy(() -> check(forked, address))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another history of the log's first 9 entries");
            } finally {
                mirror.stop(Duration.ofSeconds(1));
            }
            assertThatCode(() -> check(restored, URI.create("http://127.0.0.1:" + mirror.port())))
                    .doesNotThrowAnyException();
        }
    }

    private static void check(Ledger ledger, LedgerPolicy policy) throws IOException {
        StartCheck.run(ledger, policy, List.of(), Platform.system());
    }

    private static void check(Ledger ledger, URI mirror) throws IOException {
        StartCheck.run(ledger, LedgerPolicy.read(null, TestLogs.SETTINGS), List.of(mirror), Platform.system());
    }

    private static Ledger empty() {
        return Ledger.open(new MemoryEngine(Platform.system()).metadata(), TestLogs.SETTINGS, Platform.system());
    }

    private static TestWitness witness() throws IOException {
        return TestWitness.start("x.example", SignatureType.ED25519_COSIGNATURE).trust(TestLogs.vkey());
    }
}
