package lazurite.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazurite.service.account.Account;

/**
 * The variable {@code AZURITE_ACCOUNTS}, {@code name:key1:key2;name2:key1}: the accounts served in place of the dev
 * account, as Azurite reads it. White space around entries and a final semicolon are no error.
 */
final class AzuriteAccounts {
    static final String VARIABLE = "AZURITE_ACCOUNTS";

    private AzuriteAccounts() {}

    static List<AccountSettings> parse(String text) {
        List<AccountSettings> accounts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String entry : text.split(";", -1)) {
            if (entry.isBlank()) {
                continue;
            }
            String[] parts = entry.strip().split(":", -1);
            if (parts.length < 2 || parts.length > 3) {
                throw new ConfigException(VARIABLE + ": expected name:key or name:key1:key2, separated by ;, found "
                        + parts.length + " parts in the entry of '" + parts[0] + "'");
            }
            String name = Names.account(parts[0].strip(), VARIABLE);
            if (!names.add(name)) {
                throw new ConfigException(VARIABLE + ": there are two accounts called '" + name + "'");
            }
            List<byte[]> keys = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                keys.add(Values.accountKey(VARIABLE + ", account '" + name + "'", parts[i]));
            }
            accounts.add(new AccountSettings(new Account(name, keys, true), List.of()));
        }
        if (accounts.isEmpty()) {
            throw new ConfigException(VARIABLE + ": expected name:key or name:key1:key2, separated by ;, found none");
        }
        return accounts;
    }
}
