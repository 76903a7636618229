package lazurite.server.ledger;

import lazurite.http.Response;
import lazurite.ledger.Strict;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.PublishedLog;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * The log as files (C2SP tlog-tiles), and each entry with its receipt. Refuses names that are none.
 *
 * <p>Concurrency: any thread.
 */
final class LogFiles {
    private static final String BINARY = "application/octet-stream";

    private final PublishedLog log;

    LogFiles(PublishedLog log) {
        this.log = log;
    }

    Response checkpoint() {
        return note(log.checkpoint());
    }

    /** The newest checkpoint that enough witnesses cosigned. */
    Response cosigned() {
        return note(log.cosigned());
    }

    private static Response note(@Nullable Note note) {
        return note == null ? Answer.absent() : Answer.ok(Answer.TEXT, Answer.FRESH, note.bytes());
    }

    Response tile(String path) {
        byte[] tile = log.tile(path);
        return tile == null ? Answer.absent() : Answer.ok(BINARY, Answer.FOR_EVER, tile);
    }

    Response entry(String index) {
        return entry(log.entry(index(index)), Answer.FOR_EVER);
    }

    /** Of the log, or, below 0, of those that it goes on from: these are counted anew when the log is restarted. */
    static Response entry(Ledger ledger, String text) {
        long index = index(text);
        return entry(ledger.entry(index), index < 0 ? Answer.FRESH : Answer.FOR_EVER);
    }

    private static Response entry(byte @Nullable [] entry, String caching) {
        return entry == null ? Answer.absent() : Answer.ok("application/json", caching, entry);
    }

    /** Under the newest checkpoint that witnesses signed; where they have not seen the entry yet, under the newest. */
    static Response receipt(Ledger ledger, String text) {
        long index = index(text);
        Receipt cosigned = ledger.cosignedReceipt(index);
        Receipt receipt = cosigned == null ? ledger.receipt(index) : cosigned;
        return receipt == null ? Answer.absent() : Answer.ok(Answer.TEXT, Answer.FRESH, receipt.bytes());
    }

    private static long index(String text) {
        return Strict.signed(text, "An index");
    }
}
