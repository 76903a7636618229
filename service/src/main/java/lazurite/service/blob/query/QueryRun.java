package lazurite.service.blob.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lazurite.service.blob.query.Select.Item;
import lazurite.service.blob.query.Select.Items;
import org.jspecify.annotations.Nullable;

/**
 * A statement on its way through the rows.
 *
 * <p>Concurrency: one thread.
 */
final class QueryRun {
    private final Select select;
    private final TextFormat output;
    private final RowWriter writer;
    private final Records records;
    private final Evaluator evaluator;
    private final Bytes row;
    private final List<Aggregation> aggregations = new ArrayList<>();
    private final byte[] separator;
    private final boolean copies;
    private boolean named;
    private long left;

    QueryRun(QueryRequest request, Source source, Evaluator evaluator, Effort effort, int recordBytesMax)
            throws IOException {
        this.select = request.select();
        this.output = request.output();
        this.writer = RowWriter.of(output);
        this.evaluator = evaluator;
        this.row = new Bytes(2 * recordBytesMax, "A row of the answer");
        this.left = select.limit();
        this.separator = output.recordSeparator().getBytes(StandardCharsets.UTF_8);
        this.copies = select.items() instanceof Items.Star && select.path().isEmpty() && sameText(request);
        this.records = switch (request.input()) {
            case TextFormat.Delimited delimited -> new DelimitedRecords(source, delimited, recordBytesMax);
            case TextFormat.Json json -> new JsonRecords(source, json, select.path(), effort, recordBytesMax);
        };
        if (select.items() instanceof Items.Aggregates(var aggregates)) {
            aggregates.forEach(each -> aggregations.add(new Aggregation(each)));
        }
    }

    private static boolean sameText(QueryRequest request) {
        return switch (request.input()) {
            case TextFormat.Delimited delimited -> delimited.sameText(request.output());
            case TextFormat.Json _ -> request.output() instanceof TextFormat.Json;
        };
    }

    /**
     * Takes one row in and writes what it gives.
     *
     * @return whether there may be more
     * @throws QueryFailure for the row, or, fatal, for all that would follow
     */
    boolean next(Bytes results) throws IOException {
        if (left <= 0 && aggregations.isEmpty()) {
            return false;
        }
        Row next = records.next();
        if (next == null) {
            aggregated(results);
            return false;
        }
        if (!evaluator.holds(select.where(), next)) {
            return true;
        }
        if (!aggregations.isEmpty()) {
            aggregations.forEach(each -> each.add(next, evaluator));
            return true;
        }
        row.clear();
        writer.begin();
        write(next);
        names(results);
        results.add(row.copy());
        left--;
        return true;
    }

    private void write(Row next) {
        switch (select.items()) {
            case Items.Star() -> whole(next);
            case Items.Columns(List<Item> columns) -> {
                for (int i = 0; i < columns.size(); i++) {
                    Item column = columns.get(i);
                    writer.field(row, name(column.name(), i), evaluator.value(column.expression(), next));
                }
                writer.end(row);
            }
            case Items.Aggregates _ -> throw new IllegalStateException("an aggregate has no rows");
        }
    }

    private void whole(Row next) {
        byte[] raw = next.raw();
        if (copies && (output instanceof TextFormat.Delimited || !contains(raw))) {
            row.add(raw);
            row.add(separator);
            return;
        }
        next.each((name, value) -> writer.field(row, name, value));
        writer.end(row);
    }

    private boolean contains(byte[] raw) {
        for (int i = 0; i + separator.length <= raw.length; i++) {
            if (Arrays.equals(raw, i, i + separator.length, separator, 0, separator.length)) {
                return true;
            }
        }
        return false;
    }

    private void aggregated(Bytes results) {
        if (aggregations.isEmpty() || left <= 0) {
            return;
        }
        row.clear();
        writer.begin();
        List<Select.Aggregate> all = ((Items.Aggregates) select.items()).aggregates();
        for (int i = 0; i < aggregations.size(); i++) {
            writer.field(row, name(all.get(i).name(), i), aggregations.get(i).result());
        }
        writer.end(row);
        names(results);
        results.add(row.copy());
    }

    /** Writes the header line before the first row, if the answer is to have one. */
    private void names(Bytes results) {
        if (!named && writer instanceof RowWriter.Delimited delimited && delimited.hasNames()) {
            delimited.names(results, names());
        }
        named = true;
    }

    private List<String> names() {
        List<@Nullable String> given = switch (select.items()) {
            case Items.Star() -> new ArrayList<>(records.names());
            case Items.Columns(List<Item> columns) ->
                columns.stream().map(Item::name).toList();
            case Items.Aggregates(var all) ->
                all.stream().map(Select.Aggregate::name).toList();
        };
        List<String> names = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            names.add(name(given.get(i), i));
        }
        return names;
    }

    private static String name(@Nullable String given, int place) {
        return given == null ? "_" + (place + 1) : given;
    }
}
