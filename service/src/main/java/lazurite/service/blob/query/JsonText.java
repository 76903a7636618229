package lazurite.service.blob.query;

import java.util.List;
import java.util.Map;

/** Writes JSON, without spaces or line ends. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

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
            case Value.Text(String text) -> quote(out, text);
            case Value.Moment _ -> quote(out, Conversions.text(value));
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
                    quote(out, field.getKey());
                    out.append(':');
                    append(out, field.getValue());
                    before = ',';
                }
                out.append(fields.isEmpty() ? "{}" : "}");
            }
        }
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
