package lazurite.service.blob.record;

import org.jspecify.annotations.Nullable;

/**
 * Whose key a blob's content and metadata are sealed with: the customer's, an encryption scope's, or the account's.
 *
 * @param keySha256 SHA-256 of the customer's key in base64, by which it is known again; the key is never stored
 * @param scope name of the encryption scope; never together with a customer's key
 */
public record Encryption(
        @Nullable String keySha256, @Nullable String scope) {
    public static final Encryption ACCOUNT = new Encryption(null, null);

    /** What stands for the account's key where an encryption scope is named. */
    public static final String ACCOUNT_SCOPE = "$account-encryption-key";

    /** Whether nobody but who has the customer's key can read it, this server included. */
    public boolean isCustomers() {
        return keySha256 != null;
    }
}
