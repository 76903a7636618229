package lazurite.service.blob.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazurite.http.Body;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.ListEntry;
import lazurite.service.blob.operation.Versions;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Replicated;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.Ascii;
import lazurite.service.blob.text.Base64Text;
import lazurite.service.blob.text.HttpDates;
import lazurite.service.gateway.Call;
import org.jspecify.annotations.Nullable;

/** Writes listings ({@code blob.md} §5 and §16 of the protocol digest). */
final class ListingXml {
    private static final int ENTRY_BYTES = 1024;
    private static final String ROOT = "EnumerationResults";

    private ListingXml() {}

    static Body containers(BlobOperation.ListContainers operation, BlobResult.Containers result, Call call) {
        XmlWriter xml = new XmlWriter(ENTRY_BYTES * (result.entries().size() + 1));
        String urls = urls(call);
        xml.openWith(
                ROOT,
                urls == null ? "ServiceEndpoint" : "AccountName",
                call.target().endpoint());
        asked(xml, operation.prefix(), operation.marker(), operation.maxResults(), null);
        xml.open("Containers");
        boolean metadata = operation.include().contains(Include.METADATA);
        for (BlobResult.ContainerEntry entry : result.entries()) {
            container(xml, entry, metadata, urls);
        }
        xml.close("Containers");
        return end(xml, result.nextMarker());
    }

    static Body blobs(BlobOperation.ListBlobs operation, BlobResult.Blobs result, Call call) {
        XmlWriter xml = new XmlWriter(ENTRY_BYTES * (result.entries().size() + 1));
        String urls = urls(call);
        if (urls == null) {
            xml.openWith(ROOT, "ServiceEndpoint", call.target().endpoint(), "ContainerName", operation.container());
        } else {
            xml.openWith(ROOT, "ContainerName", urls + operation.container());
        }
        String blobUrls = urls == null ? null : urls + operation.container() + "/";
        asked(xml, operation.prefix(), operation.marker(), operation.maxResults(), operation.delimiter());
        xml.open("Blobs");
        boolean tags = call.caller().mayReadTags();
        boolean tracked = call.target().account().blob().aging().lastAccessTracking();
        for (ListEntry entry : result.entries()) {
            switch (entry) {
                case ListEntry.Prefix prefix -> {
                    xml.open("BlobPrefix");
                    name(xml, "Name", prefix.name());
                    xml.close("BlobPrefix");
                }
                case ListEntry.Blob blob -> blob(xml, blob, operation, tags, tracked, blobUrls);
                case ListEntry.Uncommitted blob -> uncommitted(xml, blob.name(), blobUrls);
            }
        }
        xml.close("Blobs");
        return end(xml, result.nextMarker());
    }

    static Body tagged(BlobOperation.FindBlobsByTags operation, BlobResult.TaggedBlobs result, Call call) {
        XmlWriter xml = new XmlWriter(256 * (result.entries().size() + 2));
        xml.openWith(ROOT, "ServiceEndpoint", call.target().endpoint());
        xml.element("Where", operation.where()).open("Blobs");
        for (BlobResult.TaggedBlob blob : result.entries()) {
            xml.open("Blob");
            name(xml, "Name", blob.name());
            xml.element("ContainerName", blob.container());
            if (blob.version() != null) {
                xml.plain("VersionId", blob.version().iso());
                xml.plain("IsCurrentVersion", Boolean.toString(blob.current()));
            }
            tags(xml, blob.tags());
            xml.close("Blob");
        }
        xml.close("Blobs");
        return end(xml, result.nextMarker());
    }

    static void tags(XmlWriter xml, Map<String, String> tags) {
        xml.open("Tags");
        if (tags.isEmpty()) {
            xml.empty("TagSet");
        } else {
            xml.open("TagSet");
            tags.forEach((key, value) ->
                    xml.open("Tag").element("Key", key).element("Value", value).close("Tag"));
            xml.close("TagSet");
        }
        xml.close("Tags");
    }

    /** What the address of each entry starts with; null from 2013-08-15 on, when listings ceased to have addresses. */
    private static @Nullable String urls(Call call) {
        return Versions.listsUrls(call.version()) ? call.target().endpoint() : null;
    }

    private static void url(XmlWriter xml, @Nullable String urls, String name, @Nullable Moment moment) {
        if (urls != null) {
            String query = switch (moment) {
                case null -> "";
                case Moment.Snapshot snapshot -> "?snapshot=" + snapshot.iso();
                case Moment.Version version -> "?versionid=" + version.iso();
            };
            xml.element("Url", urls + encoded(name) + query);
        }
    }

    /** Repeats what the request asked for. */
    private static void asked(
            XmlWriter xml,
            @Nullable String prefix,
            @Nullable String marker,
            @Nullable Integer maxResults,
            @Nullable String delimiter) {
        if (prefix != null) {
            name(xml, "Prefix", prefix);
        }
        if (marker != null) {
            name(xml, "Marker", marker);
        }
        if (maxResults != null) {
            xml.element("MaxResults", maxResults);
        }
        if (delimiter != null) {
            name(xml, "Delimiter", delimiter);
        }
    }

    private static Body end(XmlWriter xml, @Nullable String nextMarker) {
        return xml.element("NextMarker", nextMarker == null ? "" : nextMarker)
                .close(ROOT)
                .body();
    }

    private static void container(
            XmlWriter xml, BlobResult.ContainerEntry entry, boolean metadata, @Nullable String urls) {
        ContainerRecord record = entry.record();
        xml.open("Container").element("Name", entry.name());
        BlobResult.ContainerEntry.Grave grave = entry.grave();
        if (grave != null) {
            xml.plain("Deleted", "true").plain("Version", grave.version().version());
        }
        url(xml, urls, entry.name(), null);
        xml.open("Properties");
        xml.plain("Last-Modified", HttpDates.format(record.stamp().lastModified()));
        xml.element("Etag", "\"" + record.stamp().etag() + "\"");
        lease(xml, entry.lease(), record.lease());
        if (record.publicRead() != PublicRead.NEVER) {
            xml.plain("PublicAccess", publicAccess(record.publicRead()));
        }
        ContainerEncryption encryption = record.encryption();
        xml.plain("DefaultEncryptionScope", encryption.scopeName())
                .plain("DenyEncryptionScopeOverride", Boolean.toString(encryption.denyOverride()))
                .plain(
                        "HasImmutabilityPolicy",
                        Boolean.toString(entry.protection().policy() != null))
                .plain("HasLegalHold", Boolean.toString(entry.protection().held()))
                .plain(
                        "ImmutableStorageWithVersioningEnabled",
                        Boolean.toString(entry.protection().versionLevel()));
        if (grave != null) {
            xml.plain("DeletedTime", HttpDates.format(grave.at()));
            xml.element("RemainingRetentionDays", grave.daysLeft());
        }
        xml.close("Properties");
        if (metadata) {
            metadata(xml, entry.metadata());
        }
        xml.close("Container");
    }

    static String publicAccess(PublicRead level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static void blob(
            XmlWriter xml,
            ListEntry.Blob entry,
            BlobOperation.ListBlobs operation,
            boolean mayReadTags,
            boolean tracked,
            @Nullable String urls) {
        BlobRecord record = entry.record();
        xml.open("Blob");
        name(xml, "Name", entry.name());
        moment(xml, entry, operation.include());
        url(xml, urls, entry.name(), entry.moment());
        xml.open("Properties");
        xml.plain("Creation-Time", HttpDates.format(record.created().lastModified()));
        xml.plain("Last-Modified", HttpDates.format(record.stamp().lastModified()));
        xml.plain("Etag", record.stamp().etag());
        content(xml, record.length(), record.properties());
        Instant access = record.life().lastAccess();
        if (tracked && access != null) {
            xml.plain("LastAccessTime", HttpDates.format(access));
        }
        if (record.type() == BlobType.PAGE) {
            xml.element("x-ms-blob-sequence-number", record.sequenceNumber());
        }
        xml.plain("BlobType", record.type().wire());
        if (record.type() == BlobType.BLOCK) {
            tier(xml, record);
        }
        Deletion deletion = record.life().deletion();
        if (entry.moment() == null && deletion == null) {
            lease(xml, entry.lease(), record.lease());
        } else if (entry.moment() == null) {
            xml.empty("LeaseStatus").empty("LeaseState");
        }
        if (record.copy() != null && operation.include().contains(Include.COPY)) {
            copy(xml, record.copy());
        }
        xml.plain("ServerEncrypted", "true");
        Encryption encryption = record.encryption();
        if (encryption.keySha256() != null) {
            xml.element("CustomerProvidedKeySha256", encryption.keySha256());
        }
        if (encryption.scope() != null) {
            xml.plain("EncryptionScope", encryption.scope());
        }
        if (record.sealed()) {
            xml.plain("Sealed", "true");
        }
        if (deletion != null) {
            xml.plain("DeletedTime", HttpDates.format(deletion.at()));
            xml.element("RemainingRetentionDays", entry.daysLeft());
        }
        if (mayReadTags && !record.tags().isEmpty()) {
            xml.element("TagCount", record.tags().size());
        }
        retention(xml, record.life().retention(), operation.include());
        Instant expires = record.life().expires();
        if (expires != null) {
            xml.plain("Expiry-Time", HttpDates.format(expires));
        }
        xml.close("Properties");
        if (entry.metadata() != null) {
            metadata(xml, entry.metadata());
        } else if (operation.include().contains(Include.METADATA)) {
            xml.openWith("Metadata", "Encrypted", "true").close("Metadata");
        }
        if (operation.include().contains(Include.TAGS) && !record.tags().isEmpty()) {
            tags(xml, record.tags());
        }
        replicated(xml, entry);
        xml.close("Blob");
    }

    private static void replicated(XmlWriter xml, ListEntry.Blob entry) {
        BlobRecord record = entry.record();
        List<Replicated.Mark> marks = entry.moment() instanceof Moment.Snapshot
                ? List.of()
                : record.replicated().sent().stream()
                        .filter(mark -> mark.isOf(record))
                        .toList();
        if (marks.isEmpty()) {
            xml.empty("OrMetadata");
            return;
        }
        xml.open("OrMetadata");
        marks.forEach(mark -> xml.plain("or-" + mark.rule(), mark.wire()));
        xml.close("OrMetadata");
    }

    private static void retention(XmlWriter xml, Retention retention, Set<Include> include) {
        if (include.contains(Include.IMMUTABILITY_POLICY) && retention.until() != null) {
            xml.plain("ImmutabilityPolicyUntilDate", HttpDates.format(retention.until()));
            xml.plain("ImmutabilityPolicyMode", RetentionHeaders.mode(retention));
        }
        if (include.contains(Include.LEGAL_HOLD) && retention.hold()) {
            xml.plain("LegalHold", "true");
        }
    }

    /** What tells the entry from others of its name. */
    private static void moment(XmlWriter xml, ListEntry.Blob entry, Set<Include> include) {
        if (entry.moment() instanceof Moment.Snapshot snapshot) {
            xml.plain("Snapshot", snapshot.iso());
        }
        Stamp version = entry.record().life().version();
        boolean told = include.contains(Include.VERSIONS) || include.contains(Include.DELETED_WITH_VERSIONS);
        if (version != null && told) {
            xml.plain("VersionId", version.iso());
            if (entry.moment() == null) {
                xml.plain("IsCurrentVersion", "true");
            }
        }
        if (entry.versionsOnly()) {
            xml.plain("HasVersionsOnly", "true");
        }
        if (entry.record().life().deletion() != null) {
            xml.plain("Deleted", "true");
        }
    }

    private static void uncommitted(XmlWriter xml, String name, @Nullable String urls) {
        xml.open("Blob");
        name(xml, "Name", name);
        url(xml, urls, name, null);
        xml.open("Properties");
        content(xml, 0, HttpProperties.NONE);
        xml.plain("BlobType", BlobType.BLOCK.wire())
                .plain("AccessTier", AccessTier.HOT.wire())
                .plain("AccessTierInferred", "true");
        lease(xml, Lease.State.AVAILABLE, null);
        xml.plain("ServerEncrypted", "true")
                .close("Properties")
                .empty("OrMetadata")
                .close("Blob");
    }

    private static void content(XmlWriter xml, long length, HttpProperties properties) {
        xml.element("Content-Length", length);
        String type = properties.contentType();
        xml.element("Content-Type", type == null ? BlobStateHeaders.DEFAULT_TYPE : type);
        optional(xml, "Content-Encoding", properties.contentEncoding());
        optional(xml, "Content-Language", properties.contentLanguage());
        xml.empty("Content-CRC64");
        byte[] md5 = properties.contentMd5();
        optional(xml, "Content-MD5", md5 == null ? null : Base64Text.encode(md5));
        optional(xml, "Cache-Control", properties.cacheControl());
        optional(xml, "Content-Disposition", properties.contentDisposition());
    }

    private static void tier(XmlWriter xml, BlobRecord record) {
        AccessTier tier = record.tier();
        xml.plain("AccessTier", (tier == null ? AccessTier.HOT : tier).wire());
        if (tier == null) {
            xml.plain("AccessTierInferred", "true");
        }
        if (record.tierChanged() != null) {
            xml.plain("AccessTierChangeTime", HttpDates.format(record.tierChanged()));
        }
        Rehydration running = record.rehydration();
        if (running != null) {
            xml.plain("ArchiveStatus", running.status()).plain("RehydratePriority", running.priority());
        }
    }

    private static void lease(XmlWriter xml, Lease.State state, @Nullable Lease lease) {
        xml.plain("LeaseStatus", BlobStateHeaders.leaseStatus(state));
        xml.plain("LeaseState", state.name().toLowerCase(Locale.ROOT));
        if (state == Lease.State.LEASED && lease != null) {
            xml.plain("LeaseDuration", lease.infinite() ? "infinite" : "fixed");
        }
    }

    private static void copy(XmlWriter xml, CopyState copy) {
        xml.element("CopyId", copy.id());
        xml.element("CopySource", copy.source());
        xml.plain("CopyStatus", copy.status().name().toLowerCase(Locale.ROOT));
        xml.plain("CopyProgress", copy.bytesDone() + "/" + copy.bytesTotal());
        if (copy.completed() != null) {
            xml.plain("CopyCompletionTime", HttpDates.format(copy.completed()));
        }
        if (copy.description() != null) {
            xml.element("CopyStatusDescription", copy.description());
        }
        if (copy.incremental() != null) {
            xml.plain("IncrementalCopy", "true")
                    .plain("CopyDestinationSnapshot", copy.incremental().iso());
        }
    }

    private static void metadata(XmlWriter xml, Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            xml.empty("Metadata");
            return;
        }
        xml.open("Metadata");
        metadata.forEach(xml::element);
        xml.close("Metadata");
    }

    private static void optional(XmlWriter xml, String element, @Nullable String value) {
        xml.element(element, value == null ? "" : value);
    }

    /** A name; percent-encoded, and marked so, if XML cannot hold it. */
    private static void name(XmlWriter xml, String element, String name) {
        if (XmlWriter.canHold(name)) {
            xml.element(element, name);
        } else {
            xml.openWith(element, "Encoded", "true").text(encoded(name)).close(element);
        }
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 0 && (Ascii.isLetterOrDigit((char) b) || "-._~/".indexOf(b) >= 0);
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
