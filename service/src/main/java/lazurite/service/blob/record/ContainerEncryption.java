package lazurite.service.blob.record;

import org.jspecify.annotations.Nullable;

/**
 * What a container says of the keys of its blobs; said once, when it is made.
 *
 * @param scope encryption scope of blobs whose writer names none; null for the account's key
 * @param denyOverride whether nothing else is taken
 */
public record ContainerEncryption(@Nullable String scope, boolean denyOverride) {
    public static final ContainerEncryption ACCOUNT = new ContainerEncryption(null, false);

    /** As protocol and clients name it. */
    public String scopeName() {
        return scope == null ? Encryption.ACCOUNT_SCOPE : scope;
    }
}
