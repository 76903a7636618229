package lazurite.service.account;

/**
 * An encryption scope of an account: a key of its own for some of the account's blobs.
 *
 * @param name 3 to 63 letters, digits and hyphens
 * @param enabled while it is not, what it seals is neither read nor written
 */
public record EncryptionScope(String name, boolean enabled) {}
