package lazurite.store.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Key;

/** What the committer is asked to do; {@link #done} tells the outcome. */
sealed interface Work {
    /** True once durable; false if a condition did not hold and nothing was changed. */
    CompletableFuture<Boolean> done();

    /** Bytes it holds while it waits. */
    long bytes();

    record Conditional(Commit commit, long bytes, CompletableFuture<Boolean> done) implements Work {}

    record Removal(Family family, List<Key> keys, long bytes, CompletableFuture<Boolean> done) implements Work {}

    /** Ends the committer once all before it is done. */
    record Stop(CompletableFuture<Boolean> done) implements Work {
        @Override
        public long bytes() {
            return 0;
        }
    }
}
