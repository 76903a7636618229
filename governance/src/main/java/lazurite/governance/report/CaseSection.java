package lazurite.governance.report;

import java.util.List;
import java.util.Map;
import lazurite.governance.event.Logged;
import lazurite.governance.event.TermsEvent;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;

/** Each case with all that happened in it. */
final class CaseSection {
    private CaseSection() {}

    static void write(Markup out, Contents contents) {
        out.element("h2", "Cases and decisions", "id", "cases");
        List<CaseStory> stories = contents.cases().of(contents.period(), contents.now());
        if (stories.isEmpty()) {
            out.element("p", "There was no case.");
        }
        stories.forEach(story -> story(out, contents, story));
    }

    private static void story(Markup out, Contents contents, CaseStory story) {
        long now = contents.now();
        Map<MeteredService, Level> levels = story.restricted(now);
        String subscription = story.opened().subscription();
        out.open("article").line().element("h3", "Case " + story.id() + ": " + story.state(now));
        out.open("p").text("Subscription " + subscription + ". ");
        if (!levels.isEmpty()) {
            out.text("Restricted: " + Words.levels(levels) + ". Stays active: "
                    + Words.services(story.active(contents.subscriptions().services(subscription), now)) + ".");
        }
        out.close("p").line().open("ol", "class", "story").line();
        for (Logged logged : story.entries()) {
            out.open("li").open("time").text(Words.minute(logged.time())).close("time");
            out.text(" ").text(Sentences.of(logged, contents.facts().terms())).text(" ");
            out.entry(logged.index()).close("li").line();
        }
        out.close("ol").close("article").line();
    }

    /** The terms, if the log has them. */
    static String terms(Map<Long, TermsEvent.Version> known, long index) {
        TermsEvent.Version version = known.get(index);
        return version == null
                ? "terms #" + index
                : version.name() + " version " + version.version() + " (#" + index + ")";
    }
}
