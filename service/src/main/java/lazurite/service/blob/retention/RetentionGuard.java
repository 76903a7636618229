package lazurite.service.blob.retention;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Retention;
import lazurite.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * Holds a change of a blob against what protects the blob, just before it is committed, whoever wants it: a request, a
 * chore, a sweeper. What is protected has to be there afterwards as it was: in its place, or as a version. So no path
 * can forget to ask.
 */
final class RetentionGuard {
    private final BlobTransaction transaction;
    private final OfContainer container;
    private final Supplier<Instant> clock;

    /** Asked for when it matters only. */
    private @Nullable Instant asked;

    private RetentionGuard(BlobTransaction transaction, OfContainer container, Supplier<Instant> clock) {
        this.transaction = transaction;
        this.container = container;
        this.clock = clock;
    }

    /**
     * @param container what protects all that is in the blob's container
     * @param clock the time that protection ends by
     * @throws lazurite.base.StorageException 409 BlobImmutableDueToPolicy
     */
    static void check(BlobTransaction transaction, OfContainer container, Supplier<Instant> clock) {
        RetentionGuard guard = new RetentionGuard(transaction, container, clock);
        guard.base();
        guard.history();
    }

    private Instant time() {
        Instant time = asked;
        if (time == null) {
            time = clock.get();
            asked = time;
        }
        return time;
    }

    /** A blob that waits for a pending copy is not whole yet; it begins to be protected with the copy's end. */
    private void base() {
        BlobRecord before = transaction.base();
        if (before == null || !concerns(before) || CopyState.isPending(before.copy()) || !transaction.changesBase()) {
            return;
        }
        BlobRecord after = transaction.newBase();
        if (after != null && RetentionRules.same(before, after)) {
            RetentionRules.requireKept(before.life().retention(), after.life().retention());
            return;
        }
        if (after != null && isAppend(before, after)) {
            RetentionRules.requireKept(before.life().retention(), after.life().retention());
            return;
        }
        boolean gone = after == null && RetentionRules.mayGo(container, before, time());
        if (container.whole() && !gone) {
            throw RetentionRules.immutable();
        }
        if (RetentionRules.protects(before.life().retention(), time()) && !isVersion(before)) {
            throw RetentionRules.immutable();
        }
    }

    private boolean isAppend(BlobRecord before, BlobRecord after) {
        return transaction.appends()
                && after.length() >= before.length()
                && RetentionRules.sameWords(before, after)
                && RetentionRules.allowsAppends(container, before, time());
    }

    private void history() {
        for (Map.Entry<Key, byte @Nullable []> changed :
                transaction.changedHistory().entrySet()) {
            byte[] stored = stored(changed.getKey(), changed.getValue() != null);
            BlobRecord before = stored == null ? null : BlobRecordCodec.read(stored);
            if (before != null && concerns(before)) {
                history(changed.getKey(), before, changed.getValue());
            }
        }
    }

    /** New rows are not looked for where nothing can be protected. */
    private byte @Nullable [] stored(Key key, boolean written) {
        return written && container.equals(OfContainer.NONE) ? transaction.known(key) : transaction.stored(key);
    }

    private void history(Key key, BlobRecord before, byte @Nullable [] changed) {
        if (changed != null) {
            BlobRecord after = BlobRecordCodec.read(changed);
            if (RetentionRules.same(before, after)) {
                RetentionRules.requireKept(
                        before.life().retention(), after.life().retention());
                return;
            }
        } else if (isHadBack(key, before)) {
            return;
        }
        if (RetentionRules.isProtected(container, before, time())) {
            throw RetentionRules.immutable();
        }
    }

    /** Whether what was deleted is in its place again, or there under the name that it had. */
    private boolean isHadBack(Key key, BlobRecord before) {
        HistoryKind kind = BlobKeys.historyKind(key);
        if (!kind.deleted()) {
            return false;
        }
        BlobRecord base = transaction.base() == null ? transaction.newBase() : null;
        if (base != null && isSame(before, base)) {
            return true;
        }
        Key there = BlobKeys.history(transaction.group(), kind.afterUndelete(), BlobKeys.stamp(key));
        byte[] row = transaction.changedHistory().get(there);
        return row != null && isSame(before, BlobRecordCodec.read(row));
    }

    private boolean isVersion(BlobRecord before) {
        return transaction.changedHistory().entrySet().stream()
                .anyMatch(row -> row.getValue() != null
                        && BlobKeys.historyKind(row.getKey()) == HistoryKind.VERSION
                        && isSame(before, BlobRecordCodec.read(row.getValue())));
    }

    private static boolean isSame(BlobRecord before, BlobRecord after) {
        return RetentionRules.same(before, after)
                && RetentionRules.keeps(before.life().retention(), after.life().retention());
    }

    /** Whether anything could protect the record. */
    private boolean concerns(BlobRecord record) {
        return container.whole() || !record.life().retention().equals(Retention.NONE);
    }
}
