package lazurite.server;

import java.util.List;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.ConfigException;
import lazurite.service.account.Account;
import lazurite.service.blob.BlobService;

/**
 * Has what the configuration protects hold, unless it gives up what was locked. An account that is not configured stays
 * as it was: nobody can reach what it stores, and what was locked is still remembered when it is back.
 */
final class Immutable {
    private Immutable() {}

    /** @throws ConfigException if the accounts' settings give up what was locked */
    static void require(BlobService service, List<AccountSettings> accounts) {
        for (AccountSettings settings : accounts) {
            Account account = settings.account();
            String refusal = service.refusal(account.name(), account.blob().immutability());
            if (refusal != null) {
                throw new ConfigException("accounts[].blob of '" + account.name() + "': " + refusal);
            }
        }
    }

    /** As {@link #require}; the settings hold from then on. */
    static void protect(BlobService service, List<AccountSettings> accounts) {
        require(service, accounts);
        accounts.stream()
                .map(AccountSettings::account)
                .forEach(account ->
                        service.protect(account.name(), account.blob().immutability()));
    }
}
