package lazurite.terms.document;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One mapping of the document, read key by key; {@link #done} then refuses the keys that nobody asked for. */
final class Section {
    private final String path;
    private final Map<?, ?> entries;
    private final Set<String> known = new TreeSet<>();

    Section(String path, Object node) {
        this.path = path;
        if (!(node instanceof Map<?, ?> mapping)) {
            throw new TermsException(path, "expected keys with values");
        }
        this.entries = mapping;
    }

    boolean has(String key) {
        known.add(key);
        return entries.containsKey(key);
    }

    /** A text of at least one and at most that many characters. */
    String text(String key, int charsMax) {
        if (!(value(key) instanceof String text) || text.isBlank()) {
            throw wrong(key, "expected a text");
        }
        if (text.length() > charsMax) {
            throw wrong(key, "has at most " + charsMax + " characters");
        }
        return text;
    }

    int integer(String key, int min, int max) {
        String text = text(key, 20);
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw wrong(key, "expected a whole number from " + min + " to " + max + ", found '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    boolean flag(String key) {
        return switch (text(key, 20)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "expected true or false");
        };
    }

    /** A list of at least one item. */
    List<?> list(String key, int itemsMax) {
        if (!(value(key) instanceof List<?> items) || items.isEmpty()) {
            throw wrong(key, "expected a list of at least one item");
        }
        if (items.size() > itemsMax) {
            throw wrong(key, "has at most " + itemsMax + " items");
        }
        return items;
    }

    /** A mapping of at least one key. */
    Map<?, ?> mapping(String key) {
        if (!(value(key) instanceof Map<?, ?> mapping) || mapping.isEmpty()) {
            throw wrong(key, "expected at least one key with its value");
        }
        return mapping;
    }

    /** Refuses what nobody asked for. */
    void done() {
        for (Object key : entries.keySet()) {
            if (!known.contains(key)) {
                throw wrong(String.valueOf(key), "there is no such key; known are " + String.join(", ", known));
            }
        }
    }

    String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    TermsException wrong(String key, String message) {
        return new TermsException(full(key), message);
    }

    /** The one of the choices that has the label. */
    static <T> T choice(String path, Object label, Collection<T> choices, Function<T, String> labels) {
        for (T choice : choices) {
            if (labels.apply(choice).equals(label)) {
                return choice;
            }
        }
        throw new TermsException(
                path,
                "expected one of "
                        + String.join(", ", choices.stream().map(labels).toList()) + ", found '" + label + "'");
    }

    private Object value(String key) {
        known.add(key);
        Object value = entries.get(key);
        if (value == null) {
            throw wrong(key, "is missing");
        }
        return value;
    }
}
