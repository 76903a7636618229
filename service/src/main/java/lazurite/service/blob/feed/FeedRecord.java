package lazurite.service.blob.feed;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lazurite.service.account.Account;
import lazurite.service.account.PercentEncoding;
import lazurite.service.blob.avro.AvroBytes;
import lazurite.service.blob.event.ChangeEvent;
import lazurite.service.blob.event.ChangeEvent.TagsUpdated;
import lazurite.service.blob.event.ChangeEvent.Updated;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/** An event as a record of the feed's files, in Azure's schema version 5. */
final class FeedRecord {
    static final int SCHEMA_VERSION = 5;

    private static final String MAP = "{\"type\":\"map\",\"values\":\"string\"}";
    private static final String MAP_OF_MAPS = "{\"type\":\"map\",\"values\":" + MAP + "}";
    private static final String DATA = record(
            "BlobChangeEventData",
            field("api", "\"string\""),
            optional("clientRequestId", "\"string\""),
            field("requestId", "\"string\""),
            field("etag", "\"string\""),
            optional("contentType", "\"string\""),
            field("contentLength", "\"long\""),
            field("blobType", "\"string\""),
            optional("blobVersion", "\"string\""),
            field("containerVersion", "\"string\""),
            optional("blobTier", "\"string\""),
            field("url", "\"string\""),
            optional("recursive", "\"boolean\""),
            field("sequencer", "\"string\""),
            optional("previousInfo", MAP),
            optional("snapshot", "\"string\""),
            optional("blobPropertiesUpdated", MAP_OF_MAPS),
            optional("asyncOperationInfo", MAP),
            optional("blobTagsUpdated", MAP_OF_MAPS),
            field("storageDiagnostics", MAP));
    static final String SCHEMA = record(
            "BlobChangeEvent",
            field("schemaVersion", "\"long\""),
            field("topic", "\"string\""),
            field("subject", "\"string\""),
            field("eventType", "\"string\""),
            field("eventTime", "\"string\""),
            field("id", "\"string\""),
            field("data", DATA));

    private FeedRecord() {}

    /** @param endpoint of the account's Blob service, without a slash at its end */
    static void write(ChangeEvent event, Account account, String endpoint, AvroBytes out) {
        out.number(SCHEMA_VERSION)
                .text("/subscriptions/" + account.subscription().id()
                        + "/resourceGroups/lazurite/providers/Microsoft.Storage/storageAccounts/" + account.name())
                .text("/blobServices/default/containers/" + event.container() + "/blobs/" + event.blob())
                .text(event.type().wire())
                .text(event.time().iso())
                .text(event.id().toString())
                .text(event.api())
                .textOrNull(event.origin().clientRequestId())
                .text(event.origin().requestId())
                .text(event.stamp().etag())
                .textOrNull(event.contentType())
                .number(event.length())
                .text(event.blobType().wire())
                .textOrNull(iso(event.version()))
                .text(event.scope())
                .textOrNull(tier(event))
                .text(endpoint + "/" + event.container() + "/" + PercentEncoding.encodePath(event.blob()))
                .number(0)
                .text(sequencer(event.sequence()));
        textsOrNull(event.previous(), out);
        out.textOrNull(iso(event.snapshot()));
        properties(event.properties(), out);
        textsOrNull(event.asynchronous(), out);
        tags(event.tags(), out);
        out.texts(Map.of("bid", event.id().toString(), "seq", "(" + event.sequence() + ")"));
    }

    /** Strings of one length, so that they compare as the events of a blob follow each other. */
    static String sequencer(long sequence) {
        return String.format(Locale.ROOT, "%048x", sequence);
    }

    private static @Nullable String iso(@Nullable Stamp stamp) {
        return stamp == null ? null : stamp.iso();
    }

    /** What is inferred from the account is Hot. */
    private static @Nullable String tier(ChangeEvent event) {
        String tier = event.tier();
        return tier == null && event.blobType() == BlobType.BLOCK ? "Hot" : tier;
    }

    private static void textsOrNull(Map<String, String> texts, AvroBytes out) {
        out.number(texts.isEmpty() ? 0 : 1);
        if (!texts.isEmpty()) {
            out.texts(texts);
        }
    }

    private static void properties(Map<String, Updated> properties, AvroBytes out) {
        out.number(properties.isEmpty() ? 0 : 1);
        if (!properties.isEmpty()) {
            out.number(properties.size());
            new TreeMap<>(properties)
                    .forEach((name, updated) ->
                            out.text(name).texts(Map.of("current", updated.after(), "previous", updated.before())));
            out.number(0);
        }
    }

    private static void tags(@Nullable TagsUpdated tags, AvroBytes out) {
        out.number(tags == null ? 0 : 1);
        if (tags != null) {
            out.number(2)
                    .text("previous")
                    .texts(tags.before())
                    .text("current")
                    .texts(tags.after())
                    .number(0);
        }
    }

    private static String record(String name, String... fields) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + String.join(",", fields) + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private static String optional(String name, String type) {
        return field(name, "[\"null\"," + type + "]");
    }
}
