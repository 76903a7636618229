package lazurite.server.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Compares two configurations: what can be changed while serving, and what cannot. */
public final class ConfigChanges {
    private static final Map<String, Function<Config, Object>> FIXED = fixed();

    private ConfigChanges() {}

    /** Whether both declare the same subscriptions and serve the same accounts with the same keys. */
    public static boolean sameAccounts(Config before, Config after) {
        return before.subscriptions().equals(after.subscriptions())
                && before.accounts().size() == after.accounts().size()
                && before.accounts().stream()
                        .allMatch(one -> after.accounts().stream().anyMatch(other -> same(one, other)));
    }

    /** The keys whose change takes effect at the next start only. */
    public static List<String> needRestart(Config before, Config after) {
        return FIXED.entrySet().stream()
                .filter(entry -> !Objects.equals(
                        entry.getValue().apply(before), entry.getValue().apply(after)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean same(AccountSettings one, AccountSettings other) {
        return one.account().name().equals(other.account().name())
                && one.account().allowBlobPublicAccess() == other.account().allowBlobPublicAccess()
                && one.account().subscription().equals(other.account().subscription())
                && one.account().blob().equals(other.account().blob())
                && Arrays.deepEquals(
                        one.account().keys().toArray(), other.account().keys().toArray());
    }

    private static Map<String, Function<Config, Object>> fixed() {
        Map<String, Function<Config, Object>> keys = new LinkedHashMap<>();
        keys.put("data", Config::data);
        keys.put("inMemory", Config::inMemory);
        keys.put("host", Config::host);
        keys.put("operatorHost", Config::operatorHost);
        keys.put("ports", Config::ports);
        keys.put(
                "accounts[].containers",
                config -> config.accounts().stream()
                        .map(AccountSettings::containers)
                        .toList());
        keys.put("seeds", Config::seeds);
        keys.put("tls", Config::tls);
        keys.put("limits", Config::limits);
        keys.put("copy", Config::copy);
        keys.put("log", Config::log);
        keys.put("hostSuffixes", Config::hostSuffixes);
        keys.put("ledger", config -> config.ledger().withTerms(null));
        keys.put("terms", config -> String.valueOf(config.ledger().terms()));
        keys.put("masterKey", config -> String.valueOf(config.masterKey()));
        return keys;
    }
}
