package lazurite.service.blob.settings;

import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.text.Numbers;
import lazurite.service.blob.text.XmlReader;
import org.jspecify.annotations.Nullable;

/** Reads what service properties say of logging and metrics, and retention policies. */
final class AnalyticsXml {
    private static final int RETENTION_DAYS_MAX = 365;
    private static final Set<String> LOG_VERSIONS = Set.of("1.0", "2.0");
    private static final Set<String> METRICS_VERSIONS = Set.of("1.0");

    private AnalyticsXml() {}

    /** @param days 0 unless enabled */
    record Retention(boolean enabled, int days, boolean allowPermanentDelete) {}

    /** Reads the children of {@code Logging}. */
    static Logging logging(XmlReader xml) {
        String version = "1.0";
        Boolean read = null;
        Boolean write = null;
        Boolean delete = null;
        int days = 0;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Version" -> version = version(xml, LOG_VERSIONS);
                case "Read" -> read = ServicePropertiesXml.flag(xml);
                case "Write" -> write = ServicePropertiesXml.flag(xml);
                case "Delete" -> delete = ServicePropertiesXml.flag(xml);
                case "RetentionPolicy" -> days = retention(xml, false).days();
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        return new Logging(version, required("Read", read), required("Write", write), required("Delete", delete), days);
    }

    /** Reads the children of {@code HourMetrics} or its like. Metrics need the Table service, which is not built. */
    static MetricsSettings metrics(XmlReader xml, String element) {
        String version = "1.0";
        Boolean enabled = null;
        boolean apis = false;
        int days = 0;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Version" -> version = version(xml, METRICS_VERSIONS);
                case "Enabled" -> enabled = ServicePropertiesXml.flag(xml);
                case "IncludeAPIs" -> {
                    ServicePropertiesXml.flag(xml);
                    apis = true;
                }
                case "RetentionPolicy" -> days = retention(xml, false).days();
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (apis && !required("Enabled", enabled)) {
            throw xml.malformed("IncludeAPIs is allowed only where metrics are enabled.");
        }
        ServicePropertiesXml.requireOff(element, required("Enabled", enabled));
        return new MetricsSettings(version, days);
    }

    /**
     * Reads a policy. Days are needed where it is enabled; those of one that is not, which the Azure CLI sends, ask for nothing.
     *
     * @param ofBlobs whether it is about blobs, which may be deleted before their time
     */
    static Retention retention(XmlReader xml, boolean ofBlobs) {
        Boolean enabled = null;
        Long days = null;
        Boolean permanent = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Enabled" -> enabled = ServicePropertiesXml.flag(xml);
                case "Days" -> days = Numbers.parse(xml.text().strip());
                case "AllowPermanentDelete" -> permanent = ServicePropertiesXml.flag(xml);
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (enabled == null) {
            throw xml.malformed("Enabled is expected.");
        }
        boolean allowed = permanent != null && permanent;
        if (allowed && !ofBlobs) {
            throw xml.malformed("Only what is deleted of blobs can be deleted before its time.");
        }
        if ((enabled && days == null) || (days != null && (days < 1 || days > RETENTION_DAYS_MAX))) {
            throw xml.malformed("Days from 1 to 365 are expected where a policy is enabled.");
        }
        return new Retention(enabled, enabled && days != null ? days.intValue() : 0, allowed);
    }

    private static String version(XmlReader xml, Set<String> known) {
        String text = xml.text().strip();
        if (!known.contains(text)) {
            throw ServicePropertiesXml.invalid("Version", text);
        }
        return text;
    }

    private static boolean required(String node, @Nullable Boolean value) {
        if (value == null) {
            throw new StorageException(ErrorCode.MissingRequiredXmlNode).with("XmlNodeName", node);
        }
        return value;
    }
}
