package lazurite.server.governance;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.office.Office;
import lazurite.governance.office.Quorum;
import lazurite.governance.register.Register;
import lazurite.governance.role.CedarPermissions;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.proof.Policy;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.service.account.Restrictions;
import lazurite.service.meter.StoredBytes;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;

/**
 * What is decided and what is used, in a server that keeps a log: the office, which takes commands and has the front ends
 * act on them, and the books, which write down what is used.
 *
 * <p>Concurrency: any thread.
 */
public final class Governance {
    private final Office office;
    private final Bookkeeping books;
    private final Restrictions restrictions;

    /**
     * What it is made of.
     *
     * @param policy pinned: under which receipts have to hold
     * @param restrictions on which the front ends act
     * @param settledHour before which every hour of the meters is closed
     * @param stored what the services store
     * @param now milliseconds since 1970, never going back while the process runs
     * @param natives folder in which native libraries are unpacked, to be kept from start to start
     */
    public record Parts(
            Ledger ledger,
            Policy policy,
            Quorum quorum,
            MetadataStore store,
            UidSource uids,
            Restrictions restrictions,
            LongSupplier settledHour,
            StoredBytes stored,
            LongSupplier now,
            Path natives,
            Platform platform) {}

    private Governance(Office office, Bookkeeping books, Restrictions restrictions) {
        this.restrictions = restrictions;
        this.office = office;
        this.books = books;
    }

    /**
     * Reads the log and puts in force what stands, before anybody is served.
     *
     * @throws ConfigException if the configuration changes what only a command may change
     */
    public static Governance open(Config config, Parts parts) {
        parts.ledger().awaitBegun();
        Documents documents =
                new Documents(parts.store(), parts.uids(), parts.ledger().firstOrigin());
        Pseudonyms pseudonyms = new Pseudonyms(parts.store(), parts.uids(), parts.platform());
        Register register = new Register();
        CommandedSubscriptions commanded = new CommandedSubscriptions(
                register,
                pseudonyms,
                new LoggedAccounts(parts.store(), parts.uids(), pseudonyms, register::isRestrained),
                documents,
                config.ledger().publicClasses(),
                parts.stored());
        Office office = new Office(new Office.Parts(
                parts.ledger(),
                register,
                documents,
                parts.policy(),
                new RememberedQuorum(parts.quorum(), parts.store(), parts.uids(), parts.ledger()::place),
                new CedarPermissions(parts.natives()),
                commanded,
                new FrontEnds(parts.restrictions(), pseudonyms),
                parts.now(),
                parts.platform()));
        Bookkeeping books = Bookkeeping.open(
                config,
                new Bookkeeping.Parts(
                        parts.ledger(),
                        documents,
                        office,
                        parts.store(),
                        parts.uids(),
                        parts.settledHour(),
                        parts.stored(),
                        register::isRestrained,
                        commanded,
                        parts.platform()));
        parts.restrictions().keepExports(new ExportRows(parts.store(), parts.uids(), parts.ledger()::place));
        office.start();
        books.start();
        return new Governance(office, books, parts.restrictions());
    }

    public Office office() {
        return office;
    }

    public Bookkeeping books() {
        return books;
    }

    /**
     * Takes over changed subscriptions and accounts, while no command is taken.
     *
     * @throws ConfigException if they change what only a command may change; then nothing is taken over
     */
    public void replace(Config config) {
        office.apart(() -> books.replace(config));
    }

    /** Ends its threads; what is in force stays in force. */
    public void stop() throws InterruptedException {
        books.stop();
        office.stop();
        restrictions.settleExports();
    }
}
