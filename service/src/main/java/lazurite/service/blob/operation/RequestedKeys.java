package lazurite.service.blob.operation;

import lazurite.service.blob.record.Encryption;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a request brings or names.
 *
 * @param key of the blob; null if the request has none
 * @param sourceKey of the source that is read; null if the request has none
 * @param scope name of an encryption scope, or {@link Encryption#ACCOUNT_SCOPE}; null if the request names none; never
 *     together with a key
 */
public record RequestedKeys(
        @Nullable CustomerKey key,
        @Nullable CustomerKey sourceKey,
        @Nullable String scope) {
    public static final RequestedKeys NONE = new RequestedKeys(null, null, null);
}
