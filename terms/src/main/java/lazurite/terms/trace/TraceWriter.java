package lazurite.terms.trace;

import java.util.List;
import java.util.stream.Collectors;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;

/** Writes a trace of one subscription as {@link TraceReader} reads it. */
public final class TraceWriter {
    private final StringBuilder out = new StringBuilder();
    private final SubscriptionUse use;

    private TraceWriter(SubscriptionUse use) {
        this.use = use;
    }

    /**
     * The trace's text.
     *
     * @param remarks lines that stand as comments below the header
     */
    public static String text(List<String> remarks, SubscriptionUse use) {
        TraceWriter writer = new TraceWriter(use);
        writer.out
                .append(TraceReader.FIRST)
                .append('\n')
                .append(TraceReader.HEADER)
                .append('\n');
        remarks.forEach(remark -> writer.out.append("# ").append(remark).append('\n'));
        writer.row(0, "opened", "");
        for (int age = 0; age < use.end(); age++) {
            writer.day(age);
        }
        return writer.out.toString();
    }

    private void day(int age) {
        if (use.declaredAt(age)) {
            declaration(age, use.declaration(age));
        }
        if (use.recorded(age)) {
            for (SeriesKey key : use.series()) {
                row(age, key.text(), Long.toString(use.value(key, age)));
            }
        }
    }

    private void declaration(int age, Declaration declaration) {
        if (!declaration.customerClass().isEmpty()) {
            row(age, "class", declaration.customerClass());
        }
        row(age, "purposes", String.join(" ", declaration.purposes()));
        row(
                age,
                "services",
                declaration.services().stream()
                        .sorted()
                        .map(MeteredService::label)
                        .collect(Collectors.joining(" ")));
    }

    private void row(int age, String name, String value) {
        out.append(use.day(age))
                .append(',')
                .append(use.id())
                .append(',')
                .append(name)
                .append(',');
        out.append(value).append('\n');
    }
}
