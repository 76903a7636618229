package lazurite.server.config;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazurite.service.account.Account;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.Replications;
import org.jspecify.annotations.Nullable;

/** Reads object replication policies, Azure's document, and holds them against the accounts that they connect. */
final class ReplicationReader {
    private static final int POLICIES_MAX = 2;
    private static final int RULES_MAX = 1_000;
    private static final int PREFIXES_MAX = 10;
    private static final String GUID = "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";

    private ReplicationReader() {}

    /** The policies of an account that is their source. */
    static List<ReplicationPolicy> read(List<Setting> files, String account) {
        List<ReplicationPolicy> policies = new ArrayList<>();
        for (Setting setting : files) {
            PolicyFile file = new PolicyFile(setting);
            Section root = file.root();
            boolean wrapped = root.has("properties");
            Section section = wrapped ? root.section("properties") : root;
            policies.add(policy(file.file().toString(), section, account));
            section.done();
            root.done();
        }
        if (policies.size() > POLICIES_MAX) {
            throw new ConfigException(files.getFirst().place() + ": an account is the source of at most " + POLICIES_MAX
                    + " policies, found " + policies.size());
        }
        return policies;
    }

    private static ReplicationPolicy policy(String file, Section section, String account) {
        String id = guid(section.required("policyId"));
        Setting source = section.required("sourceAccount");
        if (!accountName(source).equals(account)) {
            throw new ConfigException(
                    source.place() + ": must be " + account + ", the account that the policy is given to");
        }
        Setting destination = section.required("destinationAccount");
        if (accountName(destination).equals(account)) {
            throw new ConfigException(destination.place() + ": must be another account than sourceAccount");
        }
        List<ReplicationPolicy.Rule> rules = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Section rule : section.sections("rules")) {
            ReplicationPolicy.Rule read = rule(rule);
            for (String name : List.of(
                    "ruleId " + read.id(),
                    "sourceContainer " + read.sourceContainer(),
                    "destinationContainer " + read.destinationContainer())) {
                if (!used.add(name)) {
                    String key = name.substring(0, name.indexOf(' '));
                    throw new ConfigException(rule.place(key) + ": two rules have the same " + key);
                }
            }
            rules.add(read);
        }
        if (rules.isEmpty() || rules.size() > RULES_MAX) {
            throw new ConfigException(
                    section.place("rules") + ": a policy has 1 to " + RULES_MAX + " rules, found " + rules.size());
        }
        return new ReplicationPolicy(file, id, account, accountName(destination), rules);
    }

    private static ReplicationPolicy.Rule rule(Section section) {
        Section filters = section.section("filters");
        Setting from = filters.find("minCreationTime");
        List<String> prefixes = PolicyFile.texts(filters, "prefixMatch", PREFIXES_MAX);
        filters.done();
        ReplicationPolicy.Rule rule = new ReplicationPolicy.Rule(
                guid(section.required("ruleId")),
                Names.container(section.required("sourceContainer")),
                Names.container(section.required("destinationContainer")),
                prefixes.contains("") ? List.of() : prefixes,
                from == null ? null : time(from));
        section.done();
        return rule;
    }

    private static String guid(Setting setting) {
        if (!setting.text().matches(GUID)) {
            throw setting.wrong("a GUID, such as 'uuidgen' makes");
        }
        return setting.text().toLowerCase(Locale.ROOT);
    }

    /** Azure's documents name an account by its resource id as well, whose last part is the name. */
    private static String accountName(Setting setting) {
        return setting.text().substring(setting.text().lastIndexOf('/') + 1);
    }

    private static Instant time(Setting setting) {
        try {
            return OffsetDateTime.parse(setting.text()).toInstant();
        } catch (DateTimeParseException wrong) {
            throw setting.wrong("a time such as 2026-11-27T00:00:00Z");
        }
    }

    /**
     * Tells destinations of the policies that lead to them.
     *
     * @throws ConfigException if an account that a policy names is not there or does not keep what replication needs
     */
    static List<AccountSettings> connect(List<AccountSettings> accounts) {
        Map<String, List<ReplicationPolicy>> incoming = new HashMap<>();
        for (AccountSettings settings : accounts) {
            for (ReplicationPolicy policy :
                    settings.account().blob().replications().outgoing()) {
                requireSource(policy, settings.account());
                requireDestination(policy, find(accounts, policy.destination()));
                incoming.computeIfAbsent(policy.destination(), _ -> new ArrayList<>())
                        .add(policy);
            }
        }
        incoming.forEach(ReplicationReader::requireApart);
        return accounts.stream()
                .map(settings -> connected(
                        settings, incoming.getOrDefault(settings.account().name(), List.of())))
                .toList();
    }

    private static @Nullable Account find(List<AccountSettings> accounts, String name) {
        return accounts.stream()
                .map(AccountSettings::account)
                .filter(account -> account.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void requireSource(ReplicationPolicy policy, Account source) {
        if (!source.blob().versioning()) {
            throw wrong(policy, "the source account " + source.name() + " must have blob.versioning: true");
        }
        if (!source.blob().changeFeed().enabled()) {
            throw wrong(policy, "the source account " + source.name() + " must have blob.changeFeed.enabled: true");
        }
        List<ReplicationPolicy> outgoing = source.blob().replications().outgoing();
        if (outgoing.stream()
                        .filter(other -> other.destination().equals(policy.destination())
                                || other.id().equals(policy.id()))
                        .count()
                > 1) {
            throw wrong(
                    policy,
                    "the account " + source.name() + " has another policy of the same policyId or destinationAccount");
        }
    }

    private static void requireDestination(ReplicationPolicy policy, @Nullable Account destination) {
        if (destination == null) {
            throw wrong(policy, "there is no account called '" + policy.destination() + "' under accounts");
        }
        if (!destination.blob().versioning()) {
            throw wrong(policy, "the destination account " + destination.name() + " must have blob.versioning: true");
        }
        for (ReplicationPolicy onward : destination.blob().replications().outgoing()) {
            for (ReplicationPolicy.Rule rule : onward.rules()) {
                if (policy.rules().stream()
                        .anyMatch(other -> other.destinationContainer().equals(rule.sourceContainer()))) {
                    throw wrong(
                            policy,
                            "the container " + rule.sourceContainer() + " of " + destination.name()
                                    + " is the source of another policy; what was replicated is not replicated further");
                }
            }
        }
    }

    /** Two policies must not write to one container. */
    private static void requireApart(String account, List<ReplicationPolicy> policies) {
        Set<String> containers = new HashSet<>();
        if (policies.size() > POLICIES_MAX) {
            throw wrong(
                    policies.getLast(),
                    "the account " + account + " is the destination of more than " + POLICIES_MAX + " policies");
        }
        for (ReplicationPolicy policy : policies) {
            for (ReplicationPolicy.Rule rule : policy.rules()) {
                if (!containers.add(rule.destinationContainer())) {
                    throw wrong(
                            policy,
                            "the container " + rule.destinationContainer() + " of " + account
                                    + " is the destination of another policy");
                }
            }
        }
    }

    private static AccountSettings connected(AccountSettings settings, List<ReplicationPolicy> incoming) {
        Account account = settings.account();
        if (incoming.isEmpty()) {
            return settings;
        }
        Replications replications =
                new Replications(account.blob().replications().outgoing(), incoming);
        return new AccountSettings(
                new Account(
                        account.name(),
                        account.keys(),
                        account.allowBlobPublicAccess(),
                        account.subscription(),
                        account.blob().withReplications(replications)),
                settings.containers());
    }

    private static ConfigException wrong(ReplicationPolicy policy, String what) {
        return new ConfigException(policy.file() + ": " + what);
    }
}
