package lazurite.service.meter;

import java.util.Map;

/** Asks a service what it stores: exact content bytes of each account that stores any, whatever form they have. */
@FunctionalInterface
public interface StoredBytes {
    /** @throws lazurite.base.StorageException if the store cannot tell now */
    Map<String, Long> byAccount();
}
