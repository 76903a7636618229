package lazurite.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lazurite.server.config.AccountSettings.ContainerSettings;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.EncryptionScope;
import lazurite.service.account.Immutability;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as the file that would say the same, without account keys. */
public final class ConfigText {
    private final StringBuilder out = new StringBuilder();

    private ConfigText() {}

    /** The effective configuration in YAML; in place of account keys their number. */
    public static String of(Config config) {
        ConfigText text = new ConfigText();
        text.all(config);
        return text.out.toString();
    }

    private void all(Config config) {
        line(0, "data", config.data());
        line(0, "inMemory", config.inMemory());
        line(0, "host", config.host());
        line(0, "operatorHost", config.operatorHost());
        open(0, "ports");
        line(1, "blob", config.ports().blob());
        line(1, "queue", config.ports().queue());
        line(1, "table", config.ports().table());
        line(1, "operator", config.ports().operator());
        line(1, "ledger", config.ports().ledger());
        if (config.ports().web() != null) {
            line(1, "web", config.ports().web());
        }
        if (!config.subscriptions().isEmpty()) {
            open(0, "subscriptions");
            config.subscriptions().forEach(this::subscription);
        }
        open(0, "accounts");
        config.accounts().forEach(this::account);
        if (!config.seeds().isEmpty()) {
            open(0, "seeds");
            config.seeds().forEach(this::seed);
        }
        tls(config.tls());
        limits(config.limits());
        copy(config.copy());
        log(config.log());
        line(0, "hostSuffixes", config.hostSuffixes());
        if (config.masterKey() != null) {
            line(0, "masterKey", config.masterKey());
        }
        ledger(config.ledger());
    }

    private void subscription(Subscription subscription) {
        line(1, "- id", subscription.id());
        line(2, "class", subscription.customerClass().label());
        line(2, "purposes", subscription.purposes());
        line(
                2,
                "services",
                subscription.services().stream()
                        .map(ServiceKind::label)
                        .sorted()
                        .toList());
        line(2, "jurisdiction", subscription.jurisdiction());
        line(2, "contact", subscription.contact());
        if (subscription.key() != null) {
            line(2, "key", subscription.key());
        }
    }

    private void account(AccountSettings settings) {
        line(1, "- name", settings.account().name());
        out.append("    # ").append(settings.account().keys().size()).append(" key(s), not shown\n");
        if (!settings.account().subscription().equals(Subscription.DEFAULT)) {
            line(2, "subscription", settings.account().subscription().id());
        }
        line(2, "allowBlobPublicAccess", settings.account().allowBlobPublicAccess());
        BlobFeatures blob = settings.account().blob();
        open(2, "blob");
        line(3, "versioning", blob.versioning());
        line(3, "containerRetentionDays", blob.containerRetentionDays());
        immutability(blob.immutability());
        line(3, "customerKeysOverHttp", blob.customerKeysOverHttp());
        if (!blob.encryptionScopes().isEmpty()) {
            open(3, "encryptionScopes");
            for (EncryptionScope scope : blob.encryptionScopes()) {
                line(4, "- name", scope.name());
                line(5, "state", scope.enabled() ? "enabled" : "disabled");
            }
        }
        aging(blob.aging());
        if (!blob.inventory().file().isEmpty()) {
            line(3, "inventoryPolicy", blob.inventory().file());
        }
        if (!blob.replications().outgoing().isEmpty()) {
            line(
                    3,
                    "replicationPolicies",
                    blob.replications().outgoing().stream()
                            .map(ReplicationPolicy::file)
                            .toList());
        }
        open(3, "changeFeed");
        line(4, "enabled", blob.changeFeed().enabled());
        line(4, "retentionInDays", blob.changeFeed().retentionInDays());
        if (!settings.containers().isEmpty()) {
            open(2, "containers");
            for (ContainerSettings container : settings.containers()) {
                line(3, "- name", container.name());
                line(4, "publicAccess", lower(container.publicAccess()));
            }
        }
    }

    private void immutability(Immutability immutability) {
        if (immutability.versionLevel()) {
            open(3, "immutableStorageWithVersioning");
            line(4, "enabled", true);
            policy(4, immutability.policy());
        }
        if (immutability.containers().isEmpty()) {
            return;
        }
        open(3, "immutableContainers");
        for (Map.Entry<String, Immutability.OfContainer> entry : new TreeMap<>(immutability.containers()).entrySet()) {
            Immutability.OfContainer container = entry.getValue();
            line(4, "- name", entry.getKey());
            open(5, "immutableStorageWithVersioning");
            line(6, "enabled", container.versionLevel());
            policy(5, container.policy());
            if (container.held()) {
                open(5, "legalHold");
                line(6, "tags", container.holds());
                line(6, "allowProtectedAppendWritesAll", container.holdAppends());
            }
        }
    }

    private void policy(int depth, Immutability.@Nullable Policy policy) {
        if (policy == null) {
            return;
        }
        open(depth, "immutabilityPolicy");
        line(depth + 1, "immutabilityPeriodSinceCreationInDays", policy.days());
        line(depth + 1, "state", policy.locked() ? "locked" : "unlocked");
        line(depth + 1, "allowProtectedAppendWrites", policy.appends() == Immutability.Appends.APPEND_BLOBS);
        line(depth + 1, "allowProtectedAppendWritesAll", policy.appends() == Immutability.Appends.ALL);
    }

    private void aging(Aging aging) {
        open(3, "rehydration");
        line(4, "standard", Values.time(aging.rehydrationStandard()));
        line(4, "high", Values.time(aging.rehydrationHigh()));
        line(3, "lastAccessTimeTracking", aging.lastAccessTracking());
        line(3, "expiry", aging.expiry());
        if (aging.policy() != null) {
            line(3, "lifecycle", aging.policy().file());
        }
    }

    private void seed(Seed seed) {
        line(1, "- account", seed.account());
        line(2, "container", seed.container());
        line(2, "folder", seed.folder());
        line(2, "prefix", seed.prefix());
    }

    private void tls(Tls tls) {
        switch (tls) {
            case Tls.Off _ -> {}
            case Tls.Files files -> {
                open(0, "tls");
                line(1, "certificate", files.certificate());
                line(1, "key", files.key());
            }
            case Tls.Generated generated -> {
                open(0, "tls");
                line(1, "generate", true);
                line(1, "names", generated.names());
            }
        }
    }

    private void limits(Limits limits) {
        open(0, "limits");
        line(1, "connections", limits.connections());
        line(1, "requests", limits.requests());
        line(1, "uploads", limits.uploads());
        line(1, "idleTimeout", Values.time(limits.idleTimeout()));
        line(1, "requestHead", Values.size(limits.headBytesMax()));
        line(1, "unreadBody", Values.size(limits.drainBytesMax()));
        line(1, "blockCache", Values.size(limits.blockCacheBytes()));
        line(1, "diskFloor", Values.size(limits.diskFloorBytes()));
    }

    private void copy(CopySettings copy) {
        open(0, "copy");
        line(1, "sources", copy.sources());
        line(1, "parallel", copy.parallel());
        line(1, "silence", Values.time(copy.silence()));
        line(1, "pace", Values.size(copy.bytesPerSecondMin()));
        line(1, "size", Values.size(copy.bytesMax()));
    }

    private void log(Log log) {
        open(0, "log");
        line(1, "level", lower(log.level()));
        line(1, "resources", log.resources());
        switch (log.access()) {
            case Log.Access.Off _ -> line(1, "access", "off");
            case Log.Access.Stdout _ -> line(1, "access", "stdout");
            case Log.Access.ToFile file -> {
                line(1, "access", file.file());
                line(1, "rotate", Values.size(file.rotateBytes()));
                line(1, "keep", file.keep());
            }
        }
    }

    private void ledger(LedgerSetup ledger) {
        open(0, "ledger");
        line(1, "enabled", ledger.enabled());
        if (ledger.origin() != null) {
            line(1, "origin", ledger.origin());
        }
        if (ledger.key() != null) {
            line(1, "key", ledger.key());
        }
        if (ledger.policy() != null) {
            line(1, "policy", ledger.policy());
        }
        if (!ledger.mirrors().isEmpty()) {
            line(1, "mirrors", ledger.mirrors().stream().map(Object::toString).toList());
        }
        line(
                1,
                "publicClasses",
                ledger.publicClasses().stream()
                        .map(CustomerClass::label)
                        .sorted()
                        .toList());
        if (ledger.terms() != null) {
            line(0, "terms", ledger.terms());
        }
    }

    private void open(int depth, String key) {
        out.append("  ".repeat(depth)).append(key).append(":\n");
    }

    private void line(int depth, String key, Object value) {
        String text = switch (value) {
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case List<?> items ->
                items.stream().map(item -> inQuotes(item.toString())).collect(Collectors.joining(", ", "[", "]"));
            default -> quoted(value.toString());
        };
        out.append("  ".repeat(depth)).append(key).append(": ").append(text).append('\n');
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9./_][A-Za-z0-9 ./_-]*") ? text : inQuotes(text);
    }

    private static String inQuotes(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
