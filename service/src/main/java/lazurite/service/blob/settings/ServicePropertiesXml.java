package lazurite.service.blob.settings;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.text.Numbers;
import lazurite.service.blob.text.ResourcePath;
import lazurite.service.blob.text.XmlReader;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/**
 * Reads the document of a Set Blob Service Properties ({@code constants.md} §8 of the protocol digest). Nodes that are
 * absent keep what is set. What is not built may be said to be off; switching it on is 400 UnsupportedXmlNode.
 */
public final class ServicePropertiesXml {
    private static final String OLDEST_VERSION = "2008-10-27";

    private ServicePropertiesXml() {}

    /** @throws StorageException 400 InvalidXmlDocument, InvalidXmlNodeValue, UnsupportedXmlNode */
    public static ServiceProperties read(byte[] document, ServiceProperties current) {
        XmlReader xml = new XmlReader(document, "StorageServiceProperties");
        List<CorsRule> cors = current.cors();
        String version = current.defaultVersion();
        Logging logging = current.logging();
        MetricsSettings hour = current.hourMetrics();
        MetricsSettings minute = current.minuteMetrics();
        DeleteRetention retention = current.deleteRetention();
        StaticWebsite website = current.website();
        List<String> seen = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            String once = name.equals("Metrics") ? "HourMetrics" : name;
            if (seen.contains(once)) {
                throw xml.malformed("The element " + name + " stands twice.");
            }
            seen.add(once);
            switch (once) {
                case "Logging" -> logging = AnalyticsXml.logging(xml);
                case "HourMetrics" -> hour = AnalyticsXml.metrics(xml, name);
                case "MinuteMetrics" -> minute = AnalyticsXml.metrics(xml, name);
                case "DeleteRetentionPolicy" -> retention = deleteRetention(xml);
                case "StaticWebsite" -> website = website(xml);
                case "Cors" -> cors = CorsXml.read(xml);
                case "DefaultServiceVersion" -> version = version(xml.text().strip());
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        xml.finish();
        return new ServiceProperties(cors, version, logging, hour, minute, retention, website);
    }

    private static DeleteRetention deleteRetention(XmlReader xml) {
        AnalyticsXml.Retention policy = AnalyticsXml.retention(xml, true);
        return new DeleteRetention(policy.enabled(), policy.days(), policy.allowPermanentDelete());
    }

    private static StaticWebsite website(XmlReader xml) {
        Boolean enabled = null;
        String index = null;
        String error = null;
        String defaultIndex = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Enabled" -> enabled = flag(xml);
                case "IndexDocument" -> index = page(xml, name);
                case "ErrorDocument404Path" -> error = page(xml, name);
                case "DefaultIndexDocumentPath" -> defaultIndex = page(xml, name);
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (enabled == null) {
            throw xml.malformed("Enabled is expected.");
        }
        if (index != null && index.indexOf('/') >= 0) {
            throw invalid("IndexDocument", index);
        }
        if (index != null && defaultIndex != null) {
            throw xml.malformed("IndexDocument and DefaultIndexDocumentPath exclude each other.");
        }
        return new StaticWebsite(enabled, index, error, defaultIndex);
    }

    /** A path of a blob, slashes before it left out; null for an empty element. */
    private static @Nullable String page(XmlReader xml, String node) {
        String text = xml.text().strip();
        int start = 0;
        while (start < text.length() && (text.charAt(start) == '/' || Character.isWhitespace(text.charAt(start)))) {
            start++;
        }
        String path = text.substring(start);
        if (path.isEmpty()) {
            return null;
        }
        try {
            return ResourcePath.blob(path);
        } catch (StorageException unfit) {
            throw invalid(node, text);
        }
    }

    static boolean flag(XmlReader xml) {
        String text = xml.text().strip();
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw xml.malformed("true or false is expected.");
    }

    static void requireOff(String node, boolean on) {
        if (on) {
            throw new StorageException(ErrorCode.UnsupportedXmlNode).with("XmlNodeName", node);
        }
    }

    static StorageException invalid(String node, String text) {
        return new StorageException(ErrorCode.InvalidXmlNodeValue)
                .with("XmlNodeName", node)
                .with("XmlNodeValue", text);
    }

    private static @Nullable String version(String text) {
        if (text.isEmpty()) {
            return null;
        }
        long year = text.length() == 10 ? Numbers.parse(text, 0, 4) : -1;
        long month = year < 0 ? -1 : Numbers.parse(text, 5, 7);
        long day = year < 0 ? -1 : Numbers.parse(text, 8, 10);
        boolean formed = year > 0 && month > 0 && month <= 12 && day > 0 && day <= 31;
        if (!formed || text.charAt(4) != '-' || text.charAt(7) != '-' || text.compareTo(OLDEST_VERSION) < 0) {
            throw invalid("DefaultServiceVersion", text);
        }
        return text;
    }
}
