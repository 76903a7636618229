package lazurite.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lazurite.service.account.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, checked. The keys, their defaults and bounds are described in
 * {@code docs/configuration.md}.
 *
 * @param data folder of everything stored; unused when {@code inMemory}
 * @param inMemory keep everything in memory and lose it at the end
 * @param host address on which the storage services listen
 * @param operatorHost address on which the operator's port listens
 * @param subscriptions those declared; accounts name theirs, or belong to the default one
 * @param copy what of other servers may be copied, and how
 * @param hostSuffixes what follows {@code account.blob.} in host-style names beside {@code localhost}
 * @param masterKey file of the master key; null for the one in the data folder
 * @param ledger whether and how the transparency log is kept
 */
public record Config(
        Path data,
        boolean inMemory,
        String host,
        String operatorHost,
        Ports ports,
        List<Subscription> subscriptions,
        List<AccountSettings> accounts,
        List<Seed> seeds,
        Tls tls,
        Limits limits,
        CopySettings copy,
        Log log,
        List<String> hostSuffixes,
        @Nullable Path masterKey,
        LedgerSetup ledger) {
    public Config {
        subscriptions = List.copyOf(subscriptions);
        accounts = List.copyOf(accounts);
        seeds = List.copyOf(seeds);
        hostSuffixes = List.copyOf(hostSuffixes);
    }

    /** What {@code ./lazurite serve} does without a file, flags or variables. */
    public static Config defaults() {
        return ConfigReader.read(null, Overrides.noFlags(), Map.of()).config();
    }

    /** For tests: everything in memory, every port any free one, no access log. */
    public static Config forTests() {
        return defaults().withInMemory(true).withPorts(Ports.ANY).withLog(new Log(Log.Level.WARNING, Log.OFF, true));
    }

    public Config withData(Path folder) {
        return with(draft -> {
            draft.data = folder;
            draft.inMemory = false;
        });
    }

    public Config withInMemory(boolean memory) {
        return with(draft -> draft.inMemory = memory);
    }

    public Config withPorts(Ports chosen) {
        return with(draft -> draft.ports = chosen);
    }

    public Config withAccounts(List<AccountSettings> chosen) {
        return with(draft -> draft.accounts = chosen);
    }

    public Config withSeeds(List<Seed> chosen) {
        return with(draft -> draft.seeds = chosen);
    }

    public Config withTls(Tls chosen) {
        return with(draft -> draft.tls = chosen);
    }

    public Config withCopy(CopySettings chosen) {
        return with(draft -> draft.copy = chosen);
    }

    public Config withLog(Log chosen) {
        return with(draft -> draft.log = chosen);
    }

    public Config withLedger(LedgerSetup chosen) {
        return with(draft -> draft.ledger = chosen);
    }

    private Config with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** One that is being put together. */
    private static final class Draft {
        private Path data;
        private boolean inMemory;
        private String host;
        private String operatorHost;
        private Ports ports;
        private List<Subscription> subscriptions;
        private List<AccountSettings> accounts;
        private List<Seed> seeds;
        private Tls tls;
        private Limits limits;
        private CopySettings copy;
        private Log log;
        private List<String> hostSuffixes;
        private @Nullable Path masterKey;
        private LedgerSetup ledger;

        Draft(Config from) {
            data = from.data;
            inMemory = from.inMemory;
            host = from.host;
            operatorHost = from.operatorHost;
            ports = from.ports;
            subscriptions = from.subscriptions;
            accounts = from.accounts;
            seeds = from.seeds;
            tls = from.tls;
            limits = from.limits;
            copy = from.copy;
            log = from.log;
            hostSuffixes = from.hostSuffixes;
            masterKey = from.masterKey;
            ledger = from.ledger;
        }

        Config done() {
            return new Config(
                    data,
                    inMemory,
                    host,
                    operatorHost,
                    ports,
                    subscriptions,
                    accounts,
                    seeds,
                    tls,
                    limits,
                    copy,
                    log,
                    hostSuffixes,
                    masterKey,
                    ledger);
        }
    }
}
