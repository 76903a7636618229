package lazurite.tests.copy;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are killed, or stopped, while copies are pending. */
final class KilledCopyTest {
    private static final int BYTES = 9 << 20;

    private final Path data = SharedServer.folder("killed-copy").resolve("data");
    private final Launch launch =
            LazuriteServer.fromClassPath(data, List.of()).with(Map.of("LAZURITE_COPY_SOURCES", "127.0.0.0/8"));
    private final byte[] content = new byte[BYTES];
    private final CountDownLatch never = new CountDownLatch(1);
    private WebSource web;
    private ServerUnderTest server;

    @BeforeEach
    void start() throws IOException {
        new Random(9).nextBytes(content);
        web = new WebSource();
        server = launch.start();
        client("x").getContainerClient().create();
    }

    @AfterEach
    void close() throws IOException {
        never.countDown();
        web.close();
        server.kill();
    }

    private BlobClient client(String blob) {
        return new BlobServiceClientBuilder()
                .endpoint(server.endpoint().toString())
                .credential(new StorageSharedKeyCredential(server.account(), server.key()))
                .buildClient()
                .getBlobContainerClient("con")
                .getBlobClient(blob);
    }

    private void pend(String blob, String url) {
        assertThat(client(blob).beginCopy(url, Duration.ofMillis(20)).poll().getStatus())
                .isEqualTo(LongRunningOperationStatus.IN_PROGRESS);
    }

    private CopyStatusType end(String blob) {
        BlobClient client = client(blob);
        long most = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        CopyStatusType status = client.getProperties().getCopyStatus();
        while (status == CopyStatusType.PENDING) {
            assertThat(System.nanoTime()).as("the copy ends").isLessThan(most);
            status = client.getProperties().getCopyStatus();
        }
        return status;
    }

    @Test
    void pendingCopiesSurviveAKillAndAStop() {
        String url = web.serveInTwo("/two", content, BYTES / 2, never, "ETag: \"1\"");
        pend("b", url);
        pend("aborted", url);
        server.kill();
        server = launch.start();
        assertThat(client("b").getProperties().getCopyStatus()).isEqualTo(CopyStatusType.PENDING);
        client("aborted").abortCopyFromUrl(client("aborted").getProperties().getCopyId());
        assertThat(server.stop()).isZero();
        web.serve("/two", content, "ETag: \"1\"");
        server = launch.start();
        assertThat(end("b")).isEqualTo(CopyStatusType.SUCCESS);
        assertThat(client("b").downloadContent().toBytes()).isEqualTo(content);
        assertThat(end("aborted")).isEqualTo(CopyStatusType.ABORTED);
        assertThat(server.stop()).isZero();
        List<String> check = new ArrayList<>(LazuriteServer.command("check"));
        check.addAll(List.of("--data", data.toString()));
        Command.Result result = Command.run(check, data, Map.of(), Duration.ofMinutes(2));
        assertThat(result.exit()).as(result.output()).isZero();
        server = launch.start();
    }

    @Test
    void aSourceThatChangedWhileTheServerWasDownFailsTheCopy() {
        pend("b", web.serveInTwo("/two", content, 1, never, "ETag: \"1\""));
        server.kill();
        web.serve("/two", content, "ETag: \"2\"");
        server = launch.start();
        assertThat(end("b")).isEqualTo(CopyStatusType.FAILED);
        assertThat(client("b").getProperties().getBlobSize()).isZero();
    }
}
