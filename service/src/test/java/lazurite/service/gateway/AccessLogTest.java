package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import lazurite.base.Platform;
import lazurite.service.account.ServiceKind;
import lazurite.service.auth.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private static final Platform PLATFORM = Platform.system();

    @TempDir
    private Path folder;

    @Test
    void writesOneObjectALine() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = new AccessLog(LogFile.to(out), true, PLATFORM)) {
            log.completed(request("GetBlob"));
            log.completed(new RequestRecord(
                    Instant.EPOCH,
                    ServiceKind.QUEUE,
                    null,
                    null,
                    null,
                    400,
                    "InvalidUri",
                    0,
                    0,
                    7,
                    null,
                    "id",
                    null,
                    "10.0.0.1",
                    "2009-09-19",
                    null,
                    true));
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"time\":\"2026-11-21T10:00:00Z\",\"account\":\"acct1\",\"service\":\"blob\","
                                + "\"operation\":\"GetBlob\",\"status\":200,\"bytesIn\":1,\"bytesOut\":2,"
                                + "\"durationMicros\":3,\"auth\":\"account_sas\",\"requestId\":\"id\","
                                + "\"clientRequestId\":\"a\\\"\\\\\\u0001\\u00e4\",\"remote\":\"::1\","
                                + "\"version\":\"2026-10-06\",\"resource\":\"/c/b\"}",
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"service\":\"queue\",\"status\":400,"
                                + "\"errorCode\":\"InvalidUri\",\"bytesIn\":0,\"bytesOut\":0,\"durationMicros\":7,"
                                + "\"requestId\":\"id\",\"remote\":\"10.0.0.1\",\"version\":\"2009-09-19\","
                                + "\"aborted\":true}");
    }

    @Test
    void namesOfBlobsAreLeftOutUnlessWanted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = new AccessLog(LogFile.to(out), false, PLATFORM)) {
            log.completed(request("GetBlob"));
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("GetBlob").doesNotContain("resource", "/c/b");
    }

    @Test
    void fullFilesArePutAside() throws IOException {
        Path path = folder.resolve("logs/access.log");
        for (int i = 1; i <= 4; i++) {
            try (AccessLog log = new AccessLog(LogFile.at(path, 10, 2), false, PLATFORM)) {
                log.completed(request("Operation" + i));
            }
        }

        assertThat(path).content().contains("Operation4");
        assertThat(folder.resolve("logs/access.log.1")).content().contains("Operation3");
        assertThat(folder.resolve("logs/access.log.2")).content().contains("Operation2");
        assertThat(folder.resolve("logs/access.log.3")).doesNotExist();
    }

    @Test
    void aFileWithRoomIsContinued() throws IOException {
        Path path = folder.resolve("access.log");
        for (int i = 0; i < 2; i++) {
            try (AccessLog log = new AccessLog(LogFile.at(path, 1_000_000, 1), false, PLATFORM)) {
                log.completed(request("GetBlob"));
            }
        }

        assertThat(Files.readAllLines(path)).hasSize(2);
    }

    @Test
    void aStalledDiskDropsLinesAndSaysHowMany() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch repaired = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                stalled.countDown();
                try {
                    repaired.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                written.write(bytes, offset, length);
            }
        };
        try (AccessLog log = new AccessLog(LogFile.to(slow), false, PLATFORM)) {
            log.completed(request("First"));
            stalled.await();
            for (int i = 0; i < 10_000; i++) {
                log.completed(request("GetBlob"));
            }
            assertThat(log.dropped()).isEqualTo(10_000 - 8_192);
            repaired.countDown();
        }

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1 + 1 + 8_192)
                .contains("{\"dropped\":1808}");
    }

    @Test
    void aFailingDiskCountsItsLinesAsDropped() throws IOException {
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        AccessLog log = new AccessLog(LogFile.to(failing), false, PLATFORM);
        log.completed(request("GetBlob"));
        log.completed(request("GetBlob"));
        log.close();
        log.completed(request("GetBlob"));

        assertThat(log.dropped()).isEqualTo(3);
    }

    private static RequestRecord request(String operation) {
        return new RequestRecord(
                Instant.parse("2026-11-21T10:00:00Z"),
                ServiceKind.BLOB,
                "acct1",
                "default",
                operation,
                200,
                null,
                1,
                2,
                3,
                Caller.Kind.ACCOUNT_SAS,
                "id",
                "a\"\\\u0001ä",
                "::1",
                "2026-10-06",
                "/c/b",
                false);
    }
}
