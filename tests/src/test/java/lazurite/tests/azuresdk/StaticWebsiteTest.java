package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.server;
import static lazurite.tests.azuresdk.Sdk.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobServiceProperties;
import com.azure.storage.blob.models.StaticWebsite;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import lazurite.tests.wire.RawConnection;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.Test;

/** A website that the SDK switches on and fills. */
final class StaticWebsiteTest {
    private static final int TIMEOUT_MILLIS = 30_000;

    @Test
    void theSdkSwitchesAWebsiteOnAndEverybodyReadsIt() throws IOException {
        service()
                .setProperties(new BlobServiceProperties()
                        .setStaticWebsite(new StaticWebsite()
                                .setEnabled(true)
                                .setIndexDocument("index.html")
                                .setErrorDocument404Path("404.html")));
        try {
            BlobContainerClient pages = service().getBlobContainerClient("$web");
            pages.getBlobClient("index.html")
                    .uploadWithResponse(
                            new BlobParallelUploadOptions(BinaryData.fromString("<p>home</p>"))
                                    .setHeaders(new BlobHttpHeaders().setContentType("text/html")),
                            null,
                            null);
            Sdk.blob(pages, "404.html", "lost");
            StaticWebsite set = service().getProperties().getStaticWebsite();
            assertThat(set.isEnabled()).isTrue();
            assertThat(set.getIndexDocument()).isEqualTo("index.html");
            assertThat(set.getErrorDocument404Path()).isEqualTo("404.html");
            Reply home = get("/");
            assertThat(home.status()).isEqualTo(200);
            assertThat(home.header("content-type")).isEqualTo("text/html");
            assertThat(text(home)).isEqualTo("<p>home</p>");
            Reply missing = get("/no/such/page");
            assertThat(missing.status()).isEqualTo(404);
            assertThat(text(missing)).isEqualTo("lost");
        } finally {
            service()
                    .setProperties(new BlobServiceProperties().setStaticWebsite(new StaticWebsite().setEnabled(false)));
        }
        assertThat(get("/").status()).isEqualTo(404);
        assertThat(service().getProperties().getStaticWebsite().isEnabled()).isFalse();
    }

    private static Reply get(String path) throws IOException {
        try (RawConnection connection = new RawConnection(server().port(), TIMEOUT_MILLIS)) {
            connection.send("GET " + path + " HTTP/1.1\r\nHost: " + server().account() + ".z1.web.localhost\r\n\r\n");
            return connection.receive();
        }
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
