package lazurite.ledger.json;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Takes an object's fields out one by one, so that one that is missing, of another kind or too many is refused.
 *
 * <p>Concurrency: one thread.
 */
public final class FieldReader {
    private final SortedMap<String, Json> rest;
    private final long first;

    public FieldReader(Json.Fields fields) {
        this(fields, 0);
    }

    /** @param first the index of the first entry of the log that this stands in: {@link #index} counts from there */
    public FieldReader(Json.Fields fields, long first) {
        this.rest = new TreeMap<>(fields.byName());
        this.first = first;
    }

    /** Reads an object that stands in another one. */
    public static FieldReader of(Json json) {
        return new FieldReader(Json.Fields.of(Map.of())).inside(json);
    }

    public boolean has(String name) {
        return rest.containsKey(name);
    }

    public String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw wrong(name);
        }
        return text;
    }

    public @Nullable String textOrNull(String name) {
        Json value = rest.remove(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw wrong(name);
    }

    public long number(String name) {
        Long number = numberOrNull(name);
        if (number == null) {
            throw wrong(name);
        }
        return number;
    }

    public @Nullable Long numberOrNull(String name) {
        Json value = rest.remove(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Whole number) {
            return number.value();
        }
        throw wrong(name);
    }

    /** The index of another entry. */
    public long index(String name) {
        return first + number(name);
    }

    public @Nullable Long indexOrNull(String name) {
        Long index = numberOrNull(name);
        return index == null ? null : (Long) (first + index);
    }

    /** An array of indices. */
    public List<Long> indices(String name) {
        return numbers(name).stream().map(index -> first + index).toList();
    }

    /** Reads an object of an array of this one. */
    public FieldReader inside(Json json) {
        if (json instanceof Json.Fields fields) {
            return new FieldReader(fields, first);
        }
        throw new RefusedException("An item is not an object.");
    }

    public boolean flag(String name) {
        if (rest.remove(name) instanceof Json.Flag flag) {
            return flag.value();
        }
        throw wrong(name);
    }

    public Hash hash(String name) {
        Hash hash = hashOrNull(name);
        if (hash == null) {
            throw wrong(name);
        }
        return hash;
    }

    public @Nullable Hash hashOrNull(String name) {
        String hex = textOrNull(name);
        return hex == null ? null : Hash.parseHex(hex);
    }

    public Json.Fields fields(String name) {
        if (rest.remove(name) instanceof Json.Fields fields) {
            return fields;
        }
        throw wrong(name);
    }

    /** An array's items, each made something of. */
    public <T> List<T> items(String name, Function<Json, T> item) {
        if (rest.remove(name) instanceof Json.Items items) {
            return items.values().stream().map(item).toList();
        }
        throw wrong(name);
    }

    /** An array of texts. */
    public List<String> texts(String name) {
        return items(name, item -> {
            if (item instanceof Json.Text text) {
                return text.value();
            }
            throw wrong(name);
        });
    }

    /** An array of whole numbers. */
    public List<Long> numbers(String name) {
        return items(name, item -> {
            if (item instanceof Json.Whole number) {
                return number.value();
            }
            throw wrong(name);
        });
    }

    /** Refuses what nobody took. */
    public void requireNoMore() {
        if (!rest.isEmpty()) {
            throw new RefusedException("There is no field '" + rest.firstKey() + "' here.");
        }
    }

    private static RefusedException wrong(String name) {
        return new RefusedException("The field '" + name + "' is missing or of another kind.");
    }
}
