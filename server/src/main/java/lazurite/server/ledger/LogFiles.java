package lazurite.server.ledger;

import lazurite.http.Response;
import lazurite.ledger.Strict;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Receipt;

/**
 * The log as files (C2SP tlog-tiles), and each entry with its receipt. Refuses names that are none.
 *
 * <p>Concurrency: any thread.
 */
final class LogFiles {
    private static final String BINARY = "application/octet-stream";

    private final Ledger ledger;

    LogFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    Response checkpoint() {
        Note note = ledger.checkpoint();
        return note == null ? Answer.absent() : Answer.ok(Answer.TEXT, Answer.FRESH, note.bytes());
    }

    Response tile(String path) {
        byte[] tile = ledger.tile(path);
        return tile == null ? Answer.absent() : Answer.ok(BINARY, Answer.FOR_EVER, tile);
    }

    Response entry(String index) {
        byte[] entry = ledger.entry(index(index));
        return entry == null ? Answer.absent() : Answer.ok("application/json", Answer.FOR_EVER, entry);
    }

    /** Under the newest checkpoint that witnesses signed; where they have not seen the entry yet, under the newest. */
    Response receipt(String text) {
        long index = index(text);
        Receipt cosigned = ledger.cosignedReceipt(index);
        Receipt receipt = cosigned == null ? ledger.receipt(index) : cosigned;
        return receipt == null ? Answer.absent() : Answer.ok(Answer.TEXT, Answer.FRESH, receipt.bytes());
    }

    private static long index(String text) {
        return Strict.decimal(text, "An index");
    }
}
