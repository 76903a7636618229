package lazurite.service.blob.chore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.LifecyclePolicy;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Group;
import org.jspecify.annotations.Nullable;

/**
 * When blobs were read last, in accounts that keep it: the first read of a blob in 24 hours is noted, and written down
 * behind it. No read waits for that or fails by it. What was noted and not yet written when the server ends is noted
 * again by the next read; beyond 10,000 blobs at once nothing more is.
 *
 * <p>Concurrency: {@link #note} by any thread, {@link #write} by one at a time.
 */
public final class AccessTimes {
    private static final Duration GRAIN = Duration.ofDays(1);
    private static final int NOTED_MAX = 10_000;

    private final BlobRows rows;
    private final Map<Group, Noted> noted = new ConcurrentHashMap<>();

    private record Noted(BlobAddress at, Instant time) {}

    public AccessTimes(BlobRows rows) {
        this.rows = rows;
    }

    /** Notes that a blob is read; snapshots and previous versions have no such time. */
    public void note(BlobAddress at, BlobResult.BlobState state, BlobFeatures features) {
        Aging aging = features.aging();
        if (!aging.lastAccessTracking() || state.moment() != null) {
            return;
        }
        Instant now = rows.platform().clock().instant();
        boolean due = isStale(state.record(), now) || isWarmed(at, state.record(), aging);
        if (due && noted.size() < NOTED_MAX) {
            noted.put(at.group(), new Noted(at, now));
        }
    }

    private static boolean isStale(BlobRecord record, Instant now) {
        Instant last = record.life().lastAccess();
        return last == null || !now.isBefore(last.plus(GRAIN));
    }

    /** Whether the account's policy has the blob become hot by being read. */
    private static boolean isWarmed(BlobAddress at, BlobRecord record, Aging aging) {
        LifecyclePolicy policy = aging.policy();
        return policy != null && record.tier() == AccessTier.COOL && Lifecycle.warms(policy, at, record);
    }

    /**
     * Writes down what was noted. Services that an order leaves no changes to are passed over.
     *
     * @param passes the leave to change what an account stores
     * @param features what an account has switched on
     * @return how many blobs
     */
    public int write(BlobWalk.Passes passes, Function<String, BlobFeatures> features) {
        int written = 0;
        for (Group blob : List.copyOf(noted.keySet())) {
            Noted read = noted.remove(blob);
            Pass pass = read == null ? null : passOf(passes, read.at().account());
            if (read != null && pass != null) {
                Aging aging = features.apply(read.at().account()).aging();
                written += write(read.at().under(pass), read.time(), aging) ? 1 : 0;
            }
        }
        return written;
    }

    private boolean write(BlobAddress at, Instant time, Aging aging) {
        try {
            return rows.changeBehind("LastAccess", at, transaction -> {
                BlobRecord base = transaction.base();
                boolean warmed = base != null && isWarmed(at, base, aging);
                if (base == null || !(warmed || isStale(base, time))) {
                    return false;
                }
                BlobRecord.Editor edited = base.edit().life(base.life().withLastAccess(time));
                if (warmed) {
                    edited.tier(AccessTier.HOT, transaction.now());
                }
                transaction.putBase(edited.done());
                return true;
            });
        } catch (StorageException refused) {
            if (refused.code() == ErrorCode.AccountIsDisabled) {
                return false;
            }
            throw refused;
        }
    }

    private static @Nullable Pass passOf(BlobWalk.Passes passes, String account) {
        try {
            return passes.find(account);
        } catch (StorageException refused) {
            if (refused.code() == ErrorCode.AccountIsDisabled) {
                return null;
            }
            throw refused;
        }
    }
}
