package lazurite.service.blob;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.http.Body;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.SasTime;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/** Writes the documents that are no listings: service properties, stats, access policies, blocks, tags. */
final class DocumentXml {
    private DocumentXml() {}

    /** What is not built reads as off. */
    static Body properties(ServiceProperties properties) {
        XmlWriter xml = new XmlWriter(2048).open("StorageServiceProperties");
        xml.open("Logging")
                .plain("Version", "1.0")
                .plain("Read", "false")
                .plain("Write", "false")
                .plain("Delete", "false");
        off(xml, "RetentionPolicy").close("Logging");
        metrics(xml, "HourMetrics");
        metrics(xml, "MinuteMetrics");
        if (properties.cors().isEmpty()) {
            xml.empty("Cors");
        } else {
            xml.open("Cors");
            properties.cors().forEach(rule -> cors(xml, rule));
            xml.close("Cors");
        }
        off(xml, "DeleteRetentionPolicy");
        off(xml, "StaticWebsite");
        if (properties.defaultVersion() != null) {
            xml.element("DefaultServiceVersion", properties.defaultVersion());
        }
        return xml.close("StorageServiceProperties").body();
    }

    static Body stats(Instant lastSync) {
        return new XmlWriter(512)
                .open("StorageServiceStats")
                .open("GeoReplication")
                .plain("Status", "live")
                .plain("LastSyncTime", HttpDates.format(lastSync))
                .close("GeoReplication")
                .close("StorageServiceStats")
                .body();
    }

    /** Times in their full form, whatever form they were set in. */
    static Body identifiers(List<SignedIdentifier> identifiers) {
        XmlWriter xml = new XmlWriter(2048);
        if (identifiers.isEmpty()) {
            return xml.empty("SignedIdentifiers").body();
        }
        xml.open("SignedIdentifiers");
        for (SignedIdentifier identifier : identifiers) {
            xml.open("SignedIdentifier").element("Id", identifier.id());
            if (identifier.start() != null || identifier.expiry() != null || identifier.permissions() != null) {
                xml.open("AccessPolicy");
                optional(xml, "Start", full(identifier.start()));
                optional(xml, "Expiry", full(identifier.expiry()));
                optional(xml, "Permission", identifier.permissions());
                xml.close("AccessPolicy");
            }
            xml.close("SignedIdentifier");
        }
        return xml.close("SignedIdentifiers").body();
    }

    static Body blocks(BlobResult.Blocks blocks) {
        XmlWriter xml = new XmlWriter(1024).open("BlockList");
        blocks(xml, "CommittedBlocks", blocks.committed());
        blocks(xml, "UncommittedBlocks", blocks.uncommitted());
        return xml.close("BlockList").body();
    }

    static Body tags(Map<String, String> tags) {
        XmlWriter xml = new XmlWriter(1024);
        ListingXml.tags(xml, tags);
        return xml.body();
    }

    private static void blocks(XmlWriter xml, String section, @Nullable List<BlobResult.Block> blocks) {
        if (blocks == null) {
            return;
        }
        if (blocks.isEmpty()) {
            xml.empty(section);
            return;
        }
        xml.open(section);
        for (BlobResult.Block block : blocks) {
            xml.open("Block")
                    .element("Name", block.id())
                    .element("Size", block.size())
                    .close("Block");
        }
        xml.close(section);
    }

    /** @param paged whether the request could have asked for pages */
    static Body pageRanges(BlobResult.PageRanges ranges, boolean paged) {
        Long next = ranges.nextMarker();
        XmlWriter xml = new XmlWriter(2048);
        if (ranges.ranges().isEmpty() && next == null) {
            return xml.empty("PageList").body();
        }
        xml.open("PageList");
        for (BlobResult.PageRange range : ranges.ranges()) {
            String name = range.cleared() ? "ClearRange" : "PageRange";
            xml.open(name)
                    .element("Start", range.from())
                    .element("End", range.to())
                    .close(name);
        }
        if (paged && next != null) {
            xml.element("NextMarker", Long.toString(next));
        }
        return xml.close("PageList").body();
    }

    private static void metrics(XmlWriter xml, String name) {
        xml.open(name).plain("Version", "1.0").plain("Enabled", "false");
        off(xml, "RetentionPolicy").close(name);
    }

    private static XmlWriter off(XmlWriter xml, String name) {
        return xml.open(name).plain("Enabled", "false").close(name);
    }

    private static void cors(XmlWriter xml, CorsRule rule) {
        xml.open("CorsRule")
                .element("AllowedMethods", String.join(",", rule.allowedMethods()))
                .element("AllowedOrigins", String.join(",", rule.allowedOrigins()))
                .element("AllowedHeaders", String.join(",", rule.allowedHeaders()))
                .element("ExposedHeaders", String.join(",", rule.exposedHeaders()))
                .element("MaxAgeInSeconds", rule.maxAgeSeconds())
                .close("CorsRule");
    }

    private static @Nullable String full(@Nullable String time) {
        Instant parsed = time == null ? null : SasTime.parse(time);
        return parsed == null ? time : Stamp.at(parsed).iso();
    }

    private static void optional(XmlWriter xml, String name, @Nullable String value) {
        if (value != null) {
            xml.element(name, value);
        }
    }
}
