package lazurite.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        return new Config(
                folder,
                false,
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

    public Config withInMemory(boolean memory) {
        return new Config(
                data,
                memory,
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

    public Config withPorts(Ports chosen) {
        return new Config(
                data,
                inMemory,
                host,
                operatorHost,
                chosen,
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

    public Config withAccounts(List<AccountSettings> chosen) {
        return new Config(
                data,
                inMemory,
                host,
                operatorHost,
                ports,
                subscriptions,
                chosen,
                seeds,
                tls,
                limits,
                copy,
                log,
                hostSuffixes,
                masterKey,
                ledger);
    }

    public Config withSeeds(List<Seed> chosen) {
        return new Config(
                data,
                inMemory,
                host,
                operatorHost,
                ports,
                subscriptions,
                accounts,
                chosen,
                tls,
                limits,
                copy,
                log,
                hostSuffixes,
                masterKey,
                ledger);
    }

    public Config withTls(Tls chosen) {
        return new Config(
                data,
                inMemory,
                host,
                operatorHost,
                ports,
                subscriptions,
                accounts,
                seeds,
                chosen,
                limits,
                copy,
                log,
                hostSuffixes,
                masterKey,
                ledger);
    }

    public Config withLimits(Limits chosen) {
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
                chosen,
                copy,
                log,
                hostSuffixes,
                masterKey,
                ledger);
    }

    public Config withCopy(CopySettings chosen) {
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
                chosen,
                log,
                hostSuffixes,
                masterKey,
                ledger);
    }

    public Config withLog(Log chosen) {
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
                chosen,
                hostSuffixes,
                masterKey,
                ledger);
    }

    public Config withLedger(LedgerSetup chosen) {
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
                chosen);
    }
}
