package lazurite.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.server.Lazurite;
import lazurite.server.Waiting;
import lazurite.server.config.Config;
import lazurite.server.config.LedgerSetup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose log has a witness. */
final class WitnessedServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** What a new log has soon: genesis, heartbeat, the default terms, the code of each of their signals, a subscription. */
    private static final int ENTRIES = 11;

    @TempDir
    private Path folder;

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Test
    void whatTheWitnessCosignsIsServedAndItsStateIsInTheMetrics() throws Exception {
        Path key = folder.resolve("log.key");
        LedgerSettings settings = new LedgerKeys(key).make(TestLogs.ORIGIN, new SecureRandom());
        try (TestWitness witness = TestWitness.start("x.example", SignatureType.ML_DSA_44)
                .trust(settings.verifiers().getFirst().text())) {
            Path policy = TestLogs.policy(folder, 1, witness);
            Config config = Config.forTests()
                    .withData(folder.resolve("data"))
                    .withLedger(new LedgerSetup(true, null, key).withPolicy(policy));
            try (Lazurite server = Lazurite.start(config)) {
                String log = Objects.requireNonNull(server.ledgerAddress());
                Waiting.until("all entries cosigned", () -> cosigned(log) == ENTRIES);
                Note note = Note.parse(get(log + "/checkpoint.cosigned").body());
                assertThat(LedgerPolicy.read(policy, settings)
                                .policy()
                                .judge(note)
                                .quorum())
                        .isTrue();
                Waiting.until(
                        "its figure",
                        () -> text(server.operatorAddress() + "/metrics")
                                .contains("lazurite_ledger_witness_entries{witness=\"x.example\"} " + ENTRIES));
                assertThat(text(server.operatorAddress() + "/metrics"))
                        .contains("lazurite_ledger_witness_failing{witness=\"x.example\"} 0");
            }
        }
    }

    private static long cosigned(String log) {
        HttpResponse<byte[]> answer = get(log + "/checkpoint.cosigned");
        return answer.statusCode() == 200
                ? Checkpoint.parse(Note.parse(answer.body()).text()).size()
                : 0;
    }

    private static String text(String uri) {
        return new String(get(uri).body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> get(String uri) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (Exception e) {
            throw new AssertionError(uri, e);
        }
    }
}
