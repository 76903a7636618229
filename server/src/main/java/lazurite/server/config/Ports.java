package lazurite.server.config;

import org.jspecify.annotations.Nullable;

/**
 * TCP ports, 0 for any free one.
 *
 * @param queue kept for the Queue service, which is not built yet: nothing listens there
 * @param table kept for the Table service, which is not built yet: nothing listens there
 * @param ledger where the transparency log is read, if there is one
 * @param web where static websites are found by path; null to have them under their host names only, on the Blob
 *     service's port
 */
public record Ports(
        int blob,
        int queue,
        int table,
        int operator,
        int ledger,
        @Nullable Integer web) {
    /** Any free ones; none for websites. */
    public static final Ports ANY = new Ports(0, 0, 0, 0, 0);

    // not the compact form: javac then loses @Nullable for other modules
    public Ports(int blob, int queue, int table, int operator, int ledger, @Nullable Integer web) {
        this.blob = blob;
        this.queue = queue;
        this.table = table;
        this.operator = operator;
        this.ledger = ledger;
        this.web = web;
    }

    /** Without a port for websites. */
    public Ports(int blob, int queue, int table, int operator, int ledger) {
        this(blob, queue, table, operator, ledger, null);
    }
}
