package lazurite.service.blob.wire;

import java.time.Instant;
import java.util.Locale;
import lazurite.http.Headers;
import lazurite.service.blob.operation.BlobResult.BlobState;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Replicated;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.HttpDates;
import lazurite.service.gateway.Call;
import org.jspecify.annotations.Nullable;

/** Writes a blob's state as the headers of Get Blob and Get Blob Properties (digest {@code blob.md} §6.1). */
public final class BlobStateHeaders {
    static final String DEFAULT_TYPE = "application/octet-stream";
    private static final String SINCE_REPLICATION = "2019-12-12";
    private static final String SINCE_TIER_ON_GET = "2026-10-06";

    private BlobStateHeaders() {}

    /** @param head whether the answer is to a HEAD, which tells more */
    static void add(Headers headers, BlobState state, Call call, boolean head) {
        BlobRecord record = state.record();
        content(headers, record);
        headers.add("x-ms-creation-time", HttpDates.format(record.created().lastModified()));
        headers.add("x-ms-blob-type", record.type().wire());
        headers.add("x-ms-server-encrypted", "true");
        encryption(headers, record.encryption());
        if (state.moment() == null) {
            lease(headers, state.lease(), record.lease());
        }
        version(headers, record.life().version());
        if (state.moment() == null && record.life().version() != null) {
            headers.add("x-ms-is-current-version", "true");
        }
        if (record.type() == BlobType.BLOCK && (head || call.version().compareTo(SINCE_TIER_ON_GET) >= 0)) {
            tier(headers, record);
            Rehydration running = head ? record.rehydration() : null;
            if (running != null) {
                headers.add("x-ms-archive-status", running.status());
                headers.add("x-ms-rehydrate-priority", running.priority());
            }
        }
        if (record.type() == BlobType.APPEND) {
            headers.add("x-ms-blob-committed-block-count", Integer.toString(record.blocks()));
            if (record.sealed()) {
                headers.add("x-ms-blob-sealed", "true");
            }
        }
        if (record.type() == BlobType.PAGE) {
            headers.add("x-ms-blob-sequence-number", Long.toString(record.sequenceNumber()));
        }
        if (call.version().compareTo(SINCE_REPLICATION) >= 0 && !(state.moment() instanceof Moment.Snapshot)) {
            replicated(headers, record);
        }
        if (record.copy() != null) {
            copy(headers, record.copy());
            Stamp incremental = record.copy().incremental();
            if (head && incremental != null) {
                headers.add("x-ms-incremental-copy", "true");
                headers.add("x-ms-copy-destination-snapshot", incremental.iso());
            }
        }
        RetentionHeaders.blob(headers, record.life().retention());
        if (!record.tags().isEmpty() && call.caller().mayReadTags()) {
            headers.add("x-ms-tag-count", Integer.toString(record.tags().size()));
        }
        times(headers, record.life(), call, head);
        state.metadata().forEach((name, value) -> headers.add("x-ms-meta-" + name, value));
    }

    /** Which key it is; nothing of the account's. */
    static void encryption(Headers headers, Encryption encryption) {
        headers.addIfPresent("x-ms-encryption-key-sha256", encryption.keySha256());
        headers.addIfPresent("x-ms-encryption-scope", encryption.scope());
    }

    /** What every server of files tells. */
    public static void content(Headers headers, BlobRecord record) {
        HttpProperties properties = record.properties();
        headers.add("Content-Type", properties.contentType() == null ? DEFAULT_TYPE : properties.contentType());
        headers.addIfPresent("Content-Encoding", properties.contentEncoding());
        headers.addIfPresent("Content-Language", properties.contentLanguage());
        headers.addIfPresent("Content-Disposition", properties.contentDisposition());
        headers.addIfPresent("Cache-Control", properties.cacheControl());
        headers.add("Accept-Ranges", "bytes");
        stamp(headers, record.stamp());
    }

    static void stamp(Headers headers, Stamp stamp) {
        headers.add("ETag", "\"" + stamp.etag() + "\"");
        headers.add("Last-Modified", HttpDates.format(stamp.lastModified()));
    }

    static void version(Headers headers, @Nullable Stamp version) {
        if (version != null) {
            headers.add("x-ms-version-id", version.iso());
        }
    }

    static void lease(Headers headers, Lease.State state, @Nullable Lease lease) {
        headers.add("x-ms-lease-state", state.name().toLowerCase(Locale.ROOT));
        headers.add("x-ms-lease-status", leaseStatus(state));
        if (state == Lease.State.LEASED && lease != null) {
            headers.add("x-ms-lease-duration", lease.infinite() ? "infinite" : "fixed");
        }
    }

    static String leaseStatus(Lease.State state) {
        return switch (state) {
            case LEASED, BREAKING -> "locked";
            case AVAILABLE, EXPIRED, BROKEN -> "unlocked";
        };
    }

    private static void tier(Headers headers, BlobRecord record) {
        AccessTier tier = record.tier();
        headers.add("x-ms-access-tier", (tier == null ? AccessTier.HOT : tier).wire());
        if (tier == null) {
            headers.add("x-ms-access-tier-inferred", "true");
        }
        if (record.tierChanged() != null) {
            headers.add("x-ms-access-tier-change-time", HttpDates.format(record.tierChanged()));
        }
    }

    private static void times(Headers headers, Life life, Call call, boolean head) {
        Instant access = life.lastAccess();
        if (access != null && call.target().account().blob().aging().lastAccessTracking()) {
            headers.add("x-ms-last-access-time", HttpDates.format(access));
        }
        Instant expires = head ? life.expires() : null;
        if (expires != null) {
            headers.add("x-ms-expiry-time", HttpDates.format(expires));
        }
    }

    private static void replicated(Headers headers, BlobRecord record) {
        headers.addIfPresent("x-ms-or-policy-id", record.replicated().policy());
        for (Replicated.Mark mark : record.replicated().sent()) {
            if (mark.isOf(record)) {
                headers.add("x-ms-or-" + mark.rule(), mark.wire());
            }
        }
    }

    private static void copy(Headers headers, CopyState copy) {
        headers.add("x-ms-copy-id", copy.id());
        headers.add("x-ms-copy-source", copy.source());
        headers.add("x-ms-copy-status", copy.status().name().toLowerCase(Locale.ROOT));
        headers.add("x-ms-copy-progress", copy.bytesDone() + "/" + copy.bytesTotal());
        if (copy.completed() != null) {
            headers.add("x-ms-copy-completion-time", HttpDates.format(copy.completed()));
        }
        headers.addIfPresent("x-ms-copy-status-description", copy.description());
    }
}
