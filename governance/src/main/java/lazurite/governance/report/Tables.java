package lazurite.governance.report;

import java.util.Map;
import java.util.stream.Collectors;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.publication.Publications;
import org.jspecify.annotations.Nullable;

/** Terms, legal demands, publications, refusals and safeguards. */
final class Tables {
    private Tables() {}

    static void write(Markup out, Contents contents) {
        terms(out, contents);
        legal(out, contents);
        publications(out, contents);
        refusals(out, contents.tally());
        safeguards(out, contents);
    }

    private static void terms(Markup out, Contents contents) {
        out.element("h2", "Terms", "id", "terms").open("table").line();
        Rows.head(out, "Version", "Clauses", "Document", "Entry");
        contents.facts().terms().forEach((index, version) -> {
            String hash = version.document().hex();
            out.open("tr")
                    .open("td")
                    .text(version.name() + " " + version.version())
                    .close("td");
            out.open("td").text(String.valueOf(version.clauses().size())).close("td");
            out.open("td")
                    .link("/blob/" + hash, hash.substring(0, 12) + "\u2026")
                    .close("td");
            out.open("td").entry(index).close("td").close("tr").line();
        });
        out.close("table").line();
    }

    private static void legal(Markup out, Contents contents) {
        out.element("h2", "Legal demands", "id", "legal").open("table").line();
        Rows.head(out, "What", "Number", "Entries");
        contents.tally().behind("legal.demand/").forEach((kind, sources) -> Rows.counted(out, "for " + kind, sources));
        Rows.counted(out, "came under seal", contents.tally().of("legal.sealed"));
        Rows.counted(out, "unsealed", contents.tally().of("legal.unsealed"));
        Rows.counted(out, "still sealed, of any time", contents.facts().sealed());
        out.close("table").line();
    }

    private static void publications(Markup out, Contents contents) {
        out.element("h2", "Publications", "id", "publications");
        Tally tally = contents.tally();
        out.open("table").line();
        Rows.head(out, "What", "Number", "Entries");
        Rows.counted(out, "pages published", tally.of("publication.published"));
        Rows.counted(out, "updated", tally.of("publication.updated"));
        tally.behind("publication.withdrawn/")
                .forEach((reason, sources) -> Rows.counted(out, "withdrawn: " + reason.replace('-', ' '), sources));
        Rows.counted(out, "restored", tally.of("publication.restored"));
        Rows.counted(out, "reports like this one", tally.of("report.published"));
        out.close("table").line();
        Map<String, Publications.Page> pages = contents.facts().publications().all();
        if (pages.isEmpty()) {
            return;
        }
        out.open("table").open("caption").text("Pages as they stand").close("caption");
        Rows.head(out, "Page", "State", "Entry");
        pages.forEach((name, page) -> {
            String state = page instanceof Publications.Page.Withdrawn gone
                    ? "withdrawn on " + Words.day(gone.time()) + ": " + Words.of(gone.reason())
                    : "there since " + Words.day(page.time());
            out.open("tr").open("td").link("/publications/" + name, name).close("td");
            out.open("td")
                    .text(state)
                    .close("td")
                    .open("td")
                    .entry(page.index())
                    .close("td")
                    .close("tr")
                    .line();
        });
        out.close("table").line();
    }

    private static void refusals(Markup out, Tally tally) {
        out.element("h2", "Refused commands", "id", "refused");
        Map<String, Sources> reasons = tally.behind("command.refused/");
        if (reasons.isEmpty()) {
            out.element("p", "No command of somebody who is known was refused.");
            return;
        }
        out.open("table").line();
        Rows.head(out, "Reason", "Number", "Entries");
        reasons.forEach((reason, sources) -> Rows.counted(out, reason.replace('-', ' '), sources));
        out.close("table").line();
    }

    private static void safeguards(Markup out, Contents contents) {
        Tally tally = contents.tally();
        out.element("h2", "Safeguards", "id", "safeguards").open("table").line();
        Rows.head(out, "What", "Number", "Entries");
        Rows.counted(out, "customers given notice", tally.of("case.notice"));
        Rows.counted(out, "customers' replies", tally.of("case.reply"));
        Rows.counted(out, "decisions to restrict", tally.of("case.decision/restrict"));
        Rows.counted(out, "decisions to do nothing", tally.of("case.decision/none"));
        Rows.counted(out, "orders that carry out a decision", tally.of("enforcement.ordered/decided"));
        Rows.counted(out, "emergency orders", tally.of("enforcement.ordered/emergency"));
        Rows.counted(out, "emergency orders ratified", tally.of("case.decision/ratify"));
        tally.behind("enforcement.lifted/")
                .forEach((end, sources) -> Rows.counted(out, "orders ended: " + end.replace('-', ' '), sources));
        Rows.counted(out, "decisions renewed", tally.of("case.renewed"));
        Rows.counted(out, "decisions expired", tally.of("case.expired"));
        Rows.counted(out, "appeals filed", tally.of("appeal.filed"));
        Rows.counted(out, "appeals granted", tally.of("appeal.decided/granted"));
        Rows.counted(out, "appeals rejected", tally.of("appeal.decided/rejected"));
        Rows.counted(out, "offers to take data away", tally.of("export.offered"));
        Rows.counted(out, "requests to look at a customer's data", tally.of("lockbox.requested"));
        Rows.counted(out, "of them approved by the customer", tally.of("lockbox.approved"));
        Rows.counted(out, "of them denied by the customer", tally.of("lockbox.denied"));
        Rows.counted(out, "times that data was looked at", tally.of("lockbox.used"));
        Rows.counted(out, "heartbeats of the log", tally.of("heartbeat"));
        Rows.counted(out, "changes of the log's keys", tally.of("key.rotated"));
        Rows.counted(out, "changes of who holds which role", tally.of("operator.roster"));
        out.close("table").line();
        contents.facts().gaps(contents.period()).forEach(gap -> gap(out, gap));
        roster(out, contents.facts().roster());
        out.element(
                "p",
                "Witnesses sign checkpoints, which stand beside the log and not in it: this report shows only the orders"
                        + " that ended because witnesses did not see them in time. lazurite verify asks the witnesses.");
    }

    private static void gap(Markup out, Logged gap) {
        if (gap.event() instanceof LogEvent.Resumed it) {
            out.open("p")
                    .text("The log was silent from " + Words.minute(it.from()) + " to " + Words.minute(it.to()) + " ");
            out.entry(gap.index()).text(".").close("p").line();
        }
    }

    private static void roster(Markup out, @Nullable Logged roster) {
        if (roster == null || !(roster.event() instanceof RosterEvent it)) {
            out.element("p", "Nobody holds a role yet.");
            return;
        }
        out.open("table").open("caption").text("Who holds which role").close("caption");
        Rows.head(out, "Holder", "Roles", "Entry");
        it.holders()
                .forEach(holder -> Rows.texts(
                        out,
                        roster.index(),
                        holder.name(),
                        holder.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", "))));
        out.close("table").line();
    }
}
