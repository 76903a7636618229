package lazurite.store.collector;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import lazurite.base.StorageException;

/** Waits for submitted commits. */
final class Waiting {
    private Waiting() {}

    /** Waits for all; throws the first failure as the store threw it. */
    static void forAll(List<CompletableFuture<Boolean>> commits) {
        try {
            CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
