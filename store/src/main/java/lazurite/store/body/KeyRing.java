package lazurite.store.body;

/**
 * The data keys of accounts and of their encryption scopes, kept in the metadata store wrapped under the master key.
 *
 * <p>Concurrency: any thread.
 */
public interface KeyRing {
    /** The account's key; made and stored at first use. */
    DataKey account(String account);

    /** The key of one of the account's encryption scopes; made and stored at first use. */
    DataKey scope(String account, String scope);
}
