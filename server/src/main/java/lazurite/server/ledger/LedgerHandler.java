package lazurite.server.ledger;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.register.Register;
import lazurite.http.Exchange;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.PublishedLog;

/**
 * What everybody may read, and nobody changes, on the log's port. Behind {@code /restarted/1} stand the files of the log
 * that this one goes on from, behind {@code /restarted/2} those of the one before that.
 *
 * <p>Concurrency: any thread.
 */
final class LedgerHandler implements HttpServer.Handler {
    private static final Pattern RESTARTED = Pattern.compile("/restarted/([1-9][0-9]{0,3})(/.*)");

    private final Ledger ledger;
    private final List<LogFiles> logs;
    private final PublicDocuments documents;
    private final Register register;
    private final Pages pages;
    private final ReceiptPage receiptPage = new ReceiptPage();

    /** @param logs the current one first, each going on from the next */
    LedgerHandler(Ledger ledger, List<PublishedLog> logs, Documents documents, Register register) {
        this.ledger = ledger;
        this.logs = logs.stream().map(LogFiles::new).toList();
        this.documents = new PublicDocuments(documents);
        this.register = register;
        this.pages = new Pages(documents, register.publications());
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        exchange.send(answer(exchange.request()));
    }

    private Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            Response refusal = Answer.line(405, "The log is only read here.");
            refusal.headers().add("Allow", "GET, HEAD");
            return refusal;
        }
        try {
            Matcher older = RESTARTED.matcher(request.rawPath());
            return older.matches() ? older(Integer.parseInt(older.group(1)), older.group(2)) : read(request);
        } catch (RefusedException nothingOfThatName) {
            return Answer.absent();
        } catch (StorageException unreadable) {
            return Answer.line(503, "The log cannot be read at present.");
        }
    }

    private Response older(int back, String path) {
        return back < logs.size() ? file(logs.get(back), path) : Answer.absent();
    }

    private Response read(Request request) {
        String path = request.rawPath();
        int slash = path.indexOf('/', 1);
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        return switch (slash < 0 ? path : path.substring(0, slash + 1)) {
            case "/publications" -> pages.list(request);
            case "/publications/" -> pages.answer(request, rest);
            case "/report" -> report(request, Answer.HTML);
            case "/report.json" -> report(request, "application/json");
            case "/verify" -> receiptPage.answer(request);
            case "/entry/" -> LogFiles.entry(ledger, rest);
            case "/receipt/" -> LogFiles.receipt(ledger, rest);
            case "/blob/" -> documents.answer(request, rest);
            default -> file(logs.getFirst(), path);
        };
    }

    /** The newest report, as its entry says. */
    private Response report(Request request, String type) {
        LogEvent.ReportPublished report = register.report();
        return report == null
                ? Answer.absent()
                : documents.answer(request, type.equals(Answer.HTML) ? report.html() : report.json(), type);
    }

    /** What current and older logs have alike. */
    private static Response file(LogFiles log, String path) {
        if (path.equals("/checkpoint")) {
            return log.checkpoint();
        }
        if (path.equals("/checkpoint.cosigned")) {
            return log.cosigned();
        }
        if (path.startsWith("/entry/")) {
            return log.entry(path.substring("/entry/".length()));
        }
        return path.startsWith("/tile/") ? log.tile(path.substring(1)) : Answer.absent();
    }
}
