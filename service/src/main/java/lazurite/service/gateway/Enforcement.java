package lazurite.service.gateway;

import lazurite.service.account.Account;
import lazurite.service.account.Pass;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;

/**
 * Whether an account may be served at all, however well its caller is authenticated. Asked for each request, preflight,
 * part of a batch and source of a copy, from an in-memory table: {@link lazurite.service.account.Restrictions#admit}.
 */
@FunctionalInterface
public interface Enforcement {
    /** No account is restricted. */
    Enforcement OPEN = (account, service, use) -> Pass.UNRESTRICTED;

    /**
     * Lets the request pass or refuses it.
     *
     * @return to be asked again while the request goes on
     * @throws lazurite.base.StorageException 403 AccountIsDisabled
     */
    Pass check(Account account, ServiceKind service, Use use);
}
