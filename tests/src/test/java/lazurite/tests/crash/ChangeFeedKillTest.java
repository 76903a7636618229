package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.internal.avro.implementation.AvroReaderFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
import reactor.core.publisher.Flux;

/** A server with a change feed killed again and again while it is written to: the feed tells each write once. */
final class ChangeFeedKillTest {
    private static final int KILLS = 5;
    private static final int WRITERS = 3;
    private static final int WRITES_MAX = 400;
    private static final String CONFIG = """
            accounts:
              - name: devstoreaccount1
                blob:
                  changeFeed: {enabled: true}
            """;

    @TempDir
    Path folder;

    /** Blob and ETag of each write that was acknowledged. */
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    private Path data;
    private Path config;
    private Launch launch;
    private ServerUnderTest server;

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        config = Files.writeString(folder.resolve("lazurite.yaml"), CONFIG);
        launch = LazuriteServer.hasty(data, List.of("--config", config.toString()));
        server = launch.start();
        try (BlobWire wire = new BlobWire(server)) {
            wire.call(BlobCall.of("PUT", wire.path("con", "")).query("restype", "container"));
        }
    }

    @AfterEach
    void stop() {
        server.kill();
    }

    @Test
    void eachAcknowledgedWriteIsToldOnce() throws Exception {
        long seed = Long.getLong("lazurite.seed", System.nanoTime());
        System.out.println("change feed kills: -Dlazurite.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < KILLS; round++) {
            writeAndKill(round, 1 + random.nextInt(WRITES_MAX));
            server = launch.start();
        }
        List<String> told = told();
        long most = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!told.containsAll(acknowledged)) {
            assertThat(System.nanoTime()).as("all is told").isLessThan(most);
            told = told();
        }
        assertThat(told).doesNotHaveDuplicates();
        assertThat(told.stream().filter(one -> one.startsWith("all "))).isSorted();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
        assertThat(server.stop()).isZero();
        List<String> check = new ArrayList<>(LazuriteServer.hastyCommand("check"));
        check.addAll(List.of("--data", data.toString(), "--config", config.toString()));
        Command.Result result = Command.run(check, data, Map.of(), Duration.ofMinutes(2));
        assertThat(result.exit()).as(result.output()).isZero();
        server = launch.start();
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
                Reply reply = wire.call(BlobCall.of("PUT", wire.path("con", blob))
                        .header("x-ms-blob-type", "BlockBlob")
                        .body((prefix + i).getBytes(StandardCharsets.US_ASCII)));
                if (reply.ok()) {
                    acknowledged.add(blob + " " + reply.header("etag").replace("\"", ""));
                    done.incrementAndGet();
                }
            }
        } catch (IOException killed) {
            // what it was at may have happened or not
        }
    }

    /** Blob and ETag of each event, in the order of the feed. */
    private List<String> told() {
        BlobContainerClient feed = new BlobServiceClientBuilder()
                .endpoint(server.endpoint().toString())
                .credential(new StorageSharedKeyCredential(server.account(), server.key()))
                .buildClient()
                .getBlobContainerClient("$blobchangefeed");
        List<String> told = new ArrayList<>();
        if (!feed.exists()) {
            return told;
        }
        for (BlobItem file : feed.listBlobs(new ListBlobsOptions().setPrefix("log/"), null)) {
            byte[] bytes = feed.getBlobClient(file.getName()).downloadContent().toBytes();
            if (bytes.length > 0) {
                new AvroReaderFactory()
                        .getAvroReader(Flux.just(ByteBuffer.wrap(bytes)))
                        .read()
                        .toIterable()
                        .forEach(object -> told.add(told((Map<?, ?>) object.getObject())));
            }
        }
        return told;
    }

    private static String told(Map<?, ?> event) {
        String subject = String.valueOf(event.get("subject"));
        Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(event.get("data"));
        return subject.substring(subject.lastIndexOf('/') + 1) + " " + data.get("etag");
    }
}
