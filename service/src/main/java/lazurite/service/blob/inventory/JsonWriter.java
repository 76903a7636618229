package lazurite.service.blob.inventory;

import java.util.List;
import lazurite.base.JsonString;

/** Writes JSON (RFC 8259) without spaces. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    JsonWriter close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    JsonWriter name(String name) {
        separate();
        JsonString.PLAIN.write(name, out);
        out.append(':');
        first = true;
        return this;
    }

    JsonWriter text(String value) {
        separate();
        JsonString.PLAIN.write(value, out);
        return this;
    }

    JsonWriter number(long value) {
        separate();
        out.append(value);
        return this;
    }

    JsonWriter flag(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    JsonWriter texts(String name, List<String> values) {
        name(name).open('[');
        values.forEach(this::text);
        return close(']');
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
