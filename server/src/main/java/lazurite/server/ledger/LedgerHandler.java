package lazurite.server.ledger;

import java.io.IOException;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.publication.Publications;
import lazurite.http.Exchange;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;

/**
 * What everybody may read, and nobody changes, on the log's port.
 *
 * <p>Concurrency: any thread.
 */
final class LedgerHandler implements HttpServer.Handler {
    private final LogFiles log;
    private final PublicDocuments documents;
    private final Pages pages;
    private final ReceiptPage receiptPage = new ReceiptPage();

    LedgerHandler(Ledger ledger, Documents documents, Publications publications) {
        this.log = new LogFiles(ledger);
        this.documents = new PublicDocuments(documents);
        this.pages = new Pages(documents, publications);
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
            return read(request);
        } catch (RefusedException nothingOfThatName) {
            return Answer.absent();
        } catch (StorageException unreadable) {
            return Answer.line(503, "The log cannot be read at present.");
        }
    }

    private Response read(Request request) {
        String path = request.rawPath();
        int slash = path.indexOf('/', 1);
        String first = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        if (slash < 0) {
            return switch (first) {
                case "checkpoint" -> log.checkpoint();
                case "publications" -> pages.list(request);
                case "verify" -> receiptPage.answer(request);
                default -> Answer.absent();
            };
        }
        return switch (first) {
            case "tile" -> log.tile(path.substring(1));
            case "entry" -> log.entry(rest);
            case "receipt" -> log.receipt(rest);
            case "blob" -> documents.answer(request, rest);
            case "publications" -> pages.answer(request, rest);
            default -> Answer.absent();
        };
    }
}
