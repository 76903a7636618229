package lazurite.service.blob.chore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.LifecyclePolicy;
import lazurite.service.account.LifecyclePolicy.Act;
import lazurite.service.account.LifecyclePolicy.Age;
import lazurite.service.account.LifecyclePolicy.Kind;
import lazurite.service.account.LifecyclePolicy.Rule;
import lazurite.service.auth.Caller;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.write.Changes;
import lazurite.service.blob.write.Deletes;
import lazurite.store.Family;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Does what an account's policy says about blobs of some age ({@code docs/lifecycle.md}): deletes them and changes their
 * tier, as a client that owns the account and holds no lease would.
 */
public final class Lifecycle implements Chore {
    private static final String VERSION = "2025-11-05";
    private static final String ROOT = "$root";
    private static final int PAGE_ROWS = 1000;

    private final BlobRows rows;
    private final Changes changes;
    private final Deletes deletes;
    private final Function<String, BlobFeatures> features;

    /** @param features what an account has switched on */
    public Lifecycle(BlobRows rows, Changes changes, Deletes deletes, Function<String, BlobFeatures> features) {
        this.rows = rows;
        this.changes = changes;
        this.deletes = deletes;
        this.features = features;
    }

    @Override
    public String name() {
        return "lifecycle";
    }

    @Override
    public boolean needsBlobs() {
        return false;
    }

    @Override
    public boolean needsBlobs(String account) {
        return features.apply(account).aging().policy() != null;
    }

    @Override
    public int visit(Visited blob) {
        BlobFeatures own = features.apply(blob.at().account());
        LifecyclePolicy policy = own.aging().policy();
        String container = blob.at().container();
        if (policy == null || (container.startsWith("$") && !container.equals(ROOT))) {
            return 0;
        }
        int changed = blob.history() ? visitHistory(policy, blob, own) : 0;
        BlobRecord base = rows.standing(blob.base());
        if (base == null) {
            return changed;
        }
        if (base.life().lastAccess() == null && countsAccess(policy, blob.at(), base)) {
            return changed + beginCounting(blob);
        }
        Ages ages = new Ages(base.created().lastModified(), base, blob.time());
        return changed + act(blob, null, base, due(policy, blob.at(), base, Rule::base, ages), own);
    }

    private int visitHistory(LifecyclePolicy policy, Visited blob, BlobFeatures own) {
        int changed = 0;
        if (policy.rules().stream().anyMatch(rule -> !rule.snapshots().isEmpty())) {
            changed += visitRows(policy, blob, HistoryKind.SNAPSHOT, Rule::snapshots, own);
        }
        if (policy.rules().stream().anyMatch(rule -> !rule.versions().isEmpty())) {
            changed += visitRows(policy, blob, HistoryKind.VERSION, Rule::versions, own);
        }
        return changed;
    }

    private int visitRows(
            LifecyclePolicy policy,
            Visited blob,
            HistoryKind kind,
            Function<Rule, Map<Act, Age>> acts,
            BlobFeatures own) {
        int changed = 0;
        KeyRange range = BlobKeys.history(blob.at().group(), kind);
        KeyRange rest = range;
        while (true) {
            List<Row> page = rows.metadata().scan(Family.HISTORY, rest, PAGE_ROWS);
            for (Row row : page) {
                Stamp made = BlobKeys.stamp(row.key());
                BlobRecord record = rows.standing(BlobRecordCodec.read(row.value()));
                if (record != null) {
                    Ages ages = new Ages(made.lastModified(), record, blob.time());
                    Act due = due(policy, blob.at(), record, acts, ages);
                    changed += act(blob, kind.moment(made), record, due, own);
                }
            }
            if (page.size() < PAGE_ROWS) {
                return changed;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    // ---- what is due

    /**
     * How old something is.
     *
     * @param made when it became what it is: a blob, a snapshot, a previous version
     */
    private record Ages(Instant made, BlobRecord record, Instant now) {
        boolean reached(Age age) {
            Instant access = record.life().lastAccess();
            Instant tiered = record.tierChanged() == null ? made : record.tierChanged();
            return isOver(age.modified(), record.stamp().lastModified())
                    && isOver(age.created(), made)
                    && (age.accessed() == null || (access != null && isOver(age.accessed(), access)))
                    && isOver(age.tierChanged(), tiered);
        }

        private boolean isOver(@Nullable Integer days, Instant since) {
            return days == null || now.isAfter(since.plus(Duration.ofDays(days)));
        }
    }

    /** The cheapest of what is due and not done; null if nothing is. */
    private static @Nullable Act due(
            LifecyclePolicy policy, BlobAddress at, BlobRecord record, Function<Rule, Map<Act, Age>> acts, Ages ages) {
        Act cheapest = null;
        for (Rule rule : policy.rules()) {
            if (!isAbout(rule, at, record)) {
                continue;
            }
            for (Map.Entry<Act, Age> entry : acts.apply(rule).entrySet()) {
                boolean cheaper = cheapest == null || entry.getKey().compareTo(cheapest) > 0;
                if (cheaper && ages.reached(entry.getValue())) {
                    cheapest = entry.getKey();
                }
            }
        }
        return cheapest == null || isDone(cheapest, record) ? null : cheapest;
    }

    private static boolean isAbout(Rule rule, BlobAddress at, BlobRecord record) {
        Kind kind = switch (record.type()) {
            case BLOCK -> Kind.BLOCK;
            case APPEND -> Kind.APPEND;
            case PAGE -> null;
        };
        return kind != null
                && rule.enabled()
                && rule.filters().match(kind, at.container() + "/" + at.blob(), record.tags());
    }

    /** Nothing becomes dearer by a policy, but for what it says is to be hot; and only block blobs have tiers. */
    private static boolean isDone(Act act, BlobRecord record) {
        if (act == Act.DELETE) {
            return false;
        }
        AccessTier now = record.tier() == null ? AccessTier.HOT : record.tier();
        boolean same = switch (act) {
            case HOT -> now == AccessTier.HOT || now == AccessTier.ARCHIVE;
            case COOL, COLD, ARCHIVE, DELETE -> now.compareTo(tier(act)) >= 0;
        };
        return same || record.type() != BlobType.BLOCK;
    }

    private static AccessTier tier(Act act) {
        return switch (act) {
            case HOT, DELETE -> AccessTier.HOT;
            case COOL -> AccessTier.COOL;
            case COLD -> AccessTier.COLD;
            case ARCHIVE -> AccessTier.ARCHIVE;
        };
    }

    /** Whether the policy has a blob become hot by being read. */
    static boolean warms(LifecyclePolicy policy, BlobAddress at, BlobRecord record) {
        return policy.rules().stream().anyMatch(rule -> rule.warms() && isAbout(rule, at, record));
    }

    private static boolean countsAccess(LifecyclePolicy policy, BlobAddress at, BlobRecord record) {
        return policy.rules().stream()
                .anyMatch(rule -> isAbout(rule, at, record)
                        && rule.base().values().stream().anyMatch(age -> age.accessed() != null));
    }

    // ---- what is done

    /** What was never read since reads are tracked counts as read now. */
    private int beginCounting(Visited blob) {
        return rows.changeBehind("LastAccess", blob.at(), transaction -> {
            BlobRecord base = transaction.base();
            if (base == null || base.life().lastAccess() != null) {
                return 0;
            }
            transaction.putBase(
                    base.edit().life(base.life().withLastAccess(blob.time())).done());
            return 1;
        });
    }

    /** If it is still as it was found. What a lease, a policy or a snapshot keeps from it is left for the next walk. */
    private int act(Visited blob, @Nullable Moment moment, BlobRecord record, @Nullable Act act, BlobFeatures own) {
        if (act == null) {
            return 0;
        }
        BlobAddress at = blob.at();
        Caller owner = new Caller(Caller.Kind.SHARED_KEY, "", at.account());
        BlobCall call = new BlobCall(at.account(), own, owner, VERSION, at.pass(), _ -> {
            throw new IllegalStateException("nothing is copied by age");
        });
        Conditions unchanged = new Conditions(List.of(record.stamp().etag()), List.of(), null, null, null, null);
        try {
            switch (act) {
                case DELETE ->
                    deletes.delete(
                            new BlobOperation.DeleteBlob(at.container(), at.blob(), moment, null, unchanged), call);
                case HOT, COOL, COLD, ARCHIVE ->
                    changes.setTier(
                            new BlobOperation.SetBlobTier(at.container(), at.blob(), moment, tier(act), unchanged),
                            call);
            }
            return 1;
        } catch (StorageException refused) {
            int status = refused.code().status();
            boolean kept = status == 404 || status == 409 || status == 412;
            if (!kept || refused.code() == ErrorCode.AccountIsDisabled) {
                throw refused;
            }
            return 0;
        }
    }
}
