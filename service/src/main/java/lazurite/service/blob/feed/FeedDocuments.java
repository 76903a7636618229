package lazurite.service.blob.feed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The feed's JSON documents, with Azure's fields. */
final class FeedDocuments {
    /** Tells which segments may be read. */
    static final String SEGMENTS = "meta/segments.json";

    private FeedDocuments() {}

    /**
     * The manifest of a segment.
     *
     * @param finished whether it takes no more; Azure's clients read no other
     */
    static byte[] manifest(FeedHour hour, boolean finished, Instant now) {
        String folder = hour.equals(FeedHour.FIRST) ? "" : "\n        \"$blobchangefeed/" + hour.folder() + "\"\n    ";
        return """
                {
                    "version": 0,
                    "begin": "%s",
                    "intervalSecs": 3600,
                    "status": "%s",
                    "config": {
                        "version": 0,
                        "configVersionEtag": "0x0",
                        "numShards": 1,
                        "recordsFormat": "avro",
                        "formatSchemaVersion": %d,
                        "shardDistFnVersion": 1
                    },
                    "chunkFilePaths": [%s],
                    "storageDiagnostics": %s
                }
                """.formatted(
                        hour.text(),
                        finished ? "Finalized" : "Publishing",
                        FeedRecord.SCHEMA_VERSION,
                        folder,
                        diagnostics(now))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Up to where the feed may be read. Azure's clients differ in whether they read the segment that begins then, so it
     * is the last moment of one.
     *
     * @param last the newest segment that takes no more
     */
    static byte[] segments(FeedHour last, Instant now) {
        return """
                {
                    "version": 0,
                    "lastConsumable": "%s",
                    "storageDiagnostics": %s
                }
                """.formatted(FeedHour.text(last.end().minusMillis(1)), diagnostics(now))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String diagnostics(Instant now) {
        return """
                {
                        "version": 0,
                        "lastModifiedTime": "%s",
                        "data": {}
                    }""".formatted(FeedHour.text(now));
    }
}
