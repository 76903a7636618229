package lazurite.store.embedded;

import java.io.IOException;

/** Called before each sync, so that a test can make it fail. */
@FunctionalInterface
interface SyncProbe {
    SyncProbe NONE = _ -> {};

    /** What is about to be synced: an extent's id, or {@code metadata}. Throws what the sync shall throw. */
    void beforeSync(String what) throws IOException;
}
