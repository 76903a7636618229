package lazurite.tests.concurrency;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which content each ETag of a blob was seen with: for ever the same.
 *
 * <p>Concurrency: any thread.
 */
final class EtagLedger {
    private final Map<String, Long> ids = new ConcurrentHashMap<>();

    void record(String etag, long id) {
        Long before = ids.putIfAbsent(etag, id);
        if (etag.isEmpty() || (before != null && before != id)) {
            throw new AssertionError("ETag '" + etag + "' stands for version " + id + " and for " + before);
        }
    }
}
