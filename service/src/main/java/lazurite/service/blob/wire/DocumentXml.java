package lazurite.service.blob.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.http.Body;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.SasTime;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.settings.DeleteRetention;
import lazurite.service.blob.settings.Logging;
import lazurite.service.blob.settings.MetricsSettings;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.settings.StaticWebsite;
import lazurite.service.blob.text.HttpDates;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/** Writes the documents that are no listings: service properties, stats, access policies, blocks, tags. */
final class DocumentXml {
    private DocumentXml() {}

    static Body properties(ServiceProperties properties) {
        XmlWriter xml = new XmlWriter(2048).open("StorageServiceProperties");
        logging(xml, properties.logging());
        metrics(xml, "HourMetrics", properties.hourMetrics());
        metrics(xml, "MinuteMetrics", properties.minuteMetrics());
        if (properties.cors().isEmpty()) {
            xml.empty("Cors");
        } else {
            xml.open("Cors");
            properties.cors().forEach(rule -> cors(xml, rule));
            xml.close("Cors");
        }
        deleteRetention(xml, properties.deleteRetention());
        website(xml, properties.website());
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

    private static void logging(XmlWriter xml, Logging logging) {
        xml.open("Logging").element("Version", logging.version());
        flag(xml, "Read", logging.read());
        flag(xml, "Write", logging.write());
        flag(xml, "Delete", logging.delete());
        retention(xml, logging.retentionDays());
        xml.close("Logging");
    }

    /** Always off: see {@link MetricsSettings}. */
    private static void metrics(XmlWriter xml, String name, MetricsSettings metrics) {
        xml.open(name).element("Version", metrics.version());
        flag(xml, "Enabled", false);
        retention(xml, metrics.retentionDays());
        xml.close(name);
    }

    private static void retention(XmlWriter xml, int days) {
        xml.open("RetentionPolicy");
        flag(xml, "Enabled", days > 0);
        if (days > 0) {
            xml.element("Days", days);
        }
        xml.close("RetentionPolicy");
    }

    private static void deleteRetention(XmlWriter xml, DeleteRetention retention) {
        xml.open("DeleteRetentionPolicy");
        flag(xml, "Enabled", retention.enabled());
        if (retention.enabled()) {
            xml.element("Days", retention.days());
        }
        if (retention.allowPermanentDelete()) {
            flag(xml, "AllowPermanentDelete", true);
        }
        xml.close("DeleteRetentionPolicy");
    }

    private static void website(XmlWriter xml, StaticWebsite website) {
        xml.open("StaticWebsite");
        flag(xml, "Enabled", website.enabled());
        optional(xml, "IndexDocument", website.indexDocument());
        optional(xml, "ErrorDocument404Path", website.errorDocument());
        optional(xml, "DefaultIndexDocumentPath", website.defaultIndexDocument());
        xml.close("StaticWebsite");
    }

    private static void flag(XmlWriter xml, String name, boolean value) {
        xml.plain(name, Boolean.toString(value));
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
