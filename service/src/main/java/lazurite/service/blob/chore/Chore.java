package lazurite.service.blob.chore;

import java.time.Instant;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.rows.BlobRows;
import org.jspecify.annotations.Nullable;

/**
 * Work on blobs behind the requests, which a {@link BlobWalk} takes along from name to name. It does what is due at one
 * name and keeps nothing in mind: a walk may end anywhere, and begins anew with each start of the server.
 *
 * <p>Concurrency: one thread at a time. Requests change the blob meanwhile, so each change is decided on in a
 * transaction of {@link BlobRows#attempt}.
 */
public interface Chore {
    /** One word, lower case: names it in figures and logs. */
    String name();

    /** Whether it has to see names that have no history. If no chore does, far fewer are visited. */
    boolean needsBlobs();

    /** The same of one account, which may have switched on what others have not. */
    default boolean needsBlobs(String account) {
        return needsBlobs();
    }

    /**
     * Does what is due.
     *
     * @return how many rows it changed
     * @throws lazurite.base.StorageException 403 AccountIsDisabled if an order stands against it: the account is passed
     *     over
     */
    int visit(Visited blob);

    /**
     * A name that is visited.
     *
     * @param at its rows; what is changed there is committed under the account's pass
     * @param base the blob as it was found; null if there is none, or if no chore needs blobs
     * @param history whether it has a history
     * @param time what time it is for what cannot be taken back: never later than the wall clock says for long
     */
    record Visited(BlobAddress at, @Nullable BlobRecord base, boolean history, Instant time) {}
}
