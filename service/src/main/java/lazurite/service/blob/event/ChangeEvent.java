package lazurite.service.blob.event;

import java.util.Map;
import java.util.UUID;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What one commit changed of one blob, snapshot or version, as Azure's change feed tells it
 * ({@code docs/change-feed.md}); {@link ChangeEventCodec} has the bytes.
 *
 * @param sequence its place among the account's events, from 1 on; 0 while it has none
 * @param id names it for good
 * @param api Azure's name of the operation, {@code PutBlob} for example
 * @param time wall clock of the commit
 * @param scope the container's incarnation in 16 hex digits
 * @param stamp of the blob as it is now, or as it was when it was deleted
 * @param length of its content in bytes
 * @param version its version id; null if it has none
 * @param snapshot the snapshot that this is about; null if it is about none
 * @param tier null while inferred from the account
 * @param previous what was there before, by Azure's names
 * @param properties HTTP properties that it changed, by Azure's names
 * @param tags what it changed of the tags; null if nothing
 * @param asynchronous what it tells of work that goes on behind an answer, by Azure's names
 */
public record ChangeEvent(
        long sequence,
        UUID id,
        Type type,
        String api,
        Stamp time,
        Origin origin,
        String container,
        String scope,
        String blob,
        Stamp stamp,
        @Nullable String contentType,
        long length,
        BlobType blobType,
        @Nullable Stamp version,
        @Nullable Stamp snapshot,
        @Nullable String tier,
        Map<String, String> previous,
        Map<String, Updated> properties,
        @Nullable TagsUpdated tags,
        Map<String, String> asynchronous) {

    /** Kinds of events; {@link #code} is stored, {@link #wire} is Azure's name. */
    public enum Type {
        CREATED(1, "BlobCreated"),
        DELETED(2, "BlobDeleted"),
        PROPERTIES_UPDATED(3, "BlobPropertiesUpdated"),
        SNAPSHOT_CREATED(4, "BlobSnapshotCreated"),
        TIER_CHANGED(5, "BlobTierChanged"),
        ASYNC_OPERATION_INITIATED(6, "BlobAsyncOperationInitiated");

        private final int code;
        private final String wire;

        Type(int code, String wire) {
            this.code = code;
            this.wire = wire;
        }

        public int code() {
            return code;
        }

        public String wire() {
            return wire;
        }
    }

    /** A property's values; empty where there is none. */
    public record Updated(String before, String after) {}

    /** All tags of the blob. */
    public record TagsUpdated(Map<String, String> before, Map<String, String> after) {}

    // not the compact form: javac then loses @Nullable for other modules
    public ChangeEvent(
            long sequence,
            UUID id,
            Type type,
            String api,
            Stamp time,
            Origin origin,
            String container,
            String scope,
            String blob,
            Stamp stamp,
            @Nullable String contentType,
            long length,
            BlobType blobType,
            @Nullable Stamp version,
            @Nullable Stamp snapshot,
            @Nullable String tier,
            Map<String, String> previous,
            Map<String, Updated> properties,
            @Nullable TagsUpdated tags,
            Map<String, String> asynchronous) {
        this.sequence = sequence;
        this.id = id;
        this.type = type;
        this.api = api;
        this.time = time;
        this.origin = origin;
        this.container = container;
        this.scope = scope;
        this.blob = blob;
        this.stamp = stamp;
        this.contentType = contentType;
        this.length = length;
        this.blobType = blobType;
        this.version = version;
        this.snapshot = snapshot;
        this.tier = tier;
        this.previous = Map.copyOf(previous);
        this.properties = Map.copyOf(properties);
        this.tags = tags;
        this.asynchronous = Map.copyOf(asynchronous);
    }
}
