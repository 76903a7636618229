package lazurite.ledger.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.ledger.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that has one canonical form (RFC 8785). Numbers are integers between -(2^53 - 1) and 2^53 - 1: fractions
 * would be rounded differently by different readers.
 */
public sealed interface Json {
    /** Greatest magnitude of a number. */
    long INTEGER_MAX = (1L << 53) - 1;

    /** Deepest nesting of objects and arrays. */
    int DEPTH_MAX = 32;

    /** Fields in the order of their names' UTF-16 code units, which is {@link String#compareTo}'s. */
    record Fields(SortedMap<String, Json> byName) implements Json {
        public Fields {
            byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
        }

        public static Fields of(Map<String, ? extends Json> fields) {
            return new Fields(new TreeMap<>(fields));
        }

        /** The field's value; null without the field. */
        public @Nullable Json get(String name) {
            return byName.get(name);
        }
    }

    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** Without lone surrogates. */
    record Text(String value) implements Json {
        public Text {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw new RefusedException("JSON text has a lone surrogate.");
            }
        }
    }

    record Whole(long value) implements Json {
        public Whole {
            if (Math.abs(value) > INTEGER_MAX || value == Long.MIN_VALUE) {
                throw new RefusedException("A JSON number is beyond 2^53 - 1.");
            }
        }
    }

    record Flag(boolean value) implements Json {}

    record Null() implements Json {}

    /** The canonical form, in UTF-8. */
    default byte[] canonical() {
        return JsonWriter.write(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads any spelling of a value.
     *
     * @param bytesMax refuses more than so many bytes
     */
    static Json parse(byte[] bytes, int bytesMax) {
        return JsonReader.read(bytes, bytesMax);
    }

    /** Reads the canonical form and refuses every other one. */
    static Json parseCanonical(byte[] bytes, int bytesMax) {
        Json json = JsonReader.read(bytes, bytesMax);
        if (!Arrays.equals(json.canonical(), bytes)) {
            throw new RefusedException("JSON is not in its canonical form (RFC 8785).");
        }
        return json;
    }
}
