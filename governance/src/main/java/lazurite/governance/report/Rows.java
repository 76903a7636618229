package lazurite.governance.report;

/** Rows of the report's tables. */
final class Rows {
    private Rows() {}

    static void head(Markup out, String... titles) {
        out.open("tr");
        for (String title : titles) {
            out.open("th", "scope", "col").text(title).close("th");
        }
        out.close("tr").line();
    }

    /** What is counted, how many, and from where. */
    static void counted(Markup out, String what, Sources sources) {
        out.open("tr").open("td").text(what).close("td");
        out.open("td", "class", "number").text(String.valueOf(sources.count())).close("td");
        out.open("td").entries(sources).close("td").close("tr").line();
    }

    static void texts(Markup out, long entry, String... texts) {
        out.open("tr");
        for (String text : texts) {
            out.open("td").text(text).close("td");
        }
        out.open("td").entry(entry).close("td").close("tr").line();
    }
}
