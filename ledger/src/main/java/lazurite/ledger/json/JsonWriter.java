package lazurite.ledger.json;

import java.util.Iterator;
import java.util.Map;
import lazurite.base.JsonString;

/** Writes the canonical form (RFC 8785 section 3.2). */
final class JsonWriter {
    private JsonWriter() {}

    static String write(Json json) {
        StringBuilder out = new StringBuilder(256);
        write(json, out);
        return out.toString();
    }

    private static void write(Json json, StringBuilder out) {
        switch (json) {
            case Json.Fields object -> object(object, out);
            case Json.Items array -> array(array, out);
            case Json.Text text -> JsonString.CANONICAL.write(text.value(), out);
            case Json.Whole number -> out.append(number.value());
            case Json.Flag flag -> out.append(flag.value());
            case Json.Null _ -> out.append("null");
        }
    }

    private static void object(Json.Fields object, StringBuilder out) {
        out.append('{');
        Iterator<Map.Entry<String, Json>> fields = object.byName().entrySet().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, Json> field = fields.next();
            JsonString.CANONICAL.write(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out);
            if (fields.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private static void array(Json.Items array, StringBuilder out) {
        out.append('[');
        Iterator<Json> values = array.values().iterator();
        while (values.hasNext()) {
            write(values.next(), out);
            if (values.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }
}
