package lazurite.governance.verify;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lazurite.ledger.json.Json;
import org.jspecify.annotations.Nullable;

/** Where two JSON values first differ. */
final class JsonDifference {
    private static final int SHOWN_MAX = 60;

    private JsonDifference() {}

    /**
     * A sentence that names the first field in which they differ; null if they are the same.
     *
     * @param told what was published
     * @param made what it is to be
     */
    static @Nullable String first(Json told, Json made) {
        return first("", told, made);
    }

    private static @Nullable String first(String path, @Nullable Json told, @Nullable Json made) {
        if (told instanceof Json.Fields ours && made instanceof Json.Fields others) {
            TreeSet<String> names = new TreeSet<>(ours.byName().keySet());
            names.addAll(others.byName().keySet());
            String below = path.isEmpty() ? "" : path + ".";
            return names.stream()
                    .map(name -> first(below + shown(name), ours.get(name), others.get(name)))
                    .filter(difference -> difference != null)
                    .findFirst()
                    .orElse(null);
        }
        if (told instanceof Json.Items ours && made instanceof Json.Items others) {
            int shared = Math.min(ours.values().size(), others.values().size());
            String inItems = IntStream.range(0, shared)
                    .mapToObj(i -> first(
                            path + "[" + i + "]",
                            ours.values().get(i),
                            others.values().get(i)))
                    .filter(difference -> difference != null)
                    .findFirst()
                    .orElse(null);
            return inItems != null || ours.values().size() == others.values().size()
                    ? inItems
                    : "The report has " + ours.values().size() + " of " + path + ", where the log makes "
                            + others.values().size() + ".";
        }
        if (told != null && told.equals(made)) {
            return null;
        }
        return "The report says " + value(told) + " for " + path + ", where the log makes it " + value(made) + ".";
    }

    private static String value(@Nullable Json json) {
        return json == null ? "nothing" : shown(new String(json.canonical(), StandardCharsets.UTF_8));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
