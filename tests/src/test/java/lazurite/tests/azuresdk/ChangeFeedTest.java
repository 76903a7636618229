package lazurite.tests.azuresdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.changefeed.BlobChangefeedClient;
import com.azure.storage.blob.changefeed.BlobChangefeedClientBuilder;
import com.azure.storage.blob.changefeed.BlobChangefeedPagedResponse;
import com.azure.storage.blob.changefeed.models.BlobChangefeedEvent;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import lazurite.tests.run.ChangeFeedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The change feed as Azure's own reader reads it, over a service whose clock goes from hour to hour. */
final class ChangeFeedTest {
    private static final OffsetDateTime HOUR = OffsetDateTime.of(2026, 11, 27, 10, 0, 0, 0, ZoneOffset.UTC);

    private ChangeFeedServer server;
    private BlobServiceClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ChangeFeedServer(HOUR.toInstant());
        client = new BlobServiceClientBuilder()
                .endpoint(server.endpoint())
                .credential(new StorageSharedKeyCredential(ChangeFeedServer.ACCOUNT, server.key()))
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private BlobChangefeedClient reader() {
        return new BlobChangefeedClientBuilder(client).buildClient();
    }

    @Test
    void aFeedInWhichNothingHappenedIsRead() {
        server.write();
        assertThat(reader().getEvents()).isEmpty();
    }

    @Test
    void azuresReaderTellsWhatWasDone() {
        BlobContainerClient container = client.createBlobContainer("con");
        BlobClient blob = Sdk.blob(container, "folder/a name", "12345");
        blob.setHttpHeaders(new BlobHttpHeaders().setContentType("text/css"));
        blob.setMetadata(Map.of("k", "v"));
        blob.setAccessTier(AccessTier.COOL);
        blob.createSnapshot().delete();
        blob.delete();
        container.getBlobClient("log").getAppendBlobClient().create();
        server.endHour();
        List<BlobChangefeedEvent> events = new ArrayList<>();
        reader().getEvents().forEach(events::add);
        assertThat(events.stream()
                        .filter(event -> event.getSubject().endsWith("folder/a name"))
                        .map(event -> event.getEventType().toString()))
                .containsExactly(
                        "BlobCreated",
                        "BlobPropertiesUpdated",
                        "BlobPropertiesUpdated",
                        "BlobTierChanged",
                        "BlobSnapshotCreated",
                        "BlobDeleted",
                        "BlobDeleted");
        BlobChangefeedEvent put = events.stream()
                .filter(event -> event.getSubject().endsWith("folder/a name"))
                .findFirst()
                .orElseThrow();
        assertThat(put.getSubject()).isEqualTo("/blobServices/default/containers/con/blobs/folder/a name");
        assertThat(put.getTopic()).endsWith("/storageAccounts/" + ChangeFeedServer.ACCOUNT);
        assertThat(put.getEventTime()).isEqualTo(HOUR.plusMinutes(30));
        assertThat(put.getData().getApi()).isEqualTo("PutBlob");
        assertThat(put.getData().getContentLength()).isEqualTo(5);
        assertThat(put.getData().getBlobType()).isEqualTo(BlobType.BLOCK_BLOB);
        assertThat(put.getData().getBlobUrl()).isEqualTo(container.getBlobContainerUrl() + "/folder/a%20name");
        assertThat(UUID.fromString(put.getData().getRequestId())).isNotEqualTo(new UUID(0, 0));
        assertThat(put.getData().getClientRequestId()).isNotEmpty();
        assertThat(events).extracting(BlobChangefeedEvent::getId).doesNotHaveDuplicates();
        assertThat(events.stream().map(event -> event.getData().getBlobType())).contains(BlobType.APPEND_BLOB);
    }

    @Test
    void aReaderBeginsAtATimeAndGoesOnFromACursor() {
        BlobContainerClient container = client.createBlobContainer("con");
        for (int hour = 0; hour < 3; hour++) {
            for (int i = 0; i < 4; i++) {
                Sdk.blob(container, "h" + hour + "-" + i, "x");
            }
            server.endHour();
        }
        assertThat(names(reader().getEvents(HOUR.plusHours(1), null)))
                .containsExactlyInAnyOrder("h1-0", "h1-1", "h1-2", "h1-3", "h2-0", "h2-1", "h2-2", "h2-3");
        assertThat(names(reader().getEvents(HOUR.plusHours(1), HOUR.plusHours(2))))
                .hasSize(4);
        List<String> all = names(reader().getEvents());
        assertThat(all).hasSize(12);
        String cursor = null;
        List<String> first = new ArrayList<>();
        for (BlobChangefeedPagedResponse page : reader().getEvents().iterableByPage(3)) {
            page.getValue().forEach(event -> first.add(name(event)));
            cursor = page.getContinuationToken();
            if (first.size() >= 6) {
                break;
            }
        }
        Sdk.blob(container, "h3-0", "x");
        server.endHour();
        List<String> rest = names(reader().getEvents(cursor));
        assertThat(rest).hasSize(13 - first.size()).last().isEqualTo("h3-0");
        assertThat(all)
                .containsExactlyElementsOf(
                        Stream.concat(first.stream(), rest.stream().limit(12 - first.size()))
                                .toList());
    }

    private static List<String> names(Iterable<BlobChangefeedEvent> events) {
        List<String> names = new ArrayList<>();
        events.forEach(event -> names.add(name(event)));
        return names;
    }

    private static String name(BlobChangefeedEvent event) {
        return event.getSubject().substring(event.getSubject().lastIndexOf('/') + 1);
    }

    @Test
    void theAccountReadsItsFeedAndChangesNothingOfIt() {
        client.createBlobContainer("con");
        server.write();
        BlobContainerClient feed = client.getBlobContainerClient("$blobchangefeed");
        assertThat(client.listBlobContainers()).noneMatch(item -> item.getName().startsWith("$"));
        assertThat(feed.getBlobClient("meta/segments.json").downloadContent().toString())
                .contains("lastConsumable");
        Sdk.refused(403, "AuthorizationFailure", feed.getBlobClient("meta/segments.json")::delete);
        Sdk.refused(403, "AuthorizationFailure", feed::delete);
        Sdk.refused(403, "AuthorizationFailure", () -> Sdk.blob(feed, "mine", "x"));
        Sdk.refused(
                403,
                "AuthorizationFailure",
                () -> feed.getBlobClient("meta/segments.json").setMetadata(Map.of("k", "v")));
    }
}
