package lazurite.governance.report;

import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.governance.event.Logged;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * How many entries of each kind there are: by type and, where it tells more, what became of the matter, as
 * {@code appeal.decided/granted}.
 *
 * <p>Concurrency: one thread.
 */
final class Tally {
    private static final Sources NONE = new Sources();

    private final SortedMap<String, Sources> counts = new TreeMap<>();

    void add(Logged logged) {
        counts.computeIfAbsent(label(logged), _ -> new Sources()).add(logged.index());
    }

    Sources of(String label) {
        return counts.getOrDefault(label, NONE);
    }

    /** Those whose label begins so, by what follows. */
    SortedMap<String, Sources> behind(String prefix) {
        SortedMap<String, Sources> found = new TreeMap<>();
        counts.tailMap(prefix).forEach((label, sources) -> {
            if (label.startsWith(prefix)) {
                found.put(label.substring(prefix.length()), sources);
            }
        });
        return found;
    }

    Json.Fields json() {
        FieldWriter out = new FieldWriter();
        counts.forEach((label, sources) -> out.json(label, sources.json()));
        return out.done();
    }

    private static String label(Logged logged) {
        String type = logged.entry().type().wire();
        Json.Fields open = logged.event().open();
        return switch (logged.entry().type()) {
            case CASE_DECISION, APPEAL_DECIDED -> type + "/" + text(open.get("outcome"));
            case ENFORCEMENT_LIFTED -> type + "/" + text(open.get("end"));
            case ENFORCEMENT_ORDERED -> open.get("decision") == null ? type + "/emergency" : type + "/decided";
            case SIGNAL_DISMISSED, PUBLICATION_WITHDRAWN, COMMAND_REFUSED -> type + "/" + text(open.get("reason"));
            case LEGAL_DEMAND ->
                open.get("terms") instanceof Json.Fields terms ? type + "/" + text(terms.get("kind")) : type;
            default -> type;
        };
    }

    private static String text(@Nullable Json json) {
        return json instanceof Json.Text text ? text.value() : "";
    }
}
