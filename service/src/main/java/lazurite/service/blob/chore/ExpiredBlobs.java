package lazurite.service.blob.chore;

import java.time.Instant;
import java.util.function.Function;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.rows.BlobRows;

/**
 * Deletes blobs that have expired, with their snapshots. Nobody is shown them since; what decides here is the time for
 * what cannot be taken back, so they may stay a while longer.
 */
public final class ExpiredBlobs implements Chore {
    private final BlobRows rows;
    private final Function<String, BlobFeatures> features;

    /** @param features what an account has switched on */
    public ExpiredBlobs(BlobRows rows, Function<String, BlobFeatures> features) {
        this.rows = rows;
        this.features = features;
    }

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public boolean needsBlobs() {
        return false;
    }

    @Override
    public boolean needsBlobs(String account) {
        return features.apply(account).aging().expiry();
    }

    @Override
    public int visit(Visited blob) {
        Instant expires = blob.base() == null ? null : blob.base().life().expires();
        if (expires == null || blob.time().isBefore(expires)) {
            return 0;
        }
        try {
            return rows.deleteExpired(blob.at()) ? 1 : 0;
        } catch (StorageException refused) {
            if (refused.code().status() != 409) {
                throw refused;
            }
            return 0; // a policy protects it
        }
    }
}
