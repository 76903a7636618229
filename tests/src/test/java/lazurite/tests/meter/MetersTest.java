package lazurite.tests.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.RawConnection;
import lazurite.tests.wire.Reply;
import lazurite.tests.wire.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Known requests against a real server, killed or stopped, and the exact counts in its data folder. */
final class MetersTest {
    private static final String ACCOUNT = "/" + Launch.DEV_ACCOUNT;

    private MeteredServer metered;
    private long requests;
    private long bytesIn;
    private long bytesOut;

    @BeforeEach
    void start() throws IOException {
        metered = new MeteredServer();
    }

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    void whatIsAskedIsCountedToTheByteAndARestartDoublesNothing() throws IOException {
        try (BlobWire wire = new BlobWire(metered.server)) {
            ask(wire, 201, put("/things", 0).query("restype", "container"));
            ask(wire, 201, put("/things/blob", 1_000).header("x-ms-blob-type", "BlockBlob"));
            ask(wire, 201, put("/things/blob", 0).query("comp", "snapshot"));
            ask(wire, 201, put("/things/blocks", 300).query("comp", "block").query("blockid", "QQ=="));
            ask(wire, 201, put("/things/gone", 5_000).header("x-ms-blob-type", "BlockBlob"));
            ask(wire, 200, BlobCall.of("GET", ACCOUNT + "/things/blob"));
            ask(wire, 206, BlobCall.of("GET", ACCOUNT + "/things/blob").header("range", "bytes=10-19"));
            ask(wire, 200, BlobCall.of("HEAD", ACCOUNT + "/things/blob"));
            ask(wire, 404, BlobCall.of("GET", ACCOUNT + "/things/none"));
            ask(wire, 400, put("/things/blob", 0).header("x-ms-blob-type", "NoBlob"));
            ask(wire, 202, batch("/things/gone", "/things/none"));
            requests += 2;
        }
        askUnsigned(401, "GET " + ACCOUNT + "/things?restype=container&comp=list");
        metered.stop();
        assertUsed(2_300);

        metered.start();
        metered.stop();
        assertUsed(2_300);

        metered.start();
        try (BlobWire wire = new BlobWire(metered.server)) {
            ask(wire, 202, BlobCall.of("DELETE", ACCOUNT + "/things").query("restype", "container"));
        }
        metered.stop();
        assertUsed(0);
        assertClean();
    }

    @Test
    void anAccountWithoutASubscriptionCountsForTheDefaultOne() throws IOException {
        BlobCall list = BlobCall.of("GET", "/second/").query("comp", "list");
        for (String key : List.of("c2Vjb25k", "d3Jvbmc=")) {
            try (RawConnection connection = new RawConnection(metered.server.port(), 60_000)) {
                connection.send(list.signedHead(new Signer("second", key)));
                bytesOut += connection.receive().body().length;
            }
        }
        askUnsigned(404, "GET /nobody/c/b");
        metered.stop();
        assertThat(metered.used("default")).containsEntry("Transactions", 2L).containsEntry("Ingress", 0L);
        assertThat(metered.used("clinic")).isEmpty();
    }

    @Test
    void killedItHasWhatWasWrittenDownAndNothingTwice() throws IOException, InterruptedException {
        for (int life = 1; life <= 3; life++) {
            try (BlobWire wire = new BlobWire(metered.server)) {
                for (int i = 0; i < 20; i++) {
                    ask(wire, 404, BlobCall.of("GET", ACCOUNT + "/none/b"));
                }
                metered.awaitWritten(20);
                wire.call(BlobCall.of("GET", ACCOUNT + "/none/b"));
                metered.server.kill();
            }
            long counted = metered.used("clinic").getOrDefault("Transactions", 0L);
            assertThat(counted).isBetween(requests, requests + 1);
            requests = counted;
            metered.start();
        }
        metered.stop();
        assertThat(metered.used("clinic")).containsEntry("Transactions", requests);
        assertClean();
    }

    @Test
    void closedHoursAreExportedAndFlagsThatCannotBeObeyedAreOneSentence() throws IOException {
        try (BlobWire wire = new BlobWire(metered.server)) {
            ask(wire, 404, BlobCall.of("GET", ACCOUNT + "/none/b"));
        }
        metered.stop();
        Command.Result exported = metered.run("meter", "export", "--by", "day", "--format", "focus");
        assertThat(exported.exit()).as(exported.output()).isZero();
        assertThat(exported.output())
                .startsWith("BilledCost,BillingAccountId,")
                .contains("lazurite: not in it are 1 hours that are not closed");
        Map<String, String> refusals = Map.of(
                "--from=yesterday",
                "--from: expected a day or full hour in UTC such as 2026-11-21 or 2026-11-21T10, found 'yesterday'",
                "--to=2026-11-21T10:30",
                "--to: expected a day or full hour in UTC such as 2026-11-21 or 2026-11-21T10, found '2026-11-21T10:30'",
                "--format=json",
                "--format: expected focus, found 'json'",
                "--by=week",
                "--by: expected hour or day, found 'week'",
                "--frm=2026-11-21",
                "--frm: there is no such flag; did you mean '--from'?");
        refusals.forEach((flag, sentence) -> {
            Command.Result refused = metered.run("meter", "export", flag);
            assertThat(refused.output()).isEqualTo("lazurite: " + sentence + "\n");
            assertThat(refused.exit()).isEqualTo(2);
        });
        assertThat(metered.run("meter", "export", "--by=day", "--from=2026-11-21T10")
                        .output())
                .isEqualTo("lazurite: --from: must be a day such as 2026-11-21 where --by is day\n");
        assertThat(metered.run("meter", "show", "--from=2026-11-22", "--to=2026-11-21Z")
                        .exit())
                .isEqualTo(2);
    }

    private void ask(BlobWire wire, int status, BlobCall call) throws IOException {
        Reply reply = wire.call(call);
        assertThat(reply.status()).as(call + " " + reply).isEqualTo(status);
        requests++;
        bytesIn += call.body().length;
        bytesOut += reply.body().length;
    }

    private void askUnsigned(int status, String line) throws IOException {
        try (RawConnection connection = new RawConnection(metered.server.port(), 60_000)) {
            connection.send(line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nx-ms-version: 2025-11-05\r\n\r\n");
            Reply reply = connection.receive();
            assertThat(reply.status()).as(line + " " + reply).isEqualTo(status);
            requests++;
            bytesOut += reply.body().length;
        }
    }

    private static BlobCall put(String path, int length) {
        return BlobCall.of("PUT", ACCOUNT + path).body(new byte[length]);
    }

    /** Deletes both blobs; each part is signed for itself. */
    private BlobCall batch(String... paths) {
        StringBuilder body = new StringBuilder();
        Signer signer = new Signer(Launch.DEV_ACCOUNT, Launch.DEV_KEY);
        for (String path : paths) {
            body.append("--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
                    .append(new String(
                            BlobCall.of("DELETE", ACCOUNT + path).signedHead(signer), StandardCharsets.ISO_8859_1));
        }
        body.append("--b--\r\n");
        return BlobCall.of("POST", ACCOUNT + "/")
                .query("comp", "batch")
                .header("content-type", "multipart/mixed; boundary=b")
                .body(body.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertUsed(long stored) {
        assertThat(metered.used("clinic"))
                .isEqualTo(Map.of(
                        "Transactions",
                        requests,
                        "Ingress",
                        bytesIn,
                        "Egress",
                        bytesOut,
                        "UsedCapacity",
                        stored,
                        "BlobCapacity",
                        stored));
    }

    private void assertClean() {
        Command.Result checked = metered.run("check");
        assertThat(checked.exit()).as(checked.output()).isZero();
    }
}
