package lazurite.server.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.server.config.AccountSettings.ContainerSettings;
import lazurite.server.config.AccountSettings.PublicAccess;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.ChangeFeedSettings;
import lazurite.service.account.EncryptionScope;
import lazurite.service.account.InventoryPolicy;
import lazurite.service.account.Replications;
import lazurite.service.account.Subscription;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: flags before variables before the file before defaults. */
public final class ConfigReader {
    private static final int PORT_MAX = 65_535;
    private static final int DAYS_MAX = 365;

    /** As in Azure: some 400 years. */
    private static final int CHANGE_FEED_DAYS_MAX = 146_000;

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long TIB = 1L << 40;

    private final ConfigFile file;
    private final Section root;
    private final Overrides overrides;
    private final Map<String, String> environment;

    private ConfigReader(ConfigFile file, Overrides overrides, Map<String, String> environment) {
        this.file = file;
        this.overrides = overrides;
        this.environment = environment;
        this.root = new Section("", file.root(), file, overrides);
    }

    /**
     * What was read.
     *
     * @param keys every key there is, with whether the file has it
     * @param notes what the user should know about where settings came from
     */
    public record Loaded(Config config, Map<String, Boolean> keys, List<String> notes) {}

    /**
     * Reads the file, if any, under the flags and variables.
     *
     * @throws ConfigException at the first thing that cannot be obeyed
     */
    public static Loaded read(@Nullable Path file, Map<Flag, String> flags, Map<String, String> environment) {
        ConfigFile source = new ConfigFile(file);
        return new ConfigReader(source, new Overrides(flags, environment, Path.of("")), environment).read();
    }

    private Loaded read() {
        List<String> notes = new ArrayList<>();
        List<Subscription> subscriptions = SubscriptionReader.all(root);
        LedgerSetup ledger = ledger(root.section("ledger"), root.path("terms"));
        List<AccountSettings> accounts = accounts(subscriptions, ledger.enabled(), notes);
        Config config = new Config(
                pathOr(root, "data", Path.of("lazurite-data")),
                root.flag("inMemory", false),
                root.text("host", "127.0.0.1"),
                root.text("operatorHost", "127.0.0.1"),
                ports(root.section("ports")),
                subscriptions,
                accounts,
                seeds(accounts),
                tls(root.section("tls")),
                limits(root.section("limits")),
                CopySettings.read(root.section("copy")),
                log(root.section("log")),
                hostSuffixes(),
                root.path("masterKey"),
                ledger);
        root.done();
        overrides.done();
        return new Loaded(config, file.asked(), List.copyOf(notes));
    }

    private static Path pathOr(Section section, String key, Path fallback) {
        Path path = section.path(key);
        return path == null ? fallback : path;
    }

    private static Ports ports(Section section) {
        Ports ports = new Ports(
                section.integer("blob", 10_000, 0, PORT_MAX),
                section.integer("queue", 10_001, 0, PORT_MAX),
                section.integer("table", 10_002, 0, PORT_MAX),
                section.integer("operator", 10_010, 0, PORT_MAX),
                section.integer("ledger", 10_005, 0, PORT_MAX),
                section.find("web") == null ? null : section.integer("web", 0, 0, PORT_MAX));
        section.done();
        if (ports.blob() == ports.operator() && ports.blob() != 0) {
            throw new ConfigException(section.place("operator") + ": must differ from ports.blob, both are "
                    + ports.blob() + "; set --operator-port or --blob-port");
        }
        return ports;
    }

    private List<AccountSettings> accounts(List<Subscription> subscriptions, boolean logged, List<String> notes) {
        List<AccountSettings> accounts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : root.sections("accounts")) {
            AccountSettings account = account(section, subscriptions, logged);
            if (!names.add(account.account().name())) {
                throw new ConfigException(section.place("name") + ": there are two accounts called '"
                        + account.account().name() + "'; names must differ");
            }
            accounts.add(account);
        }
        String variable = environment.get(AzuriteAccounts.VARIABLE);
        if (variable != null && !variable.isBlank()) {
            if (!accounts.isEmpty()) {
                notes.add("accounts come from " + AzuriteAccounts.VARIABLE + "; those of the file are not served");
            }
            return AzuriteAccounts.parse(variable);
        }
        return accounts.isEmpty() ? List.of(AccountSettings.dev()) : ReplicationReader.connect(accounts);
    }

    private static AccountSettings account(Section section, List<Subscription> subscriptions, boolean logged) {
        Setting name = section.required("name");
        Names.account(name.text(), name.place());
        List<byte[]> keys = new ArrayList<>();
        for (Setting key : section.texts("keys")) {
            keys.add(Values.accountKey(key.place(), key.text()));
        }
        if (keys.isEmpty() && name.text().equals(AccountSettings.DEV_NAME)) {
            keys.addAll(AccountSettings.dev().account().keys());
        }
        if (keys.isEmpty() || keys.size() > 2) {
            throw new ConfigException(section.place("keys") + ": an account has one or two keys in base64, found "
                    + keys.size() + "; 'openssl rand -base64 48' makes one");
        }
        Subscription subscription = SubscriptionReader.named(section, subscriptions, logged);
        boolean allowPublic = section.flag("allowBlobPublicAccess", true);
        BlobFeatures blob = blobFeatures(section.section("blob"), name.text());
        List<ContainerSettings> containers = new ArrayList<>();
        for (Section container : section.sections("containers")) {
            containers.add(container(container, allowPublic));
        }
        section.done();
        return new AccountSettings(new Account(name.text(), keys, allowPublic, subscription, blob), containers);
    }

    private static BlobFeatures blobFeatures(Section section, String account) {
        Setting inventory = section.find("inventoryPolicy");
        BlobFeatures features = new BlobFeatures(
                section.flag("versioning", false),
                section.integer("containerRetentionDays", 0, 0, DAYS_MAX),
                ImmutabilityReader.read(section),
                section.flag("customerKeysOverHttp", false),
                encryptionScopes(section),
                AgingReader.read(section),
                inventory == null ? InventoryPolicy.NONE : InventoryReader.read(inventory),
                new Replications(ReplicationReader.read(section.texts("replicationPolicies"), account), List.of()),
                changeFeed(section.section("changeFeed")));
        section.done();
        return features;
    }

    private static List<EncryptionScope> encryptionScopes(Section section) {
        List<EncryptionScope> scopes = new ArrayList<>();
        for (Section one : section.sections("encryptionScopes")) {
            String name = Names.encryptionScope(one.required("name"));
            boolean enabled = one.choice("state", ScopeState.ENABLED) == ScopeState.ENABLED;
            one.done();
            if (scopes.stream().anyMatch(scope -> scope.name().equals(name))) {
                throw new ConfigException(one.place("name") + ": there are two encryption scopes called '" + name
                        + "'; names must differ");
            }
            scopes.add(new EncryptionScope(name, enabled));
        }
        return scopes;
    }

    /** As Azure calls the states of an encryption scope. */
    private enum ScopeState {
        ENABLED,
        DISABLED
    }

    private static ChangeFeedSettings changeFeed(Section section) {
        ChangeFeedSettings changeFeed = new ChangeFeedSettings(
                section.flag("enabled", false), section.integer("retentionInDays", 0, 0, CHANGE_FEED_DAYS_MAX));
        section.done();
        return changeFeed;
    }

    private static ContainerSettings container(Section section, boolean allowPublic) {
        String name = Names.container(section.required("name"));
        PublicAccess access = section.choice("publicAccess", PublicAccess.NONE);
        section.done();
        if (access != PublicAccess.NONE && !allowPublic) {
            throw new ConfigException(section.place("publicAccess")
                    + ": must be none, since the account's allowBlobPublicAccess is false");
        }
        return new ContainerSettings(name, access);
    }

    private List<Seed> seeds(List<AccountSettings> accounts) {
        List<Seed> seeds = new ArrayList<>();
        for (Section section : root.sections("seeds")) {
            String account =
                    section.text("account", accounts.getFirst().account().name());
            if (accounts.stream().noneMatch(one -> one.account().name().equals(account))) {
                throw new ConfigException(
                        section.place("account") + ": there is no account called '" + account + "' under accounts");
            }
            String container = Names.container(section.required("container"));
            Path folder = Values.path(section.required("folder"));
            if (!Files.isDirectory(folder)) {
                throw new ConfigException(section.place("folder") + ": there is no folder " + folder);
            }
            seeds.add(new Seed(account, container, folder, section.text("prefix", "")));
            section.done();
        }
        return seeds;
    }

    private static Tls tls(Section section) {
        Path certificate = section.path("certificate");
        Path key = section.path("key");
        boolean generate = section.flag("generate", false);
        List<String> names =
                section.texts("names").stream().map(ConfigReader::hostName).toList();
        section.done();
        if (generate) {
            if (certificate != null || key != null) {
                throw new ConfigException(
                        section.place("generate") + ": must be false when tls.certificate and tls.key are given");
            }
            return new Tls.Generated(names);
        }
        if (!names.isEmpty()) {
            throw new ConfigException(section.place("names") + ": has a meaning only with tls.generate: true");
        }
        if (certificate == null && key == null) {
            return new Tls.Off();
        }
        if (certificate == null || key == null) {
            throw new ConfigException(section.place(certificate == null ? "certificate" : "key")
                    + ": tls.certificate and tls.key must be given together");
        }
        return new Tls.Files(certificate, key);
    }

    private static Limits limits(Section section) {
        Limits limits = new Limits(
                section.integer("connections", 20_000, 1, 1_000_000),
                section.integer("requests", 1_024, 1, 1_000_000),
                section.integer("uploads", 64, 1, 1_000_000),
                section.duration("idleTimeout", Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofHours(24)),
                Math.toIntExact(section.bytes("requestHead", 64 * KIB, 8 * KIB, MIB)),
                section.bytes("unreadBody", MIB, 0, 1 << 30),
                section.bytes("blockCache", 32 * MIB, MIB, TIB),
                section.bytes("diskFloor", 256 * MIB, 0, 16 * TIB));
        section.done();
        return limits;
    }

    private static Log log(Section section) {
        Log.Level level = section.choice("level", Log.Level.INFO);
        Setting access = section.find("access");
        long rotate = section.bytes("rotate", 100 * MIB, 64 * KIB, TIB);
        int keep = section.integer("keep", 5, 1, 1_000);
        boolean resources = section.flag("resources", true);
        section.done();
        if (access == null || access.text().equals("off")) {
            return new Log(level, Log.OFF, resources);
        }
        if (access.text().equals("stdout")) {
            return new Log(level, new Log.Access.Stdout(), resources);
        }
        if (access.text().isEmpty()) {
            throw access.wrong("off, stdout or a file");
        }
        return new Log(level, new Log.Access.ToFile(Values.path(access), rotate, keep), resources);
    }

    private static LedgerSetup ledger(Section section, @Nullable Path terms) {
        boolean enabled = section.flag("enabled", false);
        Setting origin = section.find("origin");
        Path key = section.path("key");
        Set<CustomerClass> publicClasses = section.texts("publicClasses").stream()
                .map(SubscriptionReader::customerClass)
                .collect(Collectors.toUnmodifiableSet());
        boolean usual = publicClasses.isEmpty() && !section.has("publicClasses");
        Path policy = section.path("policy");
        List<URI> mirrors =
                section.texts("mirrors").stream().map(Values::httpAddress).toList();
        section.done();
        if (origin != null && !LedgerSetup.isOrigin(origin.text())) {
            throw origin.wrong(LedgerSetup.ORIGINS);
        }
        return new LedgerSetup(
                enabled,
                origin == null ? null : origin.text(),
                key,
                policy,
                mirrors,
                usual ? LedgerSetup.PUBLIC_CLASSES : publicClasses,
                terms);
    }

    private List<String> hostSuffixes() {
        return root.texts("hostSuffixes").stream().map(ConfigReader::hostName).toList();
    }

    private static String hostName(Setting setting) {
        if (!setting.text().matches("[A-Za-z0-9:]([A-Za-z0-9.:-]*[A-Za-z0-9:])?")) {
            throw setting.wrong("a host name");
        }
        return setting.text().toLowerCase(Locale.ROOT);
    }
}
