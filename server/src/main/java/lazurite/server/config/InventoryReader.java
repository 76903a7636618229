package lazurite.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazurite.service.account.InventoryPolicy;
import lazurite.service.account.InventoryPolicy.Filters;
import lazurite.service.account.InventoryPolicy.Rule;
import lazurite.service.blob.inventory.BlobColumn;
import lazurite.service.blob.inventory.ContainerColumn;

/** Reads an account's inventory policy: Azure's document, as {@code az storage account blob-inventory-policy} takes it. */
final class InventoryReader {
    private static final int RULES_MAX = 100;
    private static final int PREFIXES_MAX = 10;
    private static final int DAYS_MAX = 36_500;
    private static final List<String> BLOB_TYPES = List.of("blockBlob", "appendBlob", "pageBlob");

    private InventoryReader() {}

    /** @throws ConfigException at the first thing that cannot be obeyed */
    static InventoryPolicy read(Setting setting) {
        PolicyFile file = new PolicyFile(setting);
        Section policy = file.root();
        boolean enabled = Values.flag(policy.required("enabled"));
        if (policy.has("type")) {
            PolicyFile.word(policy, "type", List.of("Inventory"));
        }
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Section> sections = policy.sections("rules");
        for (Section section : sections) {
            boolean on = section.flag("enabled", true);
            Rule rule = rule(section);
            if (!names.add(rule.name())) {
                throw new ConfigException(section.place("name") + ": there are two rules called '" + rule.name()
                        + "'; names must differ");
            }
            if (enabled && on) {
                rules.add(rule);
            }
        }
        policy.done();
        if (sections.isEmpty() || sections.size() > RULES_MAX) {
            throw new ConfigException(
                    policy.place("rules") + ": a policy has 1 to " + RULES_MAX + " rules, found " + sections.size());
        }
        return new InventoryPolicy(file.file().toString(), rules);
    }

    private static Rule rule(Section section) {
        Setting name = section.required("name");
        if (!name.text().matches("[A-Za-z0-9_-]{1,256}")) {
            throw name.wrong("1 to 256 letters, digits, hyphens and underscores");
        }
        String destination = Names.container(section.required("destination"));
        Section definition = section.section("definition");
        Setting format = definition.required("format");
        if (format.text().equalsIgnoreCase("parquet")) {
            throw new ConfigException(format.place() + ": Parquet is not written; use Csv");
        }
        PolicyFile.word(definition, "format", List.of("Csv"));
        boolean ofContainers = PolicyFile.word(definition, "objectType", List.of("Blob", "Container"))
                .equals("container");
        boolean weekly = PolicyFile.word(definition, "schedule", List.of("Daily", "Weekly"))
                .equals("weekly");
        List<Setting> fields = definition.texts("schemaFields");
        fields.forEach(field -> requireField(field, ofContainers));
        Filters filters = filters(definition.section("filters"), ofContainers);
        requireFields(definition, fields, filters, ofContainers);
        definition.done();
        section.done();
        return new Rule(
                name.text(),
                destination,
                ofContainers,
                weekly,
                fields.stream().map(Setting::text).toList(),
                filters);
    }

    private static Filters filters(Section section, boolean ofContainers) {
        List<String> types = new ArrayList<>();
        if (!ofContainers) {
            for (Setting type : section.texts("blobTypes")) {
                if (!BLOB_TYPES.contains(type.text())) {
                    throw type.wrong("one of " + String.join(", ", BLOB_TYPES));
                }
                types.add(type.text());
            }
            if (types.isEmpty()) {
                throw new ConfigException(section.place("blobTypes") + ": a value is required");
            }
        }
        List<String> prefixes = PolicyFile.texts(section, "prefixMatch", PREFIXES_MAX);
        List<String> excluded = PolicyFile.texts(section, "excludePrefix", PREFIXES_MAX);
        int days = ofContainers ? 0 : createdDays(section);
        boolean snapshots = !ofContainers && section.flag("includeSnapshots", false);
        boolean versions = !ofContainers && section.flag("includeBlobVersions", false);
        Filters filters = new Filters(
                types,
                prefixes.contains("") ? List.of() : prefixes,
                excluded.stream().filter(prefix -> !prefix.isEmpty()).toList(),
                days,
                snapshots,
                versions,
                section.flag("includeDeleted", false));
        section.done();
        return filters;
    }

    private static int createdDays(Section filters) {
        Section creation = filters.section("creationTime");
        int days = filters.has("creationTime") ? Values.integer(creation.required("lastNDays"), 1, DAYS_MAX) : 0;
        creation.done();
        return days;
    }

    private static void requireField(Setting field, boolean ofContainers) {
        boolean known =
                ofContainers ? ContainerColumn.find(field.text()) != null : BlobColumn.find(field.text()) != null;
        if (!known) {
            List<String> names = ofContainers ? ContainerColumn.names() : BlobColumn.names();
            throw new ConfigException(field.place() + ": there is no field '" + field.text() + "' in an inventory of "
                    + (ofContainers ? "containers" : "blobs") + Spelling.hint(field.text(), names));
        }
    }

    /** What is listed beside blobs must be told from them. */
    private static void requireFields(Section definition, List<Setting> fields, Filters filters, boolean ofContainers) {
        List<String> needed = new ArrayList<>(List.of("Name"));
        if (filters.snapshots()) {
            needed.add("Snapshot");
        }
        if (filters.versions()) {
            needed.addAll(List.of("VersionId", "IsCurrentVersion"));
        }
        if (filters.deleted()) {
            needed.add("Deleted");
        }
        for (String name : needed) {
            boolean there = fields.stream()
                    .anyMatch(field -> ofContainers
                            ? ContainerColumn.find(name) == ContainerColumn.find(field.text())
                            : BlobColumn.find(name) == BlobColumn.find(field.text()));
            if (!there) {
                throw new ConfigException(definition.place("schemaFields") + ": must have " + name
                        + (name.equals("Name") ? "" : ", as the filters include what it tells"));
            }
        }
    }
}
