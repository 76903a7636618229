package lazurite.service.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the Blob service an account has switched on: what Azure keeps in its management API.
 *
 * @param versioning whether a write keeps what it replaces
 * @param containerRetentionDays how long deleted containers can be restored, 1 to 365; 0 for not at all
 * @param immutability what may not be changed or deleted
 * @param customerKeysOverHttp whether keys that come with requests are taken without TLS as well
 * @param encryptionScopes each name once
 * @param aging how its blobs change with time
 * @param inventory which inventories are made
 * @param replications where blobs are copied to and from
 * @param changeFeed whether changes are written down
 */
public record BlobFeatures(
        boolean versioning,
        int containerRetentionDays,
        Immutability immutability,
        boolean customerKeysOverHttp,
        List<EncryptionScope> encryptionScopes,
        Aging aging,
        InventoryPolicy inventory,
        Replications replications,
        ChangeFeedSettings changeFeed) {
    public static final BlobFeatures NONE = new BlobFeatures(false, 0);

    public BlobFeatures {
        encryptionScopes = List.copyOf(encryptionScopes);
    }

    /** With the account's key alone, where everything may be changed and deleted and nothing happens by itself. */
    public BlobFeatures(boolean versioning, int containerRetentionDays) {
        this(
                versioning,
                containerRetentionDays,
                Immutability.NONE,
                false,
                List.of(),
                Aging.NONE,
                InventoryPolicy.NONE,
                Replications.NONE,
                ChangeFeedSettings.OFF);
    }

    public BlobFeatures withImmutability(Immutability value) {
        return new BlobFeatures(
                versioning,
                containerRetentionDays,
                value,
                customerKeysOverHttp,
                encryptionScopes,
                aging,
                inventory,
                replications,
                changeFeed);
    }

    public BlobFeatures withKeys(boolean overHttp, List<EncryptionScope> scopes) {
        return new BlobFeatures(
                versioning,
                containerRetentionDays,
                immutability,
                overHttp,
                scopes,
                aging,
                inventory,
                replications,
                changeFeed);
    }

    public BlobFeatures withAging(Aging value) {
        return new BlobFeatures(
                versioning,
                containerRetentionDays,
                immutability,
                customerKeysOverHttp,
                encryptionScopes,
                value,
                inventory,
                replications,
                changeFeed);
    }

    public BlobFeatures withInventory(InventoryPolicy value) {
        return new BlobFeatures(
                versioning,
                containerRetentionDays,
                immutability,
                customerKeysOverHttp,
                encryptionScopes,
                aging,
                value,
                replications,
                changeFeed);
    }

    public BlobFeatures withReplications(Replications value) {
        return new BlobFeatures(
                versioning,
                containerRetentionDays,
                immutability,
                customerKeysOverHttp,
                encryptionScopes,
                aging,
                inventory,
                value,
                changeFeed);
    }

    public BlobFeatures withChangeFeed(ChangeFeedSettings value) {
        return new BlobFeatures(
                versioning,
                containerRetentionDays,
                immutability,
                customerKeysOverHttp,
                encryptionScopes,
                aging,
                inventory,
                replications,
                value);
    }

    /** The encryption scope of that name; null if there is none. */
    public @Nullable EncryptionScope encryptionScope(String name) {
        for (EncryptionScope scope : encryptionScopes) {
            if (scope.name().equals(name)) {
                return scope;
            }
        }
        return null;
    }
}
