package lazurite.governance.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.publication.Publications;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;

/** The report for programs ({@code docs/report.md}). */
final class ReportJson {
    private ReportJson() {}

    static Json.Fields of(Contents contents) {
        return new FieldWriter()
                .text("format", TransparencyReport.FORMAT)
                .json("checkpoint", checkpoint(contents))
                .json("period", period(contents))
                .json("counts", contents.tally().json())
                .json("subscriptions", contents.subscriptions().json(Words.day(contents.now())))
                .json("usage", usage(contents.usage()))
                .json("signals", signals(contents))
                .json("cases", cases(contents))
                .json("terms", terms(contents))
                .json("sealedDemands", contents.facts().sealed().json())
                .json("publications", publications(contents))
                .json("log", log(contents))
                .text("encryption", Words.ENCRYPTION)
                .texts("cannotShow", Words.CANNOT_SHOW)
                .done();
    }

    private static Json checkpoint(Contents contents) {
        return new FieldWriter()
                .text("origin", contents.checkpoint().origin())
                .number("size", contents.checkpoint().size())
                .text("root", contents.checkpoint().root().base64())
                .done();
    }

    private static Json period(Contents contents) {
        Period period = contents.period();
        return new FieldWriter()
                .text("from", period.from().toString())
                .text("to", period.to().toString())
                .text("step", period.step().name().toLowerCase(Locale.ROOT))
                .number("asOf", contents.now())
                .done();
    }

    private static Json usage(Usage usage) {
        FieldWriter classes = new FieldWriter();
        usage.points().forEach((customerClass, meters) -> {
            FieldWriter out = new FieldWriter();
            meters.forEach((meter, points) -> out.json(meter, points(points)));
            classes.json(customerClass, out.done());
        });
        return new FieldWriter()
                .number("subscriptionsMin", (long) Usage.SUBSCRIPTIONS_MIN)
                .json("classes", classes.done())
                .json("withheldDays", usage.withheld().json())
                .json("corrected", usage.corrected().json())
                .json("disputed", usage.disputed().json())
                .done();
    }

    /** Sums may be greater than a JSON number can be, so they are decimal texts. */
    private static Json points(SortedMap<LocalDate, Usage.Point> points) {
        List<Json> items = new ArrayList<>();
        points.values().forEach(point -> {
            FieldWriter item = new FieldWriter().text("start", point.start().toString());
            Amount amount = point.amount();
            if (amount == null) {
                item.flag("withheld", true);
            } else {
                item.text("atLeast", amount.atLeast().toString())
                        .text("atMost", amount.atMost().toString())
                        .json("from", point.entries().json());
            }
            items.add(item.done());
        });
        return new Json.Items(items);
    }

    private static Json signals(Contents contents) {
        return new Json.Items(contents.signals().of(contents.period()).stream()
                .<Json>map(signal -> signal.json(contents.now()))
                .toList());
    }

    private static Json cases(Contents contents) {
        return new Json.Items(contents.cases().of(contents.period(), contents.now()).stream()
                .<Json>map(story -> story.json(
                        contents.subscriptions().services(story.opened().subscription()), contents.now()))
                .toList());
    }

    private static Json terms(Contents contents) {
        List<Json> items = new ArrayList<>();
        contents.facts()
                .terms()
                .forEach((index, version) -> items.add(new FieldWriter()
                        .number("entry", index)
                        .text("name", version.name())
                        .number("version", version.version())
                        .hash("document", version.document())
                        .number("clauses", (long) version.clauses().size())
                        .done()));
        return new Json.Items(items);
    }

    private static Json publications(Contents contents) {
        List<Json> items = new ArrayList<>();
        contents.facts().publications().all().forEach((name, page) -> {
            FieldWriter item = new FieldWriter().text("page", name).number("entry", page.index());
            switch (page) {
                case Publications.Page.Present it -> item.hash("sha256", it.sha256());
                case Publications.Page.Withdrawn it -> item.text("withdrawn", Words.of(it.reason()));
            }
            items.add(item.done());
        });
        return new Json.Items(items);
    }

    private static Json log(Contents contents) {
        List<Json> gaps = new ArrayList<>();
        contents.facts().gaps(contents.period()).forEach(gap -> {
            if (gap.event() instanceof LogEvent.Resumed it) {
                gaps.add(new FieldWriter()
                        .number("entry", gap.index())
                        .number("from", it.from())
                        .number("to", it.to())
                        .done());
            }
        });
        FieldWriter holders = new FieldWriter();
        if (contents.facts().roster() != null && contents.facts().roster().event() instanceof RosterEvent roster) {
            roster.holders()
                    .forEach(holder -> holders.texts(
                            holder.name(),
                            holder.roles().stream().sorted().map(Role::label).toList()));
        }
        return new FieldWriter()
                .json("gaps", new Json.Items(gaps))
                .json("holders", holders.done())
                .done();
    }
}
