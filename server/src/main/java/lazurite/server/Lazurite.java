package lazurite.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lazurite.base.OnwardClock;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Limits;
import lazurite.server.operator.ControlToken;
import lazurite.server.operator.Metrics;
import lazurite.server.operator.OperatorHandler;
import lazurite.server.tls.Certificates;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.Restrictions;
import lazurite.service.blob.BlobFrontend;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.feed.ChangeFeeds;
import lazurite.service.blob.inventory.Inventory;
import lazurite.service.blob.inventory.Schedule;
import lazurite.service.blob.logs.StorageLog;
import lazurite.service.blob.retention.KeptClock;
import lazurite.service.gateway.Admission;
import lazurite.service.gateway.Gateway;
import lazurite.service.meter.Metering;
import org.jspecify.annotations.Nullable;

/**
 * A running server: everything is made and tied together here. For tests in the same process:
 *
 * <pre>{@code
 * try (Lazurite server = Lazurite.start(Config.forTests())) {
 *     new BlobServiceClientBuilder().connectionString(server.connectionString()) ...
 * }
 * }</pre>
 *
 * <p>Concurrency: any thread.
 */
public final class Lazurite implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Config config;
    private final Accounts accounts;
    private final Repeating changeFeeds;
    private final Repeating replication;
    private final @Nullable Certificates certificates;
    private final Closing closing;
    private final HttpServer blob;
    private final @Nullable HttpServer web;
    private final HttpServer operator;
    private final @Nullable LogServer log;
    private final BlobService service;

    private Lazurite(Config config, Platform platform, Closing closing) throws IOException {
        this.config = config;
        this.closing = closing;
        this.accounts = new Accounts(byName(config.accounts()));
        this.certificates = Certificates.of(config.tls(), config.data().resolve("tls"), config.hostSuffixes());
        Storage storage = Storage.open(config, platform, closing);
        Metrics metrics = new Metrics();
        Admission admission = new Admission(admissionLimits(config.limits()));
        Observers.figures(metrics, storage, admission);
        this.service = storage.blobService(
                platform,
                Copying.sources(config.copy(), platform, closing),
                config.copy().parallel());
        Immutable.protect(service, config.accounts());
        Metering metering = Metering.start(
                storage.engine().metadata(),
                storage.uids(),
                platform,
                accounts,
                service::bytesByAccount,
                storage.pace().meterInterval());
        closing.first(metering::stop);
        metrics.counter(
                "lazurite_metered_requests_total", "Requests that the meters have written down", metering::written);
        OnwardClock onward = new OnwardClock(platform.clock(), platform.nanoTime());
        Restrictions restrictions = new Restrictions(onward);
        StorageLog storageLog = StorageLog.start(
                service, accounts, restrictions::admit, platform, storage.pace().logInterval());
        closing.first(storageLog::stop);
        Observers.storageLog(metrics, storageLog);
        Gateway.Options options = new Gateway.Options(
                admission,
                restrictions::admit,
                Observers.of(config.log(), metrics, platform, closing)
                        .andThen(metering)
                        .andThen(storageLog),
                () -> storage.engine().bytesFree() > 0,
                Gateway.Options.standard().challenge());
        BlobFrontend frontend = new BlobFrontend(service, platform.clock());
        Addressing addressing = new Addressing(accounts, config.hostSuffixes());
        this.log =
                LogServer.start(config, storage, service, metering, restrictions, onward, metrics, platform, closing);
        KeptClock clock = service.clock();
        ChangeFeeds feeds = new ChangeFeeds(
                service, accounts, restrictions::admit, platform, clock, account -> blobEndpoint(account));
        new Setup<>(frontend, addressing, config).run();
        storage.collector().start();
        Behind.start(service, clock, accounts, restrictions, storage.pace(), metrics, platform, closing);
        closing.first(service.copyJobs()::close);
        Websites websites = new Websites(service, accounts, config.hostSuffixes(), platform, options);
        this.blob = listen(
                "--host or --blob-port",
                storageOptions(config.ports().blob()),
                websites.beside(new Gateway<>(frontend, addressing, platform, options)));
        closing.first(() -> blob.stop(GRACE));
        this.changeFeeds = Behind.start(feeds, metrics, platform, closing);
        this.web = websites(websites.gateway());
        Inventory inventory = new Inventory(
                service,
                accounts,
                options.enforcement(),
                new Schedule(storage.engine().metadata(), storage.uids()),
                platform,
                this::blobEndpoint,
                Inventory.LINES_MAX);
        Behind.inventories(inventory, storage.pace(), metrics, platform, closing);
        this.replication = Behind.replications(
                service.replication(
                        accounts, options.enforcement(), storage.pace().walkInterval()),
                metrics,
                platform,
                closing);
        service.copyJobs().resume(Copying.passes(accounts, options.enforcement()));
        ControlToken token = config.inMemory() ? null : ControlToken.random(platform.random());
        this.operator = listen(
                "operatorHost or --operator-port",
                HttpServer.Options.defaults(
                                config.operatorHost(), config.ports().operator())
                        .withConnectionsMax(OpenFiles.OPERATOR_CONNECTIONS_MAX),
                new OperatorHandler(
                        metrics,
                        options.writable(),
                        token,
                        storage::backup,
                        () -> ClockCommand.said(clock.accept()),
                        log == null ? null : log.admin(token, onward)));
        closing.first(() -> operator.stop(Duration.ofSeconds(1)));
        if (token != null) {
            token.publish(config.data(), operatorAddress());
            closing.first(() -> ControlToken.remove(config.data()));
        }
    }

    /**
     * Starts a server; it serves when this returns.
     *
     * @throws ConfigException if a setting cannot be obeyed on this machine
     * @throws IOException with one clear sentence: a port is taken, the data folder is in use or not usable
     */
    public static Lazurite start(Config config) throws IOException {
        return start(config, Platform.system());
    }

    /** As {@link #start(Config)}, with a clock of the caller's. */
    static Lazurite start(Config config, Platform platform) throws IOException {
        Closing closing = new Closing();
        try {
            return new Lazurite(config, platform, closing);
        } catch (IOException | RuntimeException failed) {
            closing.run();
            throw failed;
        }
    }

    private @Nullable HttpServer websites(HttpServer.Handler handler) throws IOException {
        Integer port = config.ports().web();
        if (port == null) {
            return null;
        }
        HttpServer started = listen("--host or --web-port", storageOptions(port), handler);
        closing.first(() -> started.stop(GRACE));
        return started;
    }

    /** The port of the Blob service. */
    public int blobPort() {
        return blob.port();
    }

    /** The port of metrics, health and control. */
    public int operatorPort() {
        return operator.port();
    }

    /** Where an account's static website is found by path; null without a port for that. */
    public @Nullable String webEndpoint(String account) {
        return web == null ? null : scheme() + reachable(config.host()) + ":" + web.port() + "/" + account + "/";
    }

    private String scheme() {
        return certificates == null ? "http://" : "https://";
    }

    /** Where the transparency log is read; null without one. */
    public @Nullable String ledgerAddress() {
        return log == null ? null : "http://" + reachable(config.host()) + ":" + log.port();
    }

    /** What the log's checkpoints are verified with, the Ed25519 key first; empty without a log. */
    public List<String> ledgerKeys() {
        return log == null ? List.of() : log.verifierKeys();
    }

    /** Where metrics, health and control are reached. */
    public String operatorAddress() {
        return "http://" + reachable(config.operatorHost()) + ":" + operatorPort();
    }

    /** How clients connect to an account whose key everybody knows; shows no other key. */
    String knownConnectionString(String account) {
        boolean usual = account.equals(AccountSettings.DEV_NAME)
                && certificates == null
                && blobPort() == 10_000
                && reachable(config.host()).equals("127.0.0.1");
        return usual ? "UseDevelopmentStorage=true" : connectionString(account, AccountSettings.DEV_KEY);
    }

    /** Whether the storage services are reached from this machine only. */
    boolean isOnLoopback() {
        try {
            return InetAddress.getByName(config.host()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Where an account's Blob service is reached, path style: {@code http://127.0.0.1:10000/devstoreaccount1}. */
    public String blobEndpoint(String account) {
        return scheme() + reachable(config.host()) + ":" + blobPort() + "/" + account;
    }

    /** The first account's Blob service. */
    public String blobEndpoint() {
        return blobEndpoint(firstAccount().name());
    }

    /** The first account with its first key, as clients take it. */
    public String connectionString() {
        Account account = firstAccount();
        return connectionString(
                account.name(),
                Base64.getEncoder().encodeToString(account.keys().getFirst()));
    }

    private String connectionString(String account, String key) {
        return "DefaultEndpointsProtocol=" + (certificates == null ? "http" : "https") + ";AccountName=" + account
                + ";AccountKey=" + key + ";BlobEndpoint=" + blobEndpoint(account) + ";";
    }

    /** PEM file of the certificate authority that clients have to trust; null unless a certificate was made. */
    public @Nullable Path certificateAuthority() {
        return certificates == null ? null : certificates.authority();
    }

    /**
     * Serves these accounts from now on, for example with a new key.
     *
     * @throws ConfigException if they change what is locked; then nothing is taken over
     */
    public void replaceAccounts(List<AccountSettings> settings) {
        Immutable.protect(service, settings);
        accounts.replace(byName(settings));
        changeFeeds.wake();
        replication.wake();
    }

    /**
     * Takes over what of a changed configuration can be taken over.
     *
     * @throws ConfigException if it changes what may not be changed like this; then nothing is taken over
     */
    void replace(Config changed) {
        Immutable.require(service, changed.accounts());
        if (log != null) {
            log.replace(changed);
        }
        replaceAccounts(changed.accounts());
    }

    /** Lets requests in flight finish, for at most 30 seconds, then closes the data; whether nothing failed. */
    public boolean stop() {
        return closing.run();
    }

    /** {@link #stop}. */
    @Override
    public void close() {
        closing.run();
    }

    private Account firstAccount() {
        String name = config.accounts().getFirst().account().name();
        Account account = accounts.find(name);
        return account == null ? config.accounts().getFirst().account() : account;
    }

    private HttpServer.Options storageOptions(int port) {
        Limits limits = config.limits();
        int listeners = config.ports().web() == null ? 1 : 2;
        return new HttpServer.Options(
                config.host(),
                port,
                certificates == null ? null : certificates.context(),
                OpenFiles.connections(limits.connections() * listeners) / listeners,
                limits.headBytesMax(),
                limits.idleTimeout(),
                limits.drainBytesMax());
    }

    private static lazurite.service.gateway.Limits admissionLimits(Limits limits) {
        lazurite.service.gateway.Limits standard = lazurite.service.gateway.Limits.standard();
        return new lazurite.service.gateway.Limits(
                limits.requests(), limits.uploads(), standard.uploadWaitMax(), standard.smallBodyBytes());
    }

    /** @param settings those that say where to listen */
    static HttpServer listen(String settings, HttpServer.Options options, HttpServer.Handler handler)
            throws IOException {
        try {
            return JettyHttpServer.start(options, handler);
        } catch (IOException taken) {
            throw new IOException(
                    "cannot listen on " + options.host() + " port " + options.port() + " (" + cause(taken)
                            + "); choose another with " + settings,
                    taken);
        }
    }

    private static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof UnresolvedAddressException ? "there is no such host" : String.valueOf(root.getMessage());
    }

    private static Map<String, Account> byName(List<AccountSettings> settings) {
        return settings.stream()
                .map(AccountSettings::account)
                .collect(Collectors.toUnmodifiableMap(Account::name, account -> account));
    }

    /** An address that a client on this machine can connect to. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        };
    }
}
