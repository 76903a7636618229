package lazurite.server.config;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import lazurite.service.account.Account;

/**
 * A storage account and the containers made in it at start.
 *
 * @param account name, keys, and whether containers may be opened to anonymous readers
 * @param containers made at start unless they are there
 */
public record AccountSettings(Account account, List<ContainerSettings> containers) {
    /** The name of the account that {@code UseDevelopmentStorage=true} means. */
    public static final String DEV_NAME = "devstoreaccount1";

    /** That account's key, known to everybody. */
    public static final String DEV_KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public AccountSettings {
        containers = List.copyOf(containers);
    }

    /** The account that every storage client knows. */
    public static AccountSettings dev() {
        return new AccountSettings(
                new Account(DEV_NAME, List.of(Base64.getDecoder().decode(DEV_KEY)), true), List.of());
    }

    /** An account with one key and no containers. */
    public static AccountSettings of(String name, byte[] key) {
        return new AccountSettings(new Account(Names.account(name, "name"), List.of(key.clone()), true), List.of());
    }

    /** True if one of its keys is the key that everybody knows. */
    public boolean servesDevKey() {
        byte[] known = Base64.getDecoder().decode(DEV_KEY);
        return account.keys().stream().anyMatch(key -> MessageDigest.isEqual(key, known));
    }

    /** A container made at start. */
    public record ContainerSettings(String name, PublicAccess publicAccess) {}

    /** What anonymous callers may read. */
    public enum PublicAccess {
        NONE,
        BLOB,
        CONTAINER
    }
}
