package lazurite.service.blob.text;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values under ASCII names that compare without case: header and parameter names. A look-up allocates nothing.
 *
 * <p>Concurrency: immutable.
 */
public final class NameTable<T> {
    private final @Nullable String[] names;
    private final int[] indexes;
    private final List<T> values;

    public NameTable(Map<String, T> entries) {
        int size = Integer.highestOneBit(Math.max(entries.size(), 2)) << 2;
        this.names = new @Nullable String[size];
        this.indexes = new int[size];
        this.values = List.copyOf(entries.values());
        int index = 0;
        for (String name : entries.keySet()) {
            int slot = hash(name) & (size - 1);
            while (names[slot] != null) {
                slot = (slot + 1) & (size - 1);
            }
            names[slot] = name;
            indexes[slot] = index++;
        }
    }

    @Nullable
    public T find(String name) {
        int slot = hash(name) & (names.length - 1);
        for (String candidate = names[slot]; candidate != null; candidate = names[slot]) {
            if (candidate.equalsIgnoreCase(name)) {
                return values.get(indexes[slot]);
            }
            slot = (slot + 1) & (names.length - 1);
        }
        return null;
    }

    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + (name.charAt(i) | 0x20);
        }
        return hash ^ (hash >>> 15);
    }
}
