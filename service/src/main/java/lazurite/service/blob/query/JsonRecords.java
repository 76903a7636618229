package lazurite.service.blob.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import lazurite.service.blob.query.Expression.Step;
import org.jspecify.annotations.Nullable;

/**
 * Rows of JSON text: values one after the other, with white space, separators or nothing between; the items of an array
 * that is not inside anything; and below each, what the path of FROM leads to.
 *
 * <p>Concurrency: one thread.
 */
final class JsonRecords implements Records {
    private final Source source;
    private final byte[] separator;
    private final List<Step> path;
    private final Effort effort;
    private final Bytes raw;
    private final ArrayDeque<Row> ahead = new ArrayDeque<>();
    private boolean inArray;
    private boolean first;

    JsonRecords(Source source, TextFormat.Json format, List<Step> path, Effort effort, int recordBytesMax) {
        this.source = source;
        this.separator = format.recordSeparator().getBytes(StandardCharsets.UTF_8);
        this.path = path;
        this.effort = effort;
        this.raw = new Bytes(recordBytesMax, "A record");
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (ahead.isEmpty()) {
            if (!begin()) {
                return null;
            }
            raw.clear();
            scan();
            byte[] bytes = raw.copy();
            Value value = new JsonParser(bytes).whole();
            if (path.isEmpty()) {
                return new JsonRow(value, bytes);
            }
            rows(value, 0);
        }
        return ahead.removeFirst();
    }

    /** Goes to the next value's first byte; false at the end. */
    private boolean begin() throws IOException {
        while (true) {
            space();
            int next = source.peek();
            if (!inArray) {
                if (next != '[') {
                    return next >= 0;
                }
                source.take();
                inArray = true;
                first = true;
            } else if (next == ']') {
                source.take();
                inArray = false;
            } else if (first) {
                first = false;
                return true;
            } else if (next == ',') {
                source.take();
                space();
                if (source.peek() == ']' || source.peek() == ',') {
                    throw unexpected(source.peek());
                }
                return true;
            } else {
                throw unexpected(next);
            }
        }
    }

    private void space() throws IOException {
        while (true) {
            int next = source.peek();
            if (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
                source.take();
            } else if (!source.take(separator)) {
                return;
            }
        }
    }

    /** Takes one value's bytes: to the bracket that closes it, or to what cannot belong to a number or word. */
    private void scan() throws IOException {
        switch (source.peek()) {
            case '{', '[' -> brackets();
            case '"' -> string();
            default -> {
                while (wordly(source.peek())) {
                    keep(source.peek());
                }
                if (raw.length() == 0) {
                    throw unexpected(source.peek());
                }
            }
        }
    }

    private void brackets() throws IOException {
        int depth = 0;
        do {
            int next = source.peek();
            switch (next) {
                case -1 -> throw QueryFailure.fatal("ParseError", "The text ends inside a JSON value.");
                case '"' -> string();
                case '{', '[' -> {
                    depth++;
                    keep(next);
                }
                case '}', ']' -> {
                    depth--;
                    keep(next);
                }
                default -> keep(next);
            }
        } while (depth > 0);
    }

    private static boolean wordly(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "+-._".indexOf(c) >= 0;
    }

    private void string() throws IOException {
        keep('"');
        boolean escaped = false;
        while (true) {
            int next = source.peek();
            if (next < 0) {
                throw QueryFailure.fatal("ParseError", "The text ends inside a JSON string.");
            }
            keep(next);
            if (!escaped && next == '"') {
                return;
            }
            escaped = !escaped && next == '\\';
        }
    }

    private void keep(int next) {
        raw.add(next);
        source.take();
    }

    private QueryFailure unexpected(int c) {
        String what = c < 0 ? "end" : "'" + (char) c + "'";
        return QueryFailure.fatal("ParseError", "Unexpected token " + what + " at [byte: " + source.position() + "].");
    }

    private void rows(Value value, int step) {
        effort.spend(1);
        if (step == path.size()) {
            ahead.add(new JsonRow(value, new byte[0]));
            return;
        }
        switch (path.get(step)) {
            case Step.Every() -> {
                if (value instanceof Value.Items(List<Value> items)) {
                    items.forEach(item -> rows(item, step + 1));
                }
            }
            case Step.Name _, Step.Index _ -> {
                Value inside = JsonRow.inside(value, path.get(step), effort);
                if (!(inside instanceof Value.Missing)) {
                    rows(inside, step + 1);
                }
            }
        }
    }

    /** A JSON value as a row. */
    record JsonRow(Value value, byte[] raw) implements Row {
        static Value inside(Value value, Step step, Effort effort) {
            return switch (step) {
                case Step.Every() -> Constants.MISSING;
                case Step.Index(int index) ->
                    value instanceof Value.Items(List<Value> items) && index < items.size()
                            ? items.get(index)
                            : Constants.MISSING;
                case Step.Name(String name, boolean exact) -> {
                    if (!(value instanceof Value.Fields(Map<String, Value> fields))) {
                        yield Constants.MISSING;
                    }
                    Value found = fields.get(name);
                    yield found != null ? found : exact ? Constants.MISSING : anyCase(fields, name, effort);
                }
            };
        }

        private static Value anyCase(Map<String, Value> fields, String name, Effort effort) {
            effort.spend(fields.size());
            for (Map.Entry<String, Value> field : fields.entrySet()) {
                if (field.getKey().equalsIgnoreCase(name)) {
                    return field.getValue();
                }
            }
            return Constants.MISSING;
        }

        @Override
        public Value at(int number) {
            throw QueryFailure.ofRow("InvalidColumnOrdinal", "Ordinal out of range.");
        }

        @Override
        public Value at(List<Step> path, Effort effort) {
            Value found = value;
            for (Step step : path) {
                found = inside(found, step, effort);
            }
            return found;
        }

        @Override
        public void each(Each each) {
            if (value instanceof Value.Fields(Map<String, Value> fields)) {
                fields.forEach(each::field);
            } else if (value instanceof Value.Items(List<Value> items)) {
                for (int i = 0; i < items.size(); i++) {
                    each.field("_" + (i + 1), items.get(i));
                }
            } else {
                each.field("_1", value);
            }
        }
    }
}
