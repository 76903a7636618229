package lazurite.service.account;

import java.util.List;

/**
 * An account as configured. A request or SAS is good if any of the keys verifies it.
 *
 * @param name 3 to 24 lower-case letters and digits
 * @param keys decoded account keys, one or two
 * @param allowBlobPublicAccess whether containers may be opened to anonymous readers
 * @param subscription whom it belongs to
 * @param blob what of the Blob service is switched on
 */
public record Account(
        String name, List<byte[]> keys, boolean allowBlobPublicAccess, Subscription subscription, BlobFeatures blob) {
    public Account {
        keys = List.copyOf(keys);
    }

    /** An account of the default subscription with nothing switched on. */
    public Account(String name, List<byte[]> keys, boolean allowBlobPublicAccess) {
        this(name, keys, allowBlobPublicAccess, Subscription.DEFAULT);
    }

    /** An account with nothing switched on. */
    public Account(String name, List<byte[]> keys, boolean allowBlobPublicAccess, Subscription subscription) {
        this(name, keys, allowBlobPublicAccess, subscription, BlobFeatures.NONE);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
