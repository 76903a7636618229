package lazurite.service.blob.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.text.Numbers;
import lazurite.service.blob.text.XmlReader;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/** Reads the CORS rules among service properties, within Azure's limits ({@code constants.md} §7 of the digest). */
final class CorsXml {
    private static final int RULES_MAX = 5;
    private static final int CHARACTERS_MAX = 2 << 10;
    private static final int ENTRIES_MAX = 64;
    private static final int PREFIXES_MAX = 2;
    private static final int ENTRY_LENGTH_MAX = 256;
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "MERGE", "OPTIONS", "PATCH", "POST", "PUT");

    private final XmlReader xml;
    private int characters;

    private CorsXml(XmlReader xml) {
        this.xml = xml;
    }

    /** Reads the children of {@code Cors}. */
    static List<CorsRule> read(XmlReader xml) {
        CorsXml reader = new CorsXml(xml);
        List<CorsRule> rules = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (!name.equals("CorsRule") || rules.size() == RULES_MAX) {
                throw xml.malformed("At most five elements CorsRule are expected.");
            }
            rules.add(reader.rule());
        }
        return rules;
    }

    private CorsRule rule() {
        List<String> origins = null;
        List<String> methods = null;
        List<String> allowed = List.of();
        List<String> exposed = List.of();
        Integer age = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "AllowedOrigins" -> origins = list(name);
                case "AllowedMethods" -> methods = list(name);
                case "AllowedHeaders" -> allowed = headers(name);
                case "ExposedHeaders" -> exposed = headers(name);
                case "MaxAgeInSeconds" -> age = age(xml.text().strip());
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (age == null) {
            throw missing("MaxAgeInSeconds");
        }
        for (String method : present(methods, "AllowedMethods")) {
            if (!METHODS.contains(method)) {
                throw invalid("AllowedMethods", method);
            }
        }
        return new CorsRule(
                present(origins, "AllowedOrigins"), present(methods, "AllowedMethods"), allowed, exposed, age);
    }

    private List<String> list(String node) {
        String text = xml.text();
        characters += text.length();
        if (characters > CHARACTERS_MAX) {
            throw xml.malformed("The CORS rules are longer than 2 KiB.");
        }
        List<String> entries = new ArrayList<>();
        for (int start = 0; start <= text.length(); ) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String entry = text.substring(start, end).strip();
            if (entry.length() > ENTRY_LENGTH_MAX) {
                throw invalid(node, entry);
            }
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
            start = end + 1;
        }
        return entries;
    }

    private List<String> headers(String node) {
        List<String> headers = list(node);
        int prefixes = 0;
        for (String header : headers) {
            prefixes += header.endsWith("*") && !header.equals("*") ? 1 : 0;
        }
        if (prefixes > PREFIXES_MAX || headers.size() - prefixes > ENTRIES_MAX) {
            throw invalid(node, String.join(",", headers));
        }
        return headers;
    }

    private List<String> present(@Nullable List<String> entries, String node) {
        if (entries == null || entries.isEmpty()) {
            throw missing(node);
        }
        if (entries.size() > ENTRIES_MAX) {
            throw invalid(node, String.join(",", entries));
        }
        return entries;
    }

    private static int age(String text) {
        long seconds = Numbers.parse(text);
        if (seconds < 0 || seconds > Integer.MAX_VALUE) {
            throw invalid("MaxAgeInSeconds", text);
        }
        return (int) seconds;
    }

    private static StorageException missing(String node) {
        return new StorageException(ErrorCode.MissingRequiredXmlNode).with("XmlNodeName", node);
    }

    private static StorageException invalid(String node, String value) {
        return new StorageException(ErrorCode.InvalidXmlNodeValue)
                .with("XmlNodeName", node)
                .with("XmlNodeValue", value);
    }
}
