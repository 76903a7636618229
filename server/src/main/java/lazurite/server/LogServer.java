package lazurite.server;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import lazurite.base.OnwardClock;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.server.admin.AdminHandler;
import lazurite.server.admin.Books;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.governance.AccountChange;
import lazurite.server.governance.Bookkeeping;
import lazurite.server.governance.Governance;
import lazurite.server.governance.Openings;
import lazurite.server.ledger.RunningLedger;
import lazurite.server.operator.ControlToken;
import lazurite.server.operator.Metrics;
import lazurite.server.operator.OperatorHandler;
import lazurite.service.account.Restrictions;
import lazurite.service.blob.BlobService;
import lazurite.service.meter.Metering;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** The log of a server that keeps one, with its port, and what is governed by it. */
final class LogServer {
    private final RunningLedger running;
    private final Governance governance;
    private final HttpServer port;
    private final Set<CustomerClass> publicClasses;

    private LogServer(RunningLedger running, Governance governance, HttpServer port, Set<CustomerClass> publicClasses) {
        this.running = running;
        this.governance = governance;
        this.port = port;
        this.publicClasses = publicClasses;
    }

    /**
     * Starts it, what is ordered being in force when this returns; null without a log.
     *
     * @throws ConfigException if the data folder has a log and the configuration none
     */
    static @Nullable LogServer start(
            Config config,
            Storage storage,
            BlobService service,
            Metering metering,
            Restrictions restrictions,
            OnwardClock clock,
            Metrics metrics,
            Platform platform,
            Closing closing)
            throws IOException {
        if (!config.ledger().enabled()) {
            requireNone(storage);
            return null;
        }
        RunningLedger running = RunningLedger.start(config, storage.engine().metadata(), platform, Version.text());
        closing.first(running::stop);
        running.figures(metrics);
        Governance governance = Governance.open(
                config,
                new Governance.Parts(
                        running.ledger(),
                        running.policy(),
                        running.quorum(),
                        storage.engine().metadata(),
                        storage.uids(),
                        restrictions,
                        metering::settledHour,
                        service::bytesByAccount,
                        clock::millis,
                        CacheFolder.path(),
                        platform));
        closing.first(governance::stop);
        HttpServer.Options options = HttpServer.Options.defaults(
                        config.host(), config.ports().ledger())
                .withConnectionsMax(OpenFiles.LEDGER_CONNECTIONS_MAX);
        HttpServer port = Lazurite.listen(
                "--host or --ledger-port",
                options,
                running.handler(
                        governance.office().documents(), governance.office().register()));
        closing.first(() -> port.stop(Duration.ofSeconds(1)));
        return new LogServer(running, governance, port, config.ledger().publicClasses());
    }

    /** Served without its log, a data folder would forget what was ordered in it. */
    private static void requireNone(Storage storage) {
        List<String> logs = Ledger.origins(storage.engine().metadata());
        if (!logs.isEmpty()) {
            throw new ConfigException("ledger.enabled: the data folder has the log '" + logs.getFirst()
                    + "', which orders may stand in; serve it with --ledger");
        }
    }

    /** Where the log is read. */
    int port() {
        return port.port();
    }

    /** What its checkpoints are verified with, the Ed25519 key first. */
    List<String> verifierKeys() {
        return running.verifierKeys();
    }

    /** What answers the admin API. */
    OperatorHandler.Admin admin(@Nullable ControlToken token, OnwardClock clock) {
        return new AdminHandler(
                governance.office(), new BooksOf(governance.books(), publicClasses), token, clock::millis);
    }

    /**
     * Takes over changed subscriptions and accounts.
     *
     * @throws ConfigException if they change what only a command may change
     */
    void replace(Config config) {
        governance.replace(config);
    }

    /** The books, as operators see them. */
    private record BooksOf(Bookkeeping books, Set<CustomerClass> publicClasses) implements Books {
        @Override
        public void allow(String account, AccountChange change) {
            books.accounts().allow(account, change);
        }

        @Override
        public List<Openings.Opened> day(String pseudonym, LocalDate day) {
            return books.openings().day(pseudonym, day);
        }

        @Override
        public Appended correct(String pseudonym, LocalDate day, SortedMap<String, Long> meters) {
            return books.openings().correct(pseudonym, day, meters);
        }
    }
}
