package lazurite.governance.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Use by declared class over time: a chart and a table for each meter. */
final class UsageSection {
    private UsageSection() {}

    static void write(Markup out, Contents contents) {
        Usage usage = contents.usage();
        out.element("h2", "Use by declared class", "id", "usage");
        out.element(
                "p",
                "The log has the power of two below each day's number, so a sum lies between two limits: a bar is sure"
                        + " where it is dark and ends somewhere in its pale part. Capacity is that of the last day of a"
                        + " step, all else is added up. A step is a "
                        + Words.of(contents.period().step()) + ".");
        out.element(
                "p",
                "Told is what at least " + Usage.SUBSCRIPTIONS_MIN + " subscriptions of a class used together, and what"
                        + " a class used whose contract makes it public. All else is withheld (dashed).");
        subscriptions(out, contents);
        List<LocalDate> steps = contents.period().steps();
        usage.points().forEach((customerClass, meters) -> customerClass(out, customerClass, steps, meters));
        out.open("p").text("Days of subscriptions whose contract does not make their use public: ");
        out.counted(usage.withheld(), "day", "days").text(". ");
        out.counted(usage.corrected(), "correction", "corrections").text(", ");
        out.counted(usage.disputed(), "dispute", "disputes")
                .text(".")
                .close("p")
                .line();
    }

    private static void subscriptions(Markup out, Contents contents) {
        out.open("table").open("caption").text("Subscriptions that are open").close("caption");
        Rows.head(out, "Class", "Open", "Entries");
        contents.subscriptions()
                .byClass()
                .forEach((customerClass, sources) -> Rows.counted(out, customerClass, sources));
        Rows.counted(
                out,
                "of them learned, so without signals",
                contents.subscriptions().learning(Words.day(contents.now())));
        out.close("table").line();
    }

    private static void customerClass(
            Markup out,
            String customerClass,
            List<LocalDate> steps,
            SortedMap<String, SortedMap<LocalDate, Usage.Point>> meters) {
        out.element("h3", customerClass);
        List<String> withheld = meters.entrySet().stream()
                .filter(meter -> meter.getValue().values().stream().allMatch(point -> point.amount() == null))
                .map(Map.Entry::getKey)
                .toList();
        if (meters.isEmpty()) {
            out.element("p", "Nothing was used.");
        }
        out.open("div", "class", "charts").line();
        meters.forEach((meter, points) -> {
            if (!withheld.contains(meter)) {
                meter(out, meter, steps, points);
            }
        });
        out.close("div").line();
        if (!withheld.isEmpty()) {
            out.element(
                    "p",
                    "Withheld, since fewer than " + Usage.SUBSCRIPTIONS_MIN + " subscriptions used it: "
                            + String.join(
                                    ", ", withheld.stream().map(Words::meter).toList()) + ".");
        }
    }

    private static void meter(
            Markup out, String meter, List<LocalDate> steps, SortedMap<LocalDate, Usage.Point> points) {
        out.open("figure").element("figcaption", Words.meter(meter));
        UsageChart.write(out, meter, steps, points);
        out.open("details").element("summary", "Numbers").open("table");
        Rows.head(out, "From", "Sum", "Entries");
        points.values().forEach(point -> row(out, meter, point));
        out.close("table").close("details").close("figure").line();
    }

    private static void row(Markup out, String meter, Usage.Point point) {
        Amount amount = point.amount();
        out.open("tr").open("td").text(point.start().toString()).close("td").open("td");
        out.text(amount == null ? "withheld" : Words.amount(meter, amount))
                .close("td")
                .open("td");
        out.entries(point.entries()).close("td").close("tr").line();
    }
}
