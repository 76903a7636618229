package lazurite.service.blob;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/**
 * Reads the document of a Set Blob Service Properties ({@code constants.md} §8 of the protocol digest). Nodes that are
 * absent keep what is set. Logging, metrics, soft delete and static website may be said to be off; switching them on is
 * 400 UnsupportedXmlNode.
 */
final class ServicePropertiesXml {
    private static final int RETENTION_DAYS_MAX = 365;
    private static final String OLDEST_VERSION = "2008-10-27";

    private ServicePropertiesXml() {}

    /** @throws StorageException 400 InvalidXmlDocument, InvalidXmlNodeValue, UnsupportedXmlNode */
    static ServiceProperties read(byte[] document, ServiceProperties current) {
        XmlReader xml = new XmlReader(document, "StorageServiceProperties");
        List<CorsRule> cors = current.cors();
        String version = current.defaultVersion();
        List<String> seen = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (seen.contains(name)) {
                throw xml.malformed("The element " + name + " stands twice.");
            }
            seen.add(name);
            switch (name) {
                case "Logging" -> logging(xml);
                case "HourMetrics", "MinuteMetrics", "Metrics" -> metrics(xml, name);
                case "DeleteRetentionPolicy" -> retention(xml, name);
                case "StaticWebsite" -> website(xml);
                case "Cors" -> cors = CorsXml.read(xml);
                case "DefaultServiceVersion" -> version = version(xml.text().strip());
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        xml.finish();
        return new ServiceProperties(cors, version);
    }

    private static void logging(XmlReader xml) {
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Version" -> xml.text();
                case "Read", "Write", "Delete" ->
                    requireOff(name, flag(xml, xml.text().strip()));
                case "RetentionPolicy" -> retention(xml, name);
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
    }

    private static void metrics(XmlReader xml, String element) {
        boolean enabled = false;
        boolean apis = false;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Version" -> xml.text();
                case "Enabled" -> enabled = flag(xml, xml.text().strip());
                case "IncludeAPIs" -> {
                    flag(xml, xml.text().strip());
                    apis = true;
                }
                case "RetentionPolicy" -> retention(xml, name);
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (apis && !enabled) {
            throw xml.malformed("IncludeAPIs is allowed only where metrics are enabled.");
        }
        requireOff(element, enabled);
    }

    /** Days are needed where it is enabled, and only there. */
    private static void retention(XmlReader xml, String element) {
        Boolean enabled = null;
        Long days = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Enabled" -> enabled = flag(xml, xml.text().strip());
                case "Days" -> days = Numbers.parse(xml.text().strip());
                case "AllowPermanentDelete" ->
                    requireOff(name, flag(xml, xml.text().strip()));
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (enabled == null) {
            throw xml.malformed("Enabled is expected.");
        }
        if (enabled != (days != null) || (days != null && (days < 1 || days > RETENTION_DAYS_MAX))) {
            throw xml.malformed("Days from 1 to 365 are expected where a policy is enabled.");
        }
        requireOff(element, enabled);
    }

    private static void website(XmlReader xml) {
        boolean enabled = false;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Enabled" -> enabled = flag(xml, xml.text().strip());
                case "IndexDocument", "ErrorDocument404Path", "DefaultIndexDocumentPath" ->
                    requireOff(name, !xml.text().isEmpty());
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        requireOff("StaticWebsite", enabled);
    }

    private static boolean flag(XmlReader xml, String text) {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw xml.malformed("true or false is expected.");
    }

    private static void requireOff(String node, boolean on) {
        if (on) {
            throw new StorageException(ErrorCode.UnsupportedXmlNode).with("XmlNodeName", node);
        }
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
            throw new StorageException(ErrorCode.InvalidXmlNodeValue)
                    .with("XmlNodeName", "DefaultServiceVersion")
                    .with("XmlNodeValue", text);
        }
        return text;
    }
}
