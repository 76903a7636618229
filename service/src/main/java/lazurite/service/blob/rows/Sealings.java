package lazurite.service.blob.rows;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.EncryptionScope;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.CustomerKey;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.text.HeaderName;
import lazurite.store.body.DataKey;
import lazurite.store.body.KeyRing;
import org.jspecify.annotations.Nullable;

/**
 * Decides which key seals or opens a blob ({@code docs/encryption.md}): the one place that does.
 *
 * <p>Concurrency: any thread.
 */
public final class Sealings {
    private final KeyRing keys;

    Sealings(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * For a blob made anew, or a block of one: as the request asks, else as its container says.
     *
     * @throws StorageException 403 RequestForbiddenByContainerEncryptionPolicy; 403 AuthorizationFailure if the SAS
     *     demands another encryption scope or the scope is disabled; 400 InvalidHeaderValue if there is no such scope
     */
    public Sealing anew(BlobCall call, BlobAddress at) {
        CustomerKey key = call.keys().key();
        String wanted = wanted(call);
        ContainerEncryption container = at.encryption();
        boolean other = key != null || (wanted != null && !wanted.equals(container.scopeName()));
        if (container.denyOverride() && other) {
            throw new StorageException(ErrorCode.RequestForbiddenByContainerEncryptionPolicy);
        }
        if (key != null) {
            return new Sealing(call.account(), new Encryption(key.sha256(), null), key.key());
        }
        if (wanted == null) {
            return enabled(call.account(), call.features(), container.scope());
        }
        requireKnown(call.features(), HeaderName.ENCRYPTION_SCOPE, wanted);
        return enabled(call.account(), call.features(), scope(wanted));
    }

    /**
     * For a blob that is read.
     *
     * @throws StorageException 409 if the request lacks the blob's key or has one that the blob has not; 403
     *     AuthorizationFailure if the blob's encryption scope is disabled
     */
    public Sealing reading(BlobCall call, BlobRecord record) {
        return existing(
                call.account(),
                call.features(),
                record.encryption(),
                call.keys().key());
    }

    /**
     * For a blob that is changed and keeps its key.
     *
     * @throws StorageException as for a read; 409 BlobCustomerSpecifiedEncryptionMismatch if the request names another
     *     encryption scope
     */
    public Sealing changing(BlobCall call, BlobRecord record) {
        String wanted = wanted(call);
        Sealing sealing = reading(call, record);
        if (wanted != null && !new Encryption(null, scope(wanted)).equals(record.encryption())) {
            throw new StorageException(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch);
        }
        return sealing;
    }

    /** For a source of a copy or of a write from a URL; throws as for a read. */
    public Sealing source(BlobCall call, ResolvedSource source, BlobRecord record) {
        return existing(
                source.account(),
                source.features(),
                record.encryption(),
                call.keys().sourceKey());
    }

    /**
     * The key as far as this server has it, for work that no request stands behind.
     *
     * @throws StorageException 409 BlobUsesCustomerSpecifiedEncryption for a customer's
     */
    public DataKey held(String account, Encryption encryption) {
        if (encryption.isCustomers()) {
            throw new StorageException(ErrorCode.BlobUsesCustomerSpecifiedEncryption);
        }
        String scope = encryption.scope();
        return scope == null ? keys.account(account) : keys.scope(account, scope);
    }

    /** Whether a listing may show metadata sealed so. */
    public static boolean isOpen(BlobFeatures features, Encryption encryption) {
        String scope = encryption.scope();
        return !encryption.isCustomers() && (scope == null || isEnabled(features, scope));
    }

    /** Refuses a container's encryption scope that the account does not have, or that is disabled. */
    public static void requireUsable(BlobFeatures features, String wanted) {
        requireKnown(features, HeaderName.DEFAULT_ENCRYPTION_SCOPE, wanted);
        String scope = scope(wanted);
        if (scope != null) {
            requireEnabled(features, scope);
        }
    }

    /** Refuses to join what two keys seal: all blocks of a blob have one. */
    public static void requireSame(Encryption stored, Encryption given) {
        if (stored.equals(given)) {
            return;
        }
        if (stored.isCustomers() && !given.isCustomers()) {
            throw new StorageException(ErrorCode.BlobUsesCustomerSpecifiedEncryption);
        }
        throw new StorageException(
                given.isCustomers() && !stored.isCustomers()
                        ? ErrorCode.BlobDoesNotUseCustomerSpecifiedEncryption
                        : ErrorCode.BlobCustomerSpecifiedEncryptionMismatch);
    }

    private Sealing existing(String account, BlobFeatures features, Encryption encryption, @Nullable CustomerKey key) {
        if (key != null) {
            requireSame(encryption, new Encryption(key.sha256(), null));
            return new Sealing(account, encryption, key.key());
        }
        if (encryption.isCustomers()) {
            throw new StorageException(ErrorCode.BlobUsesCustomerSpecifiedEncryption);
        }
        return enabled(account, features, encryption.scope());
    }

    private Sealing enabled(String account, BlobFeatures features, @Nullable String scope) {
        if (scope == null) {
            return new Sealing(account, Encryption.ACCOUNT, keys.account(account));
        }
        requireEnabled(features, scope);
        return new Sealing(account, new Encryption(null, scope), keys.scope(account, scope));
    }

    /** The encryption scope that the request or its SAS names; null if neither does. */
    private static @Nullable String wanted(BlobCall call) {
        String asked = call.keys().scope();
        String signed = call.caller().encryptionScope();
        if (signed != null && (call.keys().key() != null || (asked != null && !asked.equals(signed)))) {
            throw new StorageException(
                    ErrorCode.AuthorizationFailure, "The shared access signature demands another encryption scope.");
        }
        return asked == null ? signed : asked;
    }

    private static @Nullable String scope(String wanted) {
        return wanted.equals(Encryption.ACCOUNT_SCOPE) ? null : wanted;
    }

    private static void requireKnown(BlobFeatures features, HeaderName header, String wanted) {
        String scope = scope(wanted);
        if (scope != null && features.encryptionScope(scope) == null) {
            throw StorageException.invalidHeader(header.wire(), scope);
        }
    }

    /** One that is gone from the configuration counts as disabled: its key is there still. */
    private static void requireEnabled(BlobFeatures features, String scope) {
        if (!isEnabled(features, scope)) {
            throw new StorageException(ErrorCode.AuthorizationFailure, "The encryption scope is disabled.");
        }
    }

    private static boolean isEnabled(BlobFeatures features, String scope) {
        EncryptionScope known = features.encryptionScope(scope);
        return known != null && known.enabled();
    }
}
