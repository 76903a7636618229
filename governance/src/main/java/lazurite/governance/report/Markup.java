package lazurite.governance.report;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes HTML and SVG. Text and values of attributes are escaped, all of them; names of elements and attributes are the
 * program's own.
 *
 * <p>Concurrency: one thread.
 */
final class Markup {
    /** Most entries that a figure links one by one; the report for programs names more. */
    static final int LINKS_MAX = 8;

    private final StringBuilder out = new StringBuilder(1 << 16);

    /** @param attributes names and values, in turn */
    Markup open(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Markup close(String element) {
        out.append("</").append(element).append(">");
        return this;
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    Markup line() {
        out.append('\n');
        return this;
    }

    /** An element with text in it, on a line of its own. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element).line();
    }

    Markup link(String address, String text) {
        return open("a", "href", address).text(text).close("a");
    }

    Markup entry(long index) {
        return link("/entry/" + index, "#" + index);
    }

    /** Links to what a figure comes from. */
    Markup entries(Sources sources) {
        List<Long> named = sources.named();
        List<Long> linked = named.subList(0, Math.min(LINKS_MAX, named.size()));
        open("span", "class", "from");
        String between = "";
        for (long index : linked) {
            text(between).entry(index);
            between = " ";
        }
        if (sources.count() > linked.size()) {
            text(" and " + (sources.count() - linked.size()) + " more");
        }
        return close("span");
    }

    /** How many, of what, and from where. */
    Markup counted(Sources sources, String one, String many) {
        text(Words.count(sources.count(), one, many));
        return sources.count() == 0 ? this : text(" ").entries(sources);
    }

    /** Style sheet of the program's own; nothing else is written as it is. */
    Markup style(String sheet) {
        out.append("<style>\n").append(sheet).append("</style>\n");
        return this;
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < ' ' && c != '\n' ? '\uFFFD' : c);
            }
        }
    }
}
