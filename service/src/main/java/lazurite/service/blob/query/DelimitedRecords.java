package lazurite.service.blob.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazurite.service.blob.query.Expression.Step;
import org.jspecify.annotations.Nullable;

/**
 * Rows of separated values. A quote opens a field only at its start; inside, separators are text and two quotes are
 * one. Bytes that are no UTF-8 become U+FFFD where they are looked at.
 *
 * <p>Concurrency: one thread.
 */
final class DelimitedRecords implements Records, Row {
    private final Source source;
    private final byte[] column;
    private final byte[] record;
    private final byte[] quote;
    private final byte[] escape;
    private final Bytes raw;
    private final Bytes cells;
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> anyCase = new HashMap<>();
    private List<String> names = List.of();
    private int[] ends = new int[16];
    private int fields;

    DelimitedRecords(Source source, TextFormat.Delimited format, int recordBytesMax) throws IOException {
        this.source = source;
        column = bytes(format.columnSeparator());
        record = bytes(format.recordSeparator());
        quote = bytes(format.quote());
        escape = bytes(format.escape());
        raw = new Bytes(recordBytesMax, "A record");
        cells = new Bytes(recordBytesMax, "A record");
        if (format.headers() && next() != null) {
            nameFields();
        }
    }

    @Override
    public @Nullable Row next() throws IOException {
        raw.clear();
        cells.clear();
        fields = 0;
        if (source.peek() < 0) {
            return null;
        }
        boolean more = true;
        while (more) {
            more = source.take(quote) ? quoted() : plain();
            if (fields == ends.length) {
                ends = Arrays.copyOf(ends, fields * 2);
            }
            ends[fields++] = cells.length();
            if (more) {
                raw.add(column);
            }
        }
        return this;
    }

    /** Whether another field follows. */
    private boolean plain() throws IOException {
        while (true) {
            if (source.take(record)) {
                return false;
            }
            if (source.take(column)) {
                return true;
            }
            if (!character()) {
                return false;
            }
        }
    }

    private boolean quoted() throws IOException {
        raw.add(quote);
        while (true) {
            if (source.take(quote)) {
                raw.add(quote);
                if (!source.take(quote)) {
                    return plain();
                }
                raw.add(quote);
                cells.add(quote);
            } else if (!character()) {
                throw QueryFailure.fatal("ParseError", "A quote is not closed.");
            }
        }
    }

    /** One byte of a field, or two where the first escapes the second. False at the end. */
    private boolean character() throws IOException {
        if (source.take(escape)) {
            raw.add(escape);
        }
        int next = source.peek();
        if (next < 0) {
            return false;
        }
        source.take();
        raw.add(next);
        cells.add(next);
        return true;
    }

    private void nameFields() {
        names = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            String name = field(i);
            names.add(name);
            exact.putIfAbsent(name, i);
            anyCase.putIfAbsent(name.toLowerCase(Locale.ROOT), i);
        }
    }

    private String field(int place) {
        return cells.text(place == 0 ? 0 : ends[place - 1], ends[place]);
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Value at(int number) {
        if (number > fields) {
            throw QueryFailure.ofRow("InvalidColumnOrdinal", "Ordinal out of range.");
        }
        return new Value.Text(field(number - 1));
    }

    /** A row that is shorter than the header line lacks the rest. */
    @Override
    public Value at(List<Step> path, Effort effort) {
        Step.Name name = (Step.Name) path.getFirst();
        Integer place = exact.get(name.name());
        if (place == null && !name.exact()) {
            place = anyCase.get(name.name().toLowerCase(Locale.ROOT));
        }
        if (place == null) {
            throw QueryFailure.fatal("InvalidColumnName", "There is no column " + name.name() + ".");
        }
        return place < fields ? new Value.Text(field(place)) : Constants.MISSING;
    }

    @Override
    public void each(Each each) {
        for (int i = 0; i < fields; i++) {
            each.field(i < names.size() ? names.get(i) : "_" + (i + 1), new Value.Text(field(i)));
        }
    }

    @Override
    public byte[] raw() {
        return raw.copy();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
