package lazurite.service.blob.query;

import java.util.List;
import java.util.Map;
import lazurite.base.JsonString;

/** Writes JSON, without spaces or line ends. */
final class JsonText {
    private JsonText() {}

    static String of(Value value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    static void append(StringBuilder out, Value value) {
        switch (value) {
            case Value.Missing _, Value.Null _ -> out.append("null");
            case Value.Bool _, Value.Int _, Value.Real _ -> out.append(Conversions.text(value));
            case Value.Text(String text) -> JsonString.SPACES.write(text, out);
            case Value.Moment _ -> JsonString.SPACES.write(Conversions.text(value), out);
            case Value.Items(List<Value> items) -> {
                char before = '[';
                for (Value item : items) {
                    out.append(before);
                    append(out, item);
                    before = ',';
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Value.Fields(Map<String, Value> fields) -> {
                char before = '{';
                for (Map.Entry<String, Value> field : fields.entrySet()) {
                    out.append(before);
                    JsonString.SPACES.write(field.getKey(), out);
                    out.append(':');
                    append(out, field.getValue());
                    before = ',';
                }
                out.append(fields.isEmpty() ? "{}" : "}");
            }
        }
    }
}
