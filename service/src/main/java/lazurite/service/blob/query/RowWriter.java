package lazurite.service.blob.query;

import java.util.List;
import lazurite.base.JsonString;

/** Writes rows of an answer, one field after the other. */
sealed interface RowWriter {
    void begin();

    void field(Bytes out, String name, Value value);

    void end(Bytes out);

    static RowWriter of(TextFormat format) {
        return switch (format) {
            case TextFormat.Delimited delimited -> new Delimited(delimited);
            case TextFormat.Json json -> new Json(json);
        };
    }

    /** Fields are quoted where they must be; absent ones are empty. */
    final class Delimited implements RowWriter {
        private final TextFormat.Delimited format;
        private boolean begun;

        Delimited(TextFormat.Delimited format) {
            this.format = format;
        }

        @Override
        public void begin() {
            begun = false;
        }

        boolean hasNames() {
            return format.headers();
        }

        /** The header line; none where nothing has a name. */
        void names(Bytes out, List<String> names) {
            if (!names.isEmpty()) {
                begin();
                names.forEach(name -> field(out, name, new Value.Text(name)));
                end(out);
            }
        }

        @Override
        public void field(Bytes out, String name, Value value) {
            if (begun) {
                out.add(format.columnSeparator());
            }
            begun = true;
            out.add(guarded(Conversions.text(value)));
        }

        @Override
        public void end(Bytes out) {
            out.add(format.recordSeparator());
        }

        private String guarded(String text) {
            String escape = format.escape();
            String safe = escape.isEmpty() ? text : text.replace(escape, escape + escape);
            boolean separated = text.contains(format.columnSeparator()) || text.contains(format.recordSeparator());
            String quote = format.quote();
            if (!quote.isEmpty()) {
                return separated || text.contains(quote) ? quote + safe.replace(quote, quote + quote) + quote : safe;
            }
            return separated && !escape.isEmpty()
                    ? safe.replace(format.columnSeparator(), escape + format.columnSeparator())
                            .replace(format.recordSeparator(), escape + format.recordSeparator())
                    : safe;
        }
    }

    /** One object a row; missing fields are left out. */
    final class Json implements RowWriter {
        private final TextFormat.Json format;
        private char before = '{';

        Json(TextFormat.Json format) {
            this.format = format;
        }

        @Override
        public void begin() {
            before = '{';
        }

        @Override
        public void field(Bytes out, String name, Value value) {
            if (value instanceof Value.Missing) {
                return;
            }
            StringBuilder text = new StringBuilder();
            text.append(before);
            before = ',';
            JsonString.SPACES.write(name, text);
            text.append(':');
            JsonText.append(text, value);
            out.add(text.toString());
        }

        @Override
        public void end(Bytes out) {
            out.add((before == '{' ? "{}" : "}") + format.recordSeparator());
        }
    }
}
