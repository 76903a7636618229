package lazurite.service.gateway;

import lazurite.base.JsonString;
import org.jspecify.annotations.Nullable;

/** Writes one flat JSON object (RFC 8259), ended by a line feed. */
public final class JsonLine {
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
            JsonString.ASCII.write(value, text);
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
}
