package lazurite.server.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.publication.Publications;
import lazurite.governance.publication.Publications.Page;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;

/**
 * Pages that the operator publishes. Each is what the log's newest entry of it says, or it is not served; one that was
 * withdrawn goes on saying so.
 *
 * <p>Concurrency: any thread.
 */
final class Pages {
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}(; ?charset=[A-Za-z0-9-]{1,20})?");

    private final Documents documents;
    private final Publications publications;

    Pages(Documents documents, Publications publications) {
        this.documents = documents;
        this.publications = publications;
    }

    Response answer(Request request, String name) {
        return switch (publications.current(name)) {
            case null -> Answer.absent();
            case Page.Withdrawn gone -> tombstone(request, name, gone);
            case Page.Present page -> present(request, page);
        };
    }

    private Response present(Request request, Page.Present page) {
        Documents.Found found;
        try {
            found = documents.find(page.sha256());
        } catch (StorageException failed) {
            if (failed.code() == ErrorCode.InternalError) {
                return Answer.line(
                        500, "The page is not what entry " + page.index() + " of the log says; it is not" + " served.");
            }
            throw failed;
        }
        return switch (found) {
            case Documents.Found.Present content when content.isPublic() -> content(request, page, content.bytes());
            case Documents.Found.Withdrawn _ ->
                Answer.line(
                        410,
                        "The page's content was withdrawn; entry " + page.index() + " of the log has its" + " hash.");
            case null, default ->
                Answer.line(503, "The page's content, which entry " + page.index() + " of the log names, is not here.");
        };
    }

    /** To be asked for anew each time: it may be updated or withdrawn. */
    private static Response content(Request request, Page.Present page, byte[] bytes) {
        boolean known = MEDIA_TYPE.matcher(page.mediaType()).matches();
        Headers headers = Answer.headers(known ? page.mediaType() : "application/octet-stream", Answer.FRESH)
                .add("Link", "</entry/" + page.index() + ">; rel=\"describedby\"");
        return Answer.tagged(request, headers, page.sha256().hex(), bytes);
    }

    private static Response tombstone(Request request, String name, Page.Withdrawn gone) {
        String reason = words(gone);
        String time = Instant.ofEpochMilli(gone.time()).toString();
        if (!Answer.wantsHtml(request)) {
            return gone(
                    Answer.TEXT,
                    "The page '" + name + "' was withdrawn. Reason: " + reason + ". Entry " + gone.index() + " of the"
                            + " log says so, of " + time + ".\n");
        }
        return gone(
                Answer.HTML,
                html(
                        "Withdrawn: " + name,
                        "<p>This page was withdrawn.</p>\n<dl><dt>Reason</dt><dd>"
                                + Answer.escaped(reason) + "</dd>\n<dt>Since</dt><dd>" + time
                                + "</dd>\n<dt>Recorded in</dt><dd><a"
                                + " href=\"/entry/" + gone.index() + "\">entry " + gone.index()
                                + "</a> of the log (<a href=\"/verify#"
                                + gone.index() + "\">verify it</a>)</dd></dl>\n"));
    }

    private static Response gone(String type, String text) {
        return new Response(410, Answer.headers(type, Answer.FRESH).add("Vary", "Accept"), Body.of(text));
    }

    /** Every page, withdrawn ones too: a page for people, JSON for programs. */
    Response list(Request request) {
        boolean html = Answer.wantsHtml(request);
        byte[] bytes = html ? Answer.bytes(html("Publications", rows())) : json();
        Headers headers = Answer.headers(html ? Answer.HTML : "application/json", Answer.FRESH);
        return new Response(200, headers.add("Vary", "Accept"), Body.of(bytes));
    }

    private byte[] json() {
        List<Json> items = new ArrayList<>();
        publications.all().forEach((name, page) -> {
            FieldWriter item = new FieldWriter()
                    .text("page", name)
                    .number("index", page.index())
                    .number("t", page.time());
            switch (page) {
                case Page.Present it -> item.hash("sha256", it.sha256()).text("mediaType", it.mediaType());
                case Page.Withdrawn it -> item.text("withdrawn", words(it));
            }
            items.add(item.done());
        });
        return new Json.Items(items).canonical();
    }

    private String rows() {
        StringBuilder rows = new StringBuilder("<ul>\n");
        publications.all().forEach((name, page) -> {
            String shown = Answer.escaped(name);
            String state = page instanceof Page.Withdrawn gone ? ", withdrawn: " + words(gone) : "";
            rows.append("<li><a href=\"/publications/")
                    .append(shown)
                    .append("\">")
                    .append(shown);
            rows.append("</a>")
                    .append(state)
                    .append(", <a href=\"/entry/")
                    .append(page.index())
                    .append("\">entry ");
            rows.append(page.index()).append("</a></li>\n");
        });
        return rows.append("</ul>\n").toString();
    }

    private static String words(Page.Withdrawn gone) {
        return gone.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String html(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + Answer.escaped(title)
                + "</title>\n<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;"
                + "padding:0 1rem}dt{font-weight:600}</style></head>\n<body><h1>" + Answer.escaped(title) + "</h1>\n"
                + body + "</body></html>\n";
    }
}
