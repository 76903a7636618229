package lazurite.service.account;

import java.util.List;

/**
 * An account as configured. A request or SAS is good if any of the keys verifies it.
 *
 * @param name 3 to 24 lower-case letters and digits
 * @param keys decoded account keys, one or two
 * @param allowBlobPublicAccess whether containers may be opened to anonymous readers
 */
public record Account(String name, List<byte[]> keys, boolean allowBlobPublicAccess) {
    public Account {
        keys = List.copyOf(keys);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
