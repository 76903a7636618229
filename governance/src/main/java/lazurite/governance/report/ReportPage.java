package lazurite.governance.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The report for people: one page that needs no script and loads nothing. */
final class ReportPage {
    private static final String STYLE = style();

    private ReportPage() {}

    static byte[] of(Contents contents) {
        Markup out = new Markup();
        String days = contents.period().from() + " to " + contents.period().to().minusDays(1);
        out.open("!doctype html").line().open("html", "lang", "en").open("head").line();
        out.open("meta", "charset", "utf-8").line();
        out.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.open("meta", "name", "color-scheme", "content", "light dark").line();
        out.element("title", "Transparency report, " + days)
                .style(STYLE)
                .close("head")
                .line()
                .open("body")
                .line();
        header(out, contents, days);
        out.open("main").line();
        Questions.write(out, contents);
        UsageSection.write(out, contents);
        SignalSection.write(out, contents);
        CaseSection.write(out, contents);
        Tables.write(out, contents);
        out.element("h2", "Encryption", "id", "encryption").element("p", Words.ENCRYPTION);
        out.element("h2", "What this cannot show", "id", "cannot-show")
                .open("ul")
                .line();
        Words.CANNOT_SHOW.forEach(line -> out.element("li", line));
        out.close("ul").line().close("main").line();
        return out.close("body").close("html").line().bytes();
    }

    private static void header(Markup out, Contents contents, String days) {
        out.open("header").line().element("h1", "Transparency report").element("p", days, "class", "days");
        out.open("p")
                .text("Made from the first " + contents.checkpoint().size() + " entries of the log ")
                .open("b")
                .text(contents.checkpoint().origin())
                .close("b")
                .text(" and from nothing else. Root: ")
                .open("code")
                .text(contents.checkpoint().root().base64())
                .close("code")
                .text(". Days are in UTC. The state is that of " + Words.minute(contents.now()) + ".")
                .close("p")
                .line();
        out.open("p")
                .text("Behind each figure stand the numbers of the entries that it comes from, as ")
                .entry(0)
                .text(". Whoever has the log can make this report again, byte for byte, and ")
                .link("/verify", "verify each entry")
                .text(" in a browser.")
                .close("p")
                .line();
        out.open("nav").line();
        String[] parts = {
            "questions",
            "Five questions",
            "usage",
            "Use",
            "signals",
            "Signals",
            "cases",
            "Cases",
            "safeguards",
            "Safeguards",
            "cannot-show",
            "What this cannot show"
        };
        for (int i = 0; i < parts.length; i += 2) {
            out.link("#" + parts[i], parts[i + 1]).line();
        }
        out.close("nav").close("header").line();
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
