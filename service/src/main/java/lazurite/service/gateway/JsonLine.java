package lazurite.service.gateway;

import org.jspecify.annotations.Nullable;

/** Writes one flat JSON object (RFC 8259), ended by a line feed. */
public final class JsonLine {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text;
    private char separator = '{';

    /** Writes to the end of the text. */
    public JsonLine(StringBuilder text) {
        this.text = text;
    }

    /** Adds a member unless the value is null. */
    public JsonLine add(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    public JsonLine add(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    public JsonLine add(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Ends the object. */
    public void end() {
        text.append("}\n");
    }

    private void name(String name) {
        text.append(separator).append('"').append(name).append("\":");
        separator = ',';
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                text.append(c);
            } else {
                text.append("\\u")
                        .append(HEX.charAt(c >> 12))
                        .append(HEX.charAt((c >> 8) & 15))
                        .append(HEX.charAt((c >> 4) & 15))
                        .append(HEX.charAt(c & 15));
            }
        }
        text.append('"');
    }
}
