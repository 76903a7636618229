package lazurite.service.blob.wire;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Target;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CustomerKey;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.text.Base64Text;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys and encryption scopes of requests ({@code blob.md} §18 of the protocol digest). No refusal shows a key.
 */
public final class EncryptionHeaders {
    private static final String SINCE = "2019-02-02";
    private static final String SINCE_SOURCES = "2026-04-06";
    private static final String ALGORITHM = "AES256";
    private static final HeaderName[] KEY = {
        HeaderName.ENCRYPTION_KEY, HeaderName.ENCRYPTION_KEY_SHA256, HeaderName.ENCRYPTION_ALGORITHM
    };
    private static final HeaderName[] SOURCE_KEY = {
        HeaderName.SOURCE_ENCRYPTION_KEY,
        HeaderName.SOURCE_ENCRYPTION_KEY_SHA256,
        HeaderName.SOURCE_ENCRYPTION_ALGORITHM
    };
    private static final HeaderName[] CONTAINER = {
        HeaderName.DEFAULT_ENCRYPTION_SCOPE, HeaderName.DENY_ENCRYPTION_SCOPE_OVERRIDE
    };

    private EncryptionHeaders() {}

    /**
     * Refuses these headers where they mean nothing, and malformed ones.
     *
     * @throws StorageException 400 UnsupportedHeader, MissingRequiredHeader, InvalidHeaderValue, AccountRequiresHttps
     */
    static void check(RequestHead head, BlobOperation operation) {
        Takes takes = takes(operation);
        refuse(head, takes.key() && head.since(SINCE), KEY);
        refuse(head, takes.scope() && head.since(SINCE), HeaderName.ENCRYPTION_SCOPE);
        refuse(head, takes.sourceKey() && head.since(SINCE_SOURCES), SOURCE_KEY);
        refuse(head, operation instanceof BlobOperation.CreateContainer && head.since(SINCE), CONTAINER);
        read(head);
    }

    /** The keys of a request that was {@link #check checked}. */
    public static RequestedKeys of(Target target) {
        Headers headers = target.request().headers();
        for (int i = 0; i < headers.size(); i++) {
            if (starts(headers.name(i), "x-ms-encryption-") || starts(headers.name(i), "x-ms-source-encryption-")) {
                return read(RequestHead.of(target));
            }
        }
        return RequestedKeys.NONE;
    }

    private static boolean starts(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static RequestedKeys read(RequestHead head) {
        CustomerKey key = key(head, KEY);
        CustomerKey sourceKey = key(head, SOURCE_KEY);
        String scope = head.value(HeaderName.ENCRYPTION_SCOPE);
        if (scope != null && key != null) {
            throw StorageException.invalidHeader(HeaderName.ENCRYPTION_SCOPE.wire(), scope);
        }
        return key == null && sourceKey == null && scope == null
                ? RequestedKeys.NONE
                : new RequestedKeys(key, sourceKey, scope);
    }

    /** Azure wants both headers of a container or none. */
    static ContainerEncryption ofContainer(RequestHead head) {
        String scope = head.value(HeaderName.DEFAULT_ENCRYPTION_SCOPE);
        if (scope == null && !head.has(HeaderName.DENY_ENCRYPTION_SCOPE_OVERRIDE)) {
            return ContainerEncryption.ACCOUNT;
        }
        String named = head.required(HeaderName.DEFAULT_ENCRYPTION_SCOPE);
        head.required(HeaderName.DENY_ENCRYPTION_SCOPE_OVERRIDE);
        return new ContainerEncryption(
                named.equals(Encryption.ACCOUNT_SCOPE) ? null : named,
                head.flag(HeaderName.DENY_ENCRYPTION_SCOPE_OVERRIDE));
    }

    /** @param names of key, its SHA-256, the algorithm */
    private static @Nullable CustomerKey key(RequestHead head, HeaderName[] names) {
        if (!head.has(names[0]) && !head.has(names[1]) && !head.has(names[2])) {
            return null;
        }
        String text = head.required(names[0]);
        String sha256 = head.required(names[1]);
        String algorithm = head.required(names[2]);
        if (!head.request().secure() && !head.target().account().blob().customerKeysOverHttp()) {
            throw new StorageException(
                    ErrorCode.AccountRequiresHttps, "Customer-provided keys are taken over HTTPS only.");
        }
        if (!algorithm.equalsIgnoreCase(ALGORITHM)) {
            throw StorageException.invalidHeader(names[2].wire(), algorithm);
        }
        byte[] bytes = Base64Text.decode(text, CustomerKey.BYTES);
        if (bytes == null) {
            throw StorageException.invalidHeader(names[0].wire(), "");
        }
        CustomerKey key = new CustomerKey(bytes);
        if (!key.sha256().equals(sha256)) {
            throw StorageException.invalidHeader(names[1].wire(), sha256);
        }
        return key;
    }

    private static void refuse(RequestHead head, boolean taken, HeaderName... names) {
        for (HeaderName name : names) {
            if (!taken && head.has(name)) {
                throw NotBuilt.unsupported(name.wire(), "");
            }
        }
    }

    /** Which of the headers an operation obeys. */
    private record Takes(boolean key, boolean scope, boolean sourceKey) {
        static final Takes NOTHING = new Takes(false, false, false);
        static final Takes READ = new Takes(true, false, false);
        static final Takes WRITE = new Takes(true, true, false);
        static final Takes FROM_URL = new Takes(true, true, true);
        static final Takes COPY = new Takes(false, true, false);
    }

    private static Takes takes(BlobOperation operation) {
        return switch (operation) {
            case BlobOperation.GetBlob _,
                    BlobOperation.QueryBlob _,
                    BlobOperation.GetBlobProperties _,
                    BlobOperation.GetBlobMetadata _ -> Takes.READ;
            case BlobOperation.PutBlob _,
                    BlobOperation.CreateAppendBlob _,
                    BlobOperation.AppendBlock _,
                    PageOperation.CreatePageBlob _,
                    PageOperation.PutPage _,
                    PageOperation.ClearPage _,
                    PageOperation.SetPageProperties _,
                    BlobOperation.PutBlock _,
                    BlobOperation.PutBlockList _,
                    BlobOperation.SetBlobMetadata _,
                    BlobOperation.SnapshotBlob _ -> Takes.WRITE;
            case CopyOperation.PutBlobFromUrl _,
                    CopyOperation.PutBlockFromUrl _,
                    CopyOperation.AppendBlockFromUrl _,
                    PageOperation.PutPageFromUrl _ -> Takes.FROM_URL;
            case CopyOperation.CopyBlob copy -> copy.sync() ? Takes.COPY : Takes.NOTHING;
            case BlobOperation.OnService _,
                    BlobOperation.OnContainer _,
                    BlobOperation.GetAccountInfo _,
                    BlobOperation.SealAppendBlob _,
                    BlobOperation.SetBlobProperties _,
                    BlobOperation.SetBlobTags _,
                    BlobOperation.SetBlobTier _,
                    LifeOperation.SetBlobExpiry _,
                    LifeOperation.SetImmutabilityPolicy _,
                    LifeOperation.DeleteImmutabilityPolicy _,
                    LifeOperation.SetLegalHold _,
                    BlobOperation.LeaseBlob _,
                    BlobOperation.DeleteBlob _,
                    BlobOperation.UndeleteBlob _,
                    CopyOperation.IncrementalCopyBlob _,
                    CopyOperation.AbortCopy _,
                    BlobOperation.GetBlobTags _,
                    BlobOperation.GetBlockList _,
                    PageOperation.GetPageRanges _ -> Takes.NOTHING;
        };
    }
}
