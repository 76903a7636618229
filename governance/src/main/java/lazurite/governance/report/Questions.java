package lazurite.governance.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lazurite.governance.event.CaseEvent;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;

/** What was investigated, whom it concerns, what was restricted, what stays active, which safeguards there were. */
final class Questions {
    private Questions() {}

    static void write(Markup out, Contents contents) {
        List<CaseStory> stories = contents.cases().of(contents.period(), contents.now());
        out.element("h2", "Five questions", "id", "questions")
                .open("dl", "class", "questions")
                .line();
        investigated(out, contents, stories);
        entities(out, stories);
        restricted(out, contents, stories);
        active(out, contents, stories);
        safeguards(out, contents, stories);
        out.close("dl").line();
    }

    private static void investigated(Markup out, Contents contents, List<CaseStory> stories) {
        out.element("dt", "What was investigated?").open("dd");
        out.counted(contents.tally().of("case.opened"), "case was opened", "cases were opened");
        out.text("; ").counted(contents.tally().of("signal.raised"), "signal was raised", "signals were raised");
        String sources = stories.stream()
                .map(story -> Words.of(story.opened().source()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        out.text(stories.isEmpty() ? "." : ". Where the cases below come from: " + sources + ".");
        out.close("dd").line();
    }

    private static void entities(Markup out, List<CaseStory> stories) {
        SortedSet<String> names = new TreeSet<>();
        stories.forEach(story -> names.add(story.opened().subscription()));
        out.element("dt", "Which entities?").open("dd");
        out.text(
                names.isEmpty()
                        ? "None."
                        : "Under their pseudonyms: " + String.join(", ", names)
                                + ". Who they are was committed to when they opened, and can be opened later.");
        out.close("dd").line();
    }

    private static void restricted(Markup out, Contents contents, List<CaseStory> stories) {
        out.element("dt", "Which services were restricted?").open("dd");
        List<CaseStory> ordered =
                stories.stream().filter(story -> !story.orders().isEmpty()).toList();
        if (ordered.isEmpty()) {
            out.text("None.");
        }
        for (CaseStory story : ordered) {
            for (Order order : story.orders()) {
                out.open("div")
                        .text(story.opened().subscription() + ": "
                                + Words.levels(order.event().levels()) + ", ");
                out.text(
                        order.actsAt(contents.now())
                                ? "in force until " + Words.minute(order.until()) + " "
                                : "ended" + (order.end() == null ? "" : " (" + Words.of(order.end()) + ")") + " ");
                out.entry(order.ordered().index()).close("div");
            }
        }
        out.close("dd").line();
    }

    private static void active(Markup out, Contents contents, List<CaseStory> stories) {
        out.element("dt", "What stays active?").open("dd");
        out.open("div")
                .text("All services of every subscription that is not named here.")
                .close("div");
        for (CaseStory story : stories) {
            String subscription = story.opened().subscription();
            Set<MeteredService> declared = contents.subscriptions().services(subscription);
            Map<MeteredService, Level> levels = story.restricted(contents.now());
            if (!levels.isEmpty()) {
                out.open("div")
                        .text(subscription + ": "
                                + Words.services(story.active(declared, contents.now()))
                                + "; its data is kept, also where it is restricted.");
                out.close("div");
            }
        }
        out.close("dd").line();
    }

    private static void safeguards(Markup out, Contents contents, List<CaseStory> stories) {
        long noticed = stories.stream().filter(Questions::hasNotice).count();
        Tally tally = contents.tally();
        long appeals = tally.of("appeal.filed").count();
        long granted = tally.of("appeal.decided/granted").count();
        out.element("dt", "Which safeguards?").open("dd");
        out.text("Notice was given in " + noticed + " of " + Words.count(stories.size(), "case", "cases") + "; "
                + Words.count(appeals, "appeal was filed", "appeals were filed") + " and " + granted
                + " granted. Every restriction has an end of at most 90 days. ");
        out.link("#safeguards", "All safeguards").text(".").close("dd").line();
    }

    private static boolean hasNotice(CaseStory story) {
        return story.entries().stream().anyMatch(logged -> logged.event() instanceof CaseEvent.Notice);
    }
}
