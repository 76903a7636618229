package lazurite.server.governance;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.office.Recorder;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.service.account.Account;
import lazurite.service.account.Subscription;
import lazurite.service.meter.StoredBytes;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;

/**
 * What is used goes into the log, every day: the terms in force, the subscriptions, and for each of them one meter entry
 * a day with the signals that it raises. Storage never waits for it: what the log does not take is tried again.
 *
 * <p>Concurrency: one thread of its own, started and stopped by the thread that composes the server; the rest from any
 * thread.
 */
public final class Bookkeeping {
    private static final System.Logger LOG = System.getLogger(Bookkeeping.class.getName());
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMillis(200);

    private final Ledger ledger;
    private final Pseudonyms pseudonyms;
    private final LoggedAccounts accounts;
    private final CommandedSubscriptions commanded;
    private final TermsInForce terms;
    private final SubscriptionLog subscriptions;
    private final DailyClose days;
    private final Openings openings;
    private final StoredBytes stored;
    private final SteadyClock clock;
    private final Thread thread;
    private volatile Configured configured;
    private volatile boolean closed;

    private record Configured(List<Subscription> subscriptions, Collection<Account> accounts) {
        static Configured of(Config config) {
            List<Account> accounts =
                    config.accounts().stream().map(AccountSettings::account).toList();
            return new Configured(config.subscriptions(), accounts);
        }
    }

    /**
     * What it is made of.
     *
     * @param settledHour before which every hour is closed: {@code Metering::settledHour}
     * @param stored what the services store
     * @param restraints whether a restriction or an open case stands
     * @param commanded subscriptions that are not the configuration's
     */
    public record Parts(
            Ledger ledger,
            Documents documents,
            Recorder recorder,
            MetadataStore store,
            UidSource uids,
            LongSupplier settledHour,
            StoredBytes stored,
            Restraints restraints,
            CommandedSubscriptions commanded,
            Platform platform) {}

    private Bookkeeping(Config config, Parts parts) {
        this.ledger = parts.ledger();
        StreamIndex index = new StreamIndex(
                ledger,
                SubscriptionRows.of(
                        parts.store(), parts.uids(), ledger.settings().origin()));
        this.pseudonyms = new Pseudonyms(parts.store(), parts.uids(), parts.platform());
        this.accounts = new LoggedAccounts(parts.store(), parts.uids(), pseudonyms, parts.restraints());
        this.commanded = parts.commanded();
        this.terms = new TermsInForce(config.ledger().terms(), index, parts.documents(), parts.recorder());
        this.subscriptions = new SubscriptionLog(
                index,
                pseudonyms,
                accounts,
                commanded,
                parts.documents(),
                parts.recorder(),
                parts.restraints(),
                config.ledger().publicClasses(),
                parts.platform());
        this.days = new DailyClose(
                ledger,
                index,
                pseudonyms,
                new UseHistory(index, parts.documents()),
                terms,
                parts.recorder(),
                parts.store(),
                parts.settledHour(),
                parts.platform().random());
        this.openings = new Openings(
                ledger,
                index,
                parts.documents(),
                parts.recorder(),
                parts.platform().random());
        this.stored = parts.stored();
        this.clock = new SteadyClock(parts.platform());
        this.configured = Configured.of(config);
        this.thread = parts.platform().virtualThreads().newThread(this::run);
    }

    /**
     * Checks the configuration against the log, before anybody is served. Writes nothing into the log.
     *
     * @throws ConfigException if it changes a logged account as only a command may, declares a subscription that a
     *     command opened, or its terms are wrong or are those of a logged version with another content
     */
    public static Bookkeeping open(Config config, Parts parts) {
        Bookkeeping books = new Bookkeeping(config, parts);
        books.terms.check();
        books.commanded.follow();
        books.admit(config, books.configured);
        return books;
    }

    public void start() {
        thread.start();
    }

    /**
     * Takes over changed subscriptions and accounts.
     *
     * @throws ConfigException if they change a logged account as only a command may, or declare a subscription that a
     *     command opened; then nothing is taken over
     */
    public void replace(Config config) {
        Configured changed = Configured.of(config);
        admit(config, changed);
        configured = changed;
        LockSupport.unpark(thread);
    }

    private void admit(Config config, Configured changed) {
        commanded.check(config, changed.accounts());
        accounts.admit(changed.accounts());
        commanded.configure(config);
    }

    /** Under which names subscriptions stand in the log. */
    public Pseudonyms pseudonyms() {
        return pseudonyms;
    }

    /** What commands about accounts are carried out by. */
    public LoggedAccounts accounts() {
        return accounts;
    }

    /** What customers are shown, and corrections. */
    public Openings openings() {
        return openings;
    }

    /** Ends it, after the entry that it is at. */
    public void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void run() {
        while (!closed) {
            Duration rest = turn();
            if (!closed) {
                LockSupport.parkNanos(this, rest.toNanos());
            }
        }
    }

    /** Brings the log up to now; how long until it is worth another look. */
    Duration turn() {
        if (ledger.last(LogEvent.STREAM) == null) {
            return SOON;
        }
        if (!clock.steady()) {
            return AGAIN;
        }
        try {
            return write() ? IDLE : AGAIN;
        } catch (StorageException | CompletionException failed) {
            LOG.log(Level.WARNING, "the ledger takes nothing at present; it is tried again in a minute", failed);
            return AGAIN;
        }
    }

    /** False if something was refused, which stops nothing else. */
    private boolean write() {
        Configured now = configured;
        boolean done = attempt("the terms", terms::log)
                && attempt("subscriptions", () -> subscriptions.write(now.subscriptions(), now.accounts(), stored));
        for (String pseudonym : done ? pseudonyms.all() : List.<String>of()) {
            done &= closed || attempt("days of " + pseudonym, () -> days.close(pseudonym));
        }
        return done;
    }

    private static boolean attempt(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RefusedException | ConfigException refused) {
            LOG.log(Level.WARNING, "{0} did not get into the ledger: {1}", what, refused.getMessage());
            return false;
        }
    }
}
