package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that replicates and makes inventories, killed again and again while it is written to. */
final class ReplicationKillTest {
    private static final int KILLS = 4;
    private static final int WRITERS = 3;
    private static final int WRITES_MAX = 60;
    private static final int RULES = 3;
    private static final String MARK =
            "x-ms-or-70dc1326-15a2-45f4-9408-487f6581f204_a2455a77-8f44-4d22-b07e-a03203ae64f0";

    private static final String CONFIG = """
            accounts:
              - name: devstoreaccount1
                blob:
                  versioning: true
                  changeFeed: {enabled: true}
                  inventoryPolicy: inventory.json
                  replicationPolicies: [replication.json]
                containers: [{name: docs}, {name: reports}]
              - name: copies
                keys: [%s]
                blob:
                  versioning: true
                containers: [{name: docs-copy}]
            """.formatted(Launch.DEV_KEY);

    private static final String REPLICATION = """
            {
              "policyId": "70dc1326-15a2-45f4-9408-487f6581f204",
              "sourceAccount": "devstoreaccount1",
              "destinationAccount": "copies",
              "rules": [
                {
                  "ruleId": "a2455a77-8f44-4d22-b07e-a03203ae64f0",
                  "sourceContainer": "docs",
                  "destinationContainer": "docs-copy",
                  "filters": {"minCreationTime": "2020-01-01T00:00:00Z"}
                }
              ]
            }
            """;

    private static final Pattern VERSION = Pattern.compile("<Blob><Name>([^<]+)</Name><VersionId>([^<]+)</VersionId>");
    private static final Pattern FILE = Pattern.compile("\"blob\":\"([^\"]+)\",\"size\":(\\d+)");
    private static final Pattern OBJECTS = Pattern.compile("\"objectCount\":(\\d+)");

    @TempDir
    private Path folder;

    /** A version that was acknowledged. */
    private record Written(String blob, String version, String content) {}

    private final Queue<Written> acknowledged = new ConcurrentLinkedQueue<>();

    /** What inventories of a start have to list at least, by their number. */
    private final Map<Integer, List<String>> owed = new TreeMap<>();

    private ServerUnderTest server;

    @BeforeEach
    void begin() throws IOException {
        server = start(0);
    }

    @AfterEach
    void stop() {
        server.kill();
    }

    @Test
    void whatIsAcknowledgedIsReplicatedOnceAndInventoriesAreWhole() throws Exception {
        long seed = Long.getLong("lazurite.seed", System.nanoTime());
        System.out.println("replication kills: -Dlazurite.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < KILLS; round++) {
            writeAndKill(round, 1 + random.nextInt(WRITES_MAX));
            server = start(round + 1);
            try (BlobWire source = new BlobWire(server)) {
                inventories(source);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
        try (BlobWire source = new BlobWire(server);
                BlobWire destination = new BlobWire(server, "copies", Launch.DEV_KEY)) {
            until("all inventories are made", () -> inventories(source) >= RULES * (KILLS + 1));
            for (Written written : acknowledged) {
                replicated(source, destination, written);
            }
            List<String> versions = versions(source, "docs");
            until(
                    "what was never answered is replicated too",
                    () -> versions(destination, "docs-copy").containsAll(versions));
            assertThat(versions(destination, "docs-copy")).isEqualTo(versions);
        }
        assertThat(server.stop()).isZero();
        check();
    }

    /** With some more rules for inventories each time, which are obeyed at once. */
    private ServerUnderTest start(int round) throws IOException {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < RULES * (round + 1); i++) {
            rules.add(rule(i));
            owed.computeIfAbsent(
                    i,
                    rule -> acknowledged.stream()
                            .map(written -> "docs/" + written.blob())
                            .distinct()
                            .toList());
        }
        Files.writeString(
                folder.resolve("inventory.json"),
                "{\"enabled\": true, \"type\": \"Inventory\", \"rules\": [" + String.join(",", rules) + "]}");
        Files.writeString(folder.resolve("replication.json"), REPLICATION);
        Path config = Files.writeString(folder.resolve("lazurite.yaml"), CONFIG);
        return LazuriteServer.hasty(folder.resolve("data"), List.of("--config", config.toString()))
                .start();
    }

    private static String rule(int number) {
        return """
            {
              "enabled": true, "name": "r%d", "destination": "reports",
              "definition": {
                "filters": {"blobTypes": ["blockBlob"], "prefixMatch": ["docs/"]},
                "format": "Csv", "objectType": "Blob", "schedule": "Daily", "schemaFields": ["Name", "Content-Length"]
              }
            }
            """.formatted(number);
    }

    private void check() {
        List<String> check = LazuriteServer.hastyCommand(
                "check",
                "--data",
                folder.resolve("data").toString(),
                "--config",
                folder.resolve("lazurite.yaml").toString());
        Command.Result result = Command.run(check, folder, Map.of(), Duration.ofMinutes(2));
        assertThat(result.exit()).as(result.output()).isZero();
    }

    /** Writers of new blobs and of one that all of them write, until the server is killed amid them. */
    private void writeAndKill(int round, int writes) throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "r" + round + "-w" + writer + "-";
            writers.add(Thread.ofPlatform().start(() -> write(prefix, done)));
        }
        while (done.get() < writes) {
            Thread.onSpinWait();
        }
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void write(String prefix, AtomicInteger done) {
        try (BlobWire wire = new BlobWire(server)) {
            for (int i = 0; ; i++) {
                String blob = i % 4 == 0 ? "all" : prefix + i;
                String content = prefix + i + "-".repeat(i % 3 * 10_000);
                Reply reply = wire.call(BlobCall.of("PUT", wire.path("docs", blob))
                        .header("x-ms-blob-type", "BlockBlob")
                        .body(content.getBytes(StandardCharsets.US_ASCII)));
                if (reply.ok()) {
                    acknowledged.add(new Written(blob, reply.header("x-ms-version-id"), content));
                    done.incrementAndGet();
                }
            }
        } catch (IOException killed) {
            // what it was at may have happened or not
        }
    }

    private void replicated(BlobWire source, BlobWire destination, Written written) throws IOException {
        BlobCall at = BlobCall.of("HEAD", source.path("docs", written.blob())).query("versionid", written.version());
        until(written.blob() + " is replicated", () -> {
            Reply head = source.call(at);
            assertThat(head.header(MARK)).as("%s", head).isIn("", "complete");
            return !head.header(MARK).isEmpty();
        });
        Reply replica = destination.call(BlobCall.of("GET", destination.path("docs-copy", written.blob()))
                .query("versionid", written.version()));
        assertThat(replica.text()).as(written.blob()).isEqualTo(written.content());
    }

    private static List<String> versions(BlobWire wire, String container) throws IOException {
        Reply reply = wire.call(BlobCall.of("GET", wire.path(container, ""))
                .query("restype", "container")
                .query("comp", "list")
                .query("include", "versions"));
        assertThat(reply.text()).contains("<NextMarker />");
        return VERSION.matcher(reply.text()).results().map(MatchResult::group).toList();
    }

    /** How many are published; those are whole. */
    private int inventories(BlobWire wire) throws IOException {
        Reply listing = wire.call(BlobCall.of("GET", wire.path("reports", ""))
                .query("restype", "container")
                .query("comp", "list"));
        List<String> published = Pattern.compile("<Name>([^<]+)-manifest.checksum</Name>")
                .matcher(listing.text())
                .results()
                .map(match -> match.group(1))
                .toList();
        for (String path : published) {
            byte[] manifest = read(wire, path + "-manifest.json");
            assertThat(new String(read(wire, path + "-manifest.checksum"), StandardCharsets.US_ASCII))
                    .as(path)
                    .isEqualTo(md5(manifest));
            whole(wire, path, new String(manifest, StandardCharsets.UTF_8));
        }
        return published.size();
    }

    private void whole(BlobWire wire, String path, String manifest) throws IOException {
        List<String> lines = new ArrayList<>();
        for (MatchResult file : FILE.matcher(manifest).results().toList()) {
            byte[] csv = read(wire, file.group(1));
            assertThat(csv).as(path).hasSize(Integer.parseInt(file.group(2)));
            lines.addAll(new String(csv, StandardCharsets.UTF_8).lines().skip(1).toList());
        }
        assertThat(OBJECTS.matcher(manifest).results().map(match -> match.group(1)))
                .as(path)
                .containsExactly(String.valueOf(lines.size()));
        int rule = Integer.parseInt(path.substring(path.lastIndexOf("/r") + 2));
        assertThat(lines.stream()
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .collect(Collectors.toSet()))
                .as(path)
                .containsAll(owed.getOrDefault(rule, List.of()));
    }

    private static byte[] read(BlobWire wire, String blob) throws IOException {
        Reply reply = wire.call(BlobCall.of("GET", wire.path("reports", blob)));
        assertThat(reply.status()).as(blob).isEqualTo(200);
        return reply.body();
    }

    private static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Question {
        boolean answer() throws IOException;
    }

    private static void until(String what, Question question) throws IOException {
        long most = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!question.answer()) {
            assertThat(System.nanoTime()).as(what).isLessThan(most);
        }
    }
}
