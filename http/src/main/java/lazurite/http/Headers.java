package lazurite.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order received or to be sent; names compare without case, values are as on the wire with outer
 * white space removed (RFC 9110 §5.5).
 *
 * <p>Concurrency: one thread at a time.
 */
public final class Headers {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /** Adds a field; an earlier one of the same name stays. */
    public Headers add(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /** Adds the field unless the value is null. */
    public Headers addIfPresent(String name, @Nullable String value) {
        return value == null ? this : add(name, value);
    }

    /** Replaces every field of this name by one. */
    public Headers set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    public Headers remove(String name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                names.remove(i);
                values.remove(i);
            }
        }
        return this;
    }

    /** The first value of the name. */
    public @Nullable String first(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    /** All values of the name, in order. */
    public List<String> all(String name) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    public int size() {
        return names.size();
    }

    /** Name of field {@code index}, spelt as received. */
    public String name(int index) {
        return names.get(index);
    }

    public String value(int index) {
        return values.get(index);
    }
}
