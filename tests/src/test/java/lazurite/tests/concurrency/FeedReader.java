package lazurite.tests.concurrency;

import com.azure.storage.internal.avro.implementation.AvroReaderFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** What an account's change feed tells so far. */
final class FeedReader {
    private FeedReader() {}

    /**
     * An event.
     *
     * @param type as {@code BlobCreated}
     * @param blob its name
     * @param etag of the blob behind the change; of one that was deleted, as it was
     */
    record Event(String type, String blob, String etag, String sequencer) {}

    /** The events of a container, in the order of the feed. */
    static List<Event> of(Tenant tenant, String container) throws IOException {
        String feed = tenant.path() + "/$blobchangefeed";
        List<Event> events = new ArrayList<>();
        if (!Client.once(Call.head(feed + "?restype=container"))
                .require(200, 404)
                .ok()) {
            return events;
        }
        for (BlobList.Entry file : BlobList.of(feed, "metadata&prefix=log/")) {
            byte[] bytes =
                    Client.once(Call.get(feed + "/" + file.name())).require(200).body();
            if (bytes.length > 0) {
                new AvroReaderFactory()
                        .getAvroReader(Flux.just(ByteBuffer.wrap(bytes)))
                        .read()
                        .toIterable()
                        .forEach(object -> add(events, container, (Map<?, ?>) object.getObject()));
            }
        }
        return events;
    }

    private static void add(List<Event> events, String container, Map<?, ?> event) {
        String subject = String.valueOf(event.get("subject"));
        String beginning = "/blobServices/default/containers/" + container + "/blobs/";
        if (subject.startsWith(beginning)) {
            Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(event.get("data"));
            events.add(new Event(
                    String.valueOf(event.get("eventType")),
                    subject.substring(beginning.length()),
                    String.valueOf(data.get("etag")),
                    String.valueOf(data.get("sequencer"))));
        }
    }
}
