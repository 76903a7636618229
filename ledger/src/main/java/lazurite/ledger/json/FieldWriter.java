package lazurite.ledger.json;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Puts an object together; what is null is left out.
 *
 * <p>Concurrency: one thread.
 */
public final class FieldWriter {
    private final SortedMap<String, Json> fields = new TreeMap<>();

    public FieldWriter text(String name, @Nullable String value) {
        return json(name, value == null ? null : new Json.Text(value));
    }

    public FieldWriter number(String name, @Nullable Long value) {
        return json(name, value == null ? null : new Json.Whole(value));
    }

    public FieldWriter flag(String name, boolean value) {
        return json(name, new Json.Flag(value));
    }

    public FieldWriter hash(String name, @Nullable Hash value) {
        return text(name, value == null ? null : value.hex());
    }

    public FieldWriter texts(String name, Collection<String> values) {
        return json(
                name, new Json.Items(values.stream().<Json>map(Json.Text::new).toList()));
    }

    public FieldWriter numbers(String name, Collection<Long> values) {
        return json(
                name, new Json.Items(values.stream().<Json>map(Json.Whole::new).toList()));
    }

    public FieldWriter json(String name, @Nullable Json value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    public Json.Fields done() {
        return new Json.Fields(fields);
    }
}
