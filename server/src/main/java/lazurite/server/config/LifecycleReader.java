package lazurite.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.service.account.LifecyclePolicy;
import lazurite.service.account.LifecyclePolicy.Act;
import lazurite.service.account.LifecyclePolicy.Age;
import lazurite.service.account.LifecyclePolicy.Filters;
import lazurite.service.account.LifecyclePolicy.Kind;
import lazurite.service.account.LifecyclePolicy.Rule;
import lazurite.service.account.LifecyclePolicy.TagMatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads a management policy as Azure's JSON has it ({@code az storage account management-policy show --query policy}),
 * and refuses what Azure refuses and every key that there is not. JSON is YAML, so the configuration's own reader reads
 * it.
 */
final class LifecycleReader {
    private static final int RULES_MAX = 100;
    private static final int PREFIXES_MAX = 10;
    private static final int TAGS_MAX = 10;
    private static final int DAYS_MAX = 99_999;
    private static final String ACCESSED = "daysAfterLastAccessTimeGreaterThan";

    private LifecycleReader() {}

    /** @throws ConfigException naming file, line and key of the first thing that cannot be obeyed */
    static LifecyclePolicy read(Setting setting) {
        Path path = Values.path(setting);
        if (!Files.isRegularFile(path)) {
            throw new ConfigException(setting.place() + ": there is no file " + path);
        }
        ConfigFile file = new ConfigFile(path);
        Section root = new Section("", file.root(), file, new Overrides(Map.of(), Map.of(), Path.of("")));
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : root.sections("rules")) {
            Rule rule = rule(section);
            if (!names.add(rule.name())) {
                throw new ConfigException(section.place("name") + ": there are two rules called '" + rule.name()
                        + "'; names must differ");
            }
            rules.add(rule);
        }
        root.done();
        if (rules.isEmpty() || rules.size() > RULES_MAX) {
            throw new ConfigException(root.place("rules") + ": a policy has 1 to 100 rules, found " + rules.size());
        }
        return new LifecyclePolicy(path.toString(), rules);
    }

    private static Rule rule(Section section) {
        String name = section.required("name").text();
        boolean enabled = section.flag("enabled", true);
        Setting type = section.required("type");
        if (!type.text().equals("Lifecycle")) {
            throw type.wrong("Lifecycle");
        }
        Section definition = section.section("definition");
        Filters filters = filters(definition.section("filters"));
        Section actions = definition.section("actions");
        Section baseBlob = actions.section("baseBlob");
        boolean warms = baseBlob.flag("enableAutoTierToHotFromCool", false);
        Map<Act, Age> base = acts(baseBlob, true);
        Map<Act, Age> snapshots = acts(actions.section("snapshot"), false);
        Map<Act, Age> versions = acts(actions.section("version"), false);
        if (base.isEmpty() && snapshots.isEmpty() && versions.isEmpty()) {
            throw new ConfigException(definition.place("actions") + ": a rule says what is to be done, found nothing");
        }
        if (warms && base.values().stream().noneMatch(age -> age.accessed() != null)) {
            throw new ConfigException(baseBlob.place("enableAutoTierToHotFromCool")
                    + ": has a meaning only beside an action with " + ACCESSED);
        }
        actions.done();
        definition.done();
        section.done();
        return new Rule(name, enabled, filters, base, snapshots, versions, warms);
    }

    private static Filters filters(Section section) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Setting kind : section.texts("blobTypes")) {
            kinds.add(
                    switch (kind.text()) {
                        case "blockBlob" -> Kind.BLOCK;
                        case "appendBlob" -> Kind.APPEND;
                        default -> throw kind.wrong("blockBlob or appendBlob");
                    });
        }
        if (kinds.isEmpty()) {
            throw new ConfigException(
                    section.place("blobTypes") + ": a list of blockBlob, appendBlob or both is required");
        }
        List<String> prefixes =
                section.texts("prefixMatch").stream().map(Setting::text).toList();
        requireAtMost(section, "prefixMatch", prefixes.size(), PREFIXES_MAX);
        List<TagMatch> tags = new ArrayList<>();
        for (Section tag : section.sections("blobIndexMatch")) {
            Setting op = tag.required("op");
            if (!op.text().equals("==")) {
                throw op.wrong("==");
            }
            tags.add(new TagMatch(
                    tag.required("name").text(), tag.required("value").text()));
            tag.done();
        }
        requireAtMost(section, "blobIndexMatch", tags.size(), TAGS_MAX);
        section.done();
        return new Filters(kinds, prefixes, tags);
    }

    private static void requireAtMost(Section section, String key, int count, int max) {
        if (count > max) {
            throw new ConfigException(section.place(key) + ": at most " + max + " are possible, found " + count);
        }
    }

    private static Map<Act, Age> acts(Section section, boolean base) {
        Map<Act, Age> acts = new EnumMap<>(Act.class);
        for (Act act : Act.values()) {
            String key = key(act);
            if (section.has(key)) {
                acts.put(act, age(section.section(key), act, base));
            }
        }
        section.done();
        return acts;
    }

    private static String key(Act act) {
        return switch (act) {
            case HOT -> "tierToHot";
            case COOL -> "tierToCool";
            case COLD -> "tierToCold";
            case ARCHIVE -> "tierToArchive";
            case DELETE -> "delete";
        };
    }

    private static Age age(Section section, Act act, boolean base) {
        Integer modified = base ? days(section, "daysAfterModificationGreaterThan") : null;
        Integer created = days(section, "daysAfterCreationGreaterThan");
        Integer accessed = base ? days(section, ACCESSED) : null;
        Integer tierChanged = act == Act.ARCHIVE ? days(section, "daysAfterLastTierChangeGreaterThan") : null;
        section.done();
        int given = (modified == null ? 0 : 1) + (created == null ? 0 : 1) + (accessed == null ? 0 : 1);
        if (given != 1) {
            throw new ConfigException(section.place("") + ": takes exactly one of "
                    + (base
                            ? "daysAfterModificationGreaterThan, daysAfterCreationGreaterThan and " + ACCESSED
                            : "daysAfterCreationGreaterThan")
                    + ", found " + given);
        }
        return new Age(modified, created, accessed, tierChanged);
    }

    private static @Nullable Integer days(Section section, String key) {
        return section.find(key) == null ? null : Integer.valueOf(section.integer(key, 0, 0, DAYS_MAX));
    }
}
