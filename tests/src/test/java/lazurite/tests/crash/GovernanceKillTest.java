package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.governance.source.LiveLog;
import lazurite.governance.source.LogMirror;
import lazurite.governance.source.LogSource;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.server.desk.Deeds;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.Ports;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A governed server killed again and again while commands come in. */
final class GovernanceKillTest {
    private static final int KILLS = 6;
    private static final int COMMANDS_MAX = 12;
    private static final long WAIT_NANOS_MAX = 120_000_000_000L;
    private static final Pattern SERVED = Pattern.compile("\"bytes\":(\\d+),.*\"requests\":(\\d+)");

    /** How long an export is granted, in which the server is killed and read from again. */
    private static final int EXPORT_SECONDS = 20;

    private static final Pattern FACTS = Pattern.compile("its document is ([0-9a-f]{64})");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int ledgerPort = Ports.free();
    private final List<Path> receipts = new ArrayList<>();
    private Path data;
    private Launch launch;
    private String operatorPort;
    private ServerUnderTest server;

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        launch = LazuriteServer.hasty(data, List.of("--ledger", "--ledger-port", "" + ledgerPort));
        operatorPort = launch.flag("--operator-port");
        server = launch.start();
    }

    @AfterEach
    void stop() {
        server.kill();
        client.close();
    }

    @Test
    void noAcknowledgedCommandIsLostAndTheLogNeverForks() throws Exception {
        long seed = Long.getLong("lazurite.seed", System.nanoTime());
        System.out.println("governance kills: -Dlazurite.seed=" + seed);
        Random random = new Random(seed);
        Policy policy = policy();
        String subscription = found();
        String hash = openCase(subscription);
        does(
                "enforce",
                "emergency",
                "C1",
                "--clause",
                "explain-growth-review",
                "--levels",
                "blob=no-growth",
                "--until",
                "20d",
                "--facts",
                hash,
                "--key",
                key("rita"));
        for (int round = 0; round < KILLS; round++) {
            mirror(policy);
            killAmid(round == 0 ? COMMANDS_MAX : random.nextInt(COMMANDS_MAX));
            server = launch.start();
            await("/checkpoint");
            mirror(policy);
            for (Path receipt : receipts) {
                Receipt proof = Receipt.parse(Files.readAllBytes(receipt));
                proof.verify(get("/entry/" + proof.index()), policy);
            }
            assertThat(does("enforce", "status")).as("round " + round).contains("no-growth");
        }
        assertThat(receipts).hasSizeGreaterThan(KILLS);
    }

    @Test
    void whatWasServedUnderAnExportGrantIsNotForgotten() throws Exception {
        byte[] content = new byte[300_000];
        try (BlobWire wire = new BlobWire(server)) {
            wire.call(BlobCall.of("PUT", wire.path("pics", "")).query("restype", "container"));
            wire.call(BlobCall.of("PUT", wire.path("pics", "a"))
                    .header("x-ms-blob-type", "BlockBlob")
                    .body(content));
        }
        String hash = openCase(found());
        does(
                "enforce",
                "emergency",
                "C1",
                "--clause",
                "explain-growth-review",
                "--levels",
                "blob=export-only",
                "--until",
                "20d",
                "--facts",
                hash,
                "--key",
                key("rita"));
        Instant end = Instant.now().plusSeconds(EXPORT_SECONDS);
        does("export", "offer", "C1", "--services", "blob", "--until", end.toString(), "--key", key("rita"));
        int reads = 0;
        for (int round = 0; round < 2; round++) {
            try (BlobWire wire = new BlobWire(server)) {
                Reply reply = wire.call(BlobCall.of("GET", wire.path("pics", "a")));
                if (reply.ok()) {
                    assertThat(reply.body()).hasSize(content.length);
                    reads++;
                } else { // the grant ended while the server started
                    assertThat(reply.errorCode()).isEqualTo("AccountIsDisabled");
                }
            }
            server.kill();
            server = launch.start();
        }
        assertThat(reads).isPositive();
        long begun = System.nanoTime();
        Matcher served = SERVED.matcher("");
        while (!served.find()) {
            assertThat(System.nanoTime() - begun).isLessThan(WAIT_NANOS_MAX);
            served = SERVED.matcher(does("case", "show", "C1"));
        }
        long least = (long) reads * content.length;
        assertThat(Long.parseLong(served.group(1))).isBetween(least, least + reads * (64L << 20));
        assertThat(Long.parseLong(served.group(2))).isBetween((long) reads, reads * 1_001L);
    }

    /** Sends commands, and kills the server once so many were acknowledged, while the next is under way. */
    private void killAmid(int commands) throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        Thread killer = Thread.ofPlatform().start(() -> {
            while (done.get() < commands) {
                Thread.onSpinWait();
            }
            server.kill();
        });
        boolean alive = true;
        while (alive) {
            Path receipt = folder.resolve("receipt-" + receipts.size());
            try {
                does(
                        "case",
                        "evidence",
                        "C1",
                        "--document",
                        file(),
                        "--receipt",
                        receipt.toString(),
                        "--key",
                        key("rita"));
                receipts.add(receipt);
                done.incrementAndGet();
            } catch (IOException killed) {
                alive = false;
            }
        }
        killer.join();
    }

    /** Copies what is new of the log, which is refused unless it goes on from the copy. */
    private void mirror(Policy policy) throws IOException {
        try (LogSource log = new LiveLog(URI.create("http://127.0.0.1:" + ledgerPort))) {
            LogMirror.copy(log, folder.resolve("mirror"), policy);
        }
    }

    /** Installs a roster; the pseudonym of the one subscription. */
    private String found() throws Exception {
        String holders = "";
        for (String holder : List.of("rita:reviewer", "tom:ratifier")) {
            String name = holder.substring(0, holder.indexOf(':'));
            String line = does("operator", "key", key(name), "--as", name).strip();
            holders += (holders.isEmpty() ? "" : ",") + holder + ":" + line.split(" ", 2)[1];
        }
        String roster = folder.resolve("roster").toString();
        does("roster", "propose", roster, "--holder", holders);
        does("roster", "approve", roster, "--key", key("tom"));
        does("roster", "install", roster, "--key", key("rita"), "--data", data.toString());
        long begun = System.nanoTime();
        String listed = "";
        while (!listed.contains(" open since ")) {
            assertThat(System.nanoTime() - begun).as(listed).isLessThan(WAIT_NANOS_MAX);
            listed = does("subscription", "list");
        }
        return listed.split(" ", 2)[0];
    }

    private String openCase(String subscription) throws IOException {
        does(
                "case",
                "open",
                "C1",
                "--sub",
                subscription,
                "--services",
                "blob",
                "--source",
                "press",
                "--key",
                key("rita"));
        Matcher facts = FACTS.matcher(does("case", "evidence", "C1", "--document", file(), "--key", key("rita")));
        assertThat(facts.find()).isTrue();
        return facts.group(1);
    }

    private String does(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        boolean local = words[0].equals("operator") || words[1].equals("approve");
        if (!local) {
            all.addAll(List.of("--server", "http://127.0.0.1:" + operatorPort));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deeds.run(all, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Policy policy() {
        Command.Result keys = Command.run(
                LazuriteServer.command("ledger", "vkey", "--data", data.toString()),
                folder,
                Map.of(),
                Duration.ofMinutes(2));
        assertThat(keys.exit()).as(keys.output()).isZero();
        String key = keys.output().lines().findFirst().orElseThrow();
        return Policy.parse(("log " + key + "\nquorum none\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void await(String path) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            try {
                get(path);
                return;
            } catch (ConnectException early) {
                assertThat(System.nanoTime() - begun).as(path).isLessThan(WAIT_NANOS_MAX);
            }
        }
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ledgerPort + path))
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private String key(String name) {
        return folder.resolve(name + ".key").toString();
    }

    private String file() throws IOException {
        Path file = folder.resolve("evidence");
        return Files.writeString(file, "it was in the papers").toString();
    }
}
