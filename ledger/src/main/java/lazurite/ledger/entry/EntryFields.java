package lazurite.ledger.entry;

import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** Takes an entry's fields out one by one, so that a field too many is seen. */
final class EntryFields {
    private final SortedMap<String, Json> rest;

    EntryFields(Json.Fields fields) {
        rest = new TreeMap<>(fields.byName());
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw wrong(name);
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        Json value = rest.remove(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw wrong(name);
    }

    long number(String name) {
        if (rest.remove(name) instanceof Json.Whole number) {
            return number.value();
        }
        throw wrong(name);
    }

    @Nullable
    Hash hash(String name) {
        String hex = textOrNull(name);
        return hex == null ? null : Hash.parseHex(hex);
    }

    Json.Fields fields(String name) {
        if (rest.remove(name) instanceof Json.Fields fields) {
            return fields;
        }
        throw wrong(name);
    }

    void requireNoMore() {
        if (!rest.isEmpty()) {
            throw new RefusedException("An entry has a field that is none of an entry's.");
        }
    }

    private static RefusedException wrong(String name) {
        return new RefusedException("An entry's field " + name + " is missing or of another kind.");
    }
}
