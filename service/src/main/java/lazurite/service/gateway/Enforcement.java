package lazurite.service.gateway;

import lazurite.service.account.Account;
import lazurite.service.account.ServiceKind;
import lazurite.service.auth.Permission;

/**
 * Whether an account may be served at all, however well its caller is authenticated. Asked for each request, each part
 * of a batch and each source of a copy, from an in-memory snapshot.
 */
@FunctionalInterface
public interface Enforcement {
    /** No account is restricted. */
    Enforcement OPEN = (account, service, needed) -> {};

    /**
     * Lets the request pass or refuses it.
     *
     * @throws lazurite.base.StorageException 403 AccountIsDisabled
     */
    void check(Account account, ServiceKind service, Permission needed);
}
