package lazurite.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file, read key by key; {@link #done} then refuses the keys that nobody asked for. So the code that
 * reads is the schema, and nothing in the file can name a class.
 *
 * <p>Concurrency: one thread.
 */
final class Section {
    private final String path;
    private final ConfigFile file;
    private final Overrides overrides;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    Section(String path, @Nullable Node node, ConfigFile file, Overrides overrides) {
        this.path = path;
        this.file = file;
        this.overrides = overrides;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (entries.put(key, entry) != null) {
                    throw new ConfigException(at(key, entry.getKeyNode()) + ": given twice; keep one of them");
                }
            }
        } else if (!empty(node)) {
            throw new ConfigException(at("", node) + ": expected keys with values, found something else");
        }
    }

    String path() {
        return path;
    }

    /** Where this section stands, for messages. */
    String place(String key) {
        NodeTuple entry = entries.get(key);
        return at(key, entry == null ? null : entry.getKeyNode());
    }

    boolean has(String key) {
        known.add(key);
        return entries.containsKey(key) && !empty(entries.get(key).getValueNode());
    }

    @Nullable
    Setting find(String key) {
        file.asked(full(key), entries.containsKey(key));
        known.add(key);
        // List items have no name of their own, so only the file can set what is in them.
        Setting override = path.endsWith("]") ? null : overrides.find(full(key));
        if (override != null) {
            return override;
        }
        NodeTuple entry = entries.get(key);
        return entry == null || empty(entry.getValueNode()) ? null : scalar(key, entry.getValueNode());
    }

    String text(String key, String fallback) {
        Setting setting = find(key);
        return setting == null ? fallback : setting.text();
    }

    /** A value that must be there. */
    Setting required(String key) {
        Setting setting = find(key);
        if (setting == null) {
            throw new ConfigException(place(key) + ": a value is required");
        }
        return setting;
    }

    @Nullable
    Path path(String key) {
        Setting setting = find(key);
        if (setting == null) {
            return null;
        }
        if (setting.text().isEmpty()) {
            throw setting.wrong("a path");
        }
        return Values.path(setting);
    }

    boolean flag(String key, boolean fallback) {
        Setting setting = find(key);
        return setting == null ? fallback : Values.flag(setting);
    }

    int integer(String key, int fallback, int min, int max) {
        Setting setting = find(key);
        return setting == null ? fallback : Values.integer(setting, min, max);
    }

    /** A size in bytes, written as a number or with KiB, MiB, GiB, TiB. */
    long bytes(String key, long fallback, long min, long max) {
        Setting setting = find(key);
        return setting == null ? fallback : Values.bytes(setting, min, max);
    }

    /** A duration, written with ms, s, m or h. */
    Duration duration(String key, Duration fallback, Duration min, Duration max) {
        Setting setting = find(key);
        return setting == null ? fallback : Values.duration(setting, min, max);
    }

    /** One of an enum's constants, in lower case. */
    <E extends Enum<E>> E choice(String key, E fallback) {
        Setting setting = find(key);
        if (setting == null) {
            return fallback;
        }
        List<String> names = new ArrayList<>();
        for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(setting.text())) {
                return constant;
            }
            names.add(name);
        }
        throw setting.wrong("one of " + String.join(", ", names));
    }

    Section section(String key) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        return new Section(full(key), entry == null ? null : entry.getValueNode(), file, overrides);
    }

    /** A list of mappings. */
    List<Section> sections(String key) {
        file.asked(full(key), entries.containsKey(key));
        List<Section> items = new ArrayList<>();
        for (Node item : items(key)) {
            items.add(new Section(full(key) + "[]", item, file, overrides));
        }
        return items;
    }

    /** A list of plain values; a flag or variable gives it separated by commas. */
    List<Setting> texts(String key) {
        file.asked(full(key), entries.containsKey(key));
        Setting override = path.endsWith("]") ? null : overrides.find(full(key));
        List<Setting> texts = new ArrayList<>();
        if (override != null) {
            known.add(key);
            for (String part : override.text().split(",", -1)) {
                texts.add(new Setting(part.strip(), override.place(), override.folder()));
            }
            return texts;
        }
        for (Node item : items(key)) {
            texts.add(scalar(key, item));
        }
        return texts;
    }

    /** Refuses what nobody asked for. */
    void done() {
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw new ConfigException(at(entry.getKey(), entry.getValue().getKeyNode()) + ": there is no such key"
                        + Spelling.hint(entry.getKey(), known));
            }
        }
    }

    private List<Node> items(String key) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        if (entry == null || empty(entry.getValueNode())) {
            return List.of();
        }
        if (entry.getValueNode() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw new ConfigException(at(key, entry.getKeyNode()) + ": expected a list, each item after a dash");
    }

    private Setting scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return new Setting(scalar.getValue(), at(key, node), file.folder());
        }
        throw new ConfigException(at(key, node) + ": expected one plain value");
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String at(String key, @Nullable Node node) {
        String name = key.isEmpty() ? path : full(key);
        return file.place(name.isEmpty() ? "the file" : name, node);
    }

    private static boolean empty(@Nullable Node node) {
        return node == null || node.getTag().equals(Tag.NULL);
    }
}
