package lazurite.server.config;

/**
 * TCP ports, 0 for any free one.
 *
 * @param queue kept for the Queue service, which is not built yet: nothing listens there
 * @param table kept for the Table service, which is not built yet: nothing listens there
 * @param ledger where the transparency log is read, if there is one
 */
public record Ports(int blob, int queue, int table, int operator, int ledger) {
    /** Any free ones. */
    public static final Ports ANY = new Ports(0, 0, 0, 0, 0);
}
