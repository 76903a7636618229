package lazurite.service.account;

import java.util.List;
import java.util.function.Consumer;
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
        return with(draft -> draft.immutability = value);
    }

    public BlobFeatures withKeys(boolean overHttp, List<EncryptionScope> scopes) {
        return with(draft -> {
            draft.customerKeysOverHttp = overHttp;
            draft.encryptionScopes = scopes;
        });
    }

    public BlobFeatures withAging(Aging value) {
        return with(draft -> draft.aging = value);
    }

    public BlobFeatures withInventory(InventoryPolicy value) {
        return with(draft -> draft.inventory = value);
    }

    public BlobFeatures withReplications(Replications value) {
        return with(draft -> draft.replications = value);
    }

    public BlobFeatures withChangeFeed(ChangeFeedSettings value) {
        return with(draft -> draft.changeFeed = value);
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

    private BlobFeatures with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** One that is being put together. */
    private static final class Draft {
        private boolean versioning;
        private int containerRetentionDays;
        private Immutability immutability;
        private boolean customerKeysOverHttp;
        private List<EncryptionScope> encryptionScopes;
        private Aging aging;
        private InventoryPolicy inventory;
        private Replications replications;
        private ChangeFeedSettings changeFeed;

        Draft(BlobFeatures from) {
            versioning = from.versioning;
            containerRetentionDays = from.containerRetentionDays;
            immutability = from.immutability;
            customerKeysOverHttp = from.customerKeysOverHttp;
            encryptionScopes = from.encryptionScopes;
            aging = from.aging;
            inventory = from.inventory;
            replications = from.replications;
            changeFeed = from.changeFeed;
        }

        BlobFeatures done() {
            return new BlobFeatures(
                    versioning,
                    containerRetentionDays,
                    immutability,
                    customerKeysOverHttp,
                    encryptionScopes,
                    aging,
                    inventory,
                    replications,
                    changeFeed);
        }
    }
}
