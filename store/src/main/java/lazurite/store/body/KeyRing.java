package lazurite.store.body;

/**
 * The accounts' data keys, kept in the metadata store wrapped under the master key.
 *
 * <p>Concurrency: any thread.
 */
public interface KeyRing {
    /** The account's key; made and stored at first use. */
    DataKey account(String account);
}
