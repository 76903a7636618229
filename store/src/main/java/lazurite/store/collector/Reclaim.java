package lazurite.store.collector;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.BodyRow;
import lazurite.store.collector.Rows.ExtentRow;

/**
 * Gives extents back, in rounds: {@link #choose} picks extents behind one complete pass over the change rows,
 * {@link #settle} frees or empties them behind another that began later. Why that never takes a byte that anything
 * names: {@code docs/adr/0004-bodies-and-collector.md}.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class Reclaim implements Drain.Touched {
    private static final System.Logger LOG = System.getLogger("lazurite.collector");
    private static final long OPEN_BYTES_MIN = 1 << 20;
    private static final long OPEN_NANOS_MIN = 10_000_000_000L;

    private final MetadataStore metadata;
    private final ExtentStore extents;
    private final Bodies bodies;
    private final UidSource uids;
    private final Platform platform;
    private final CollectorSettings settings;
    private final ExtentTable table;
    private final ExtentClaims claims;
    private final List<OwnExtent> own;
    private final Compaction compaction;
    private final Stops stops;

    /** Extents chosen, each with the bodies whose references changed since. */
    private final Map<ExtentId, Set<Uid>> chosen = new HashMap<>();

    private final Set<ExtentId> damaged = new HashSet<>();
    private final Map<ExtentId, Long> sizes = new HashMap<>();
    private final Map<ExtentId, Long> openAndDeadSince = new HashMap<>();
    private boolean overfull;
    private boolean waits;
    private boolean stuck;

    Reclaim(
            MetadataStore metadata,
            ExtentStore extents,
            Bodies bodies,
            UidSource uids,
            Platform platform,
            CollectorSettings settings,
            ExtentTable table,
            ExtentClaims claims,
            List<OwnExtent> own,
            Compaction compaction,
            Stops stops) {
        this.metadata = metadata;
        this.extents = extents;
        this.bodies = bodies;
        this.uids = uids;
        this.platform = platform;
        this.settings = settings;
        this.table = table;
        this.claims = claims;
        this.own = own;
        this.compaction = compaction;
        this.stops = stops;
    }

    @Override
    public void body(Uid body, ExtentId extent) {
        Set<Uid> touched = chosen.get(extent);
        if (touched != null) {
            touched.add(body);
        }
    }

    /** Whether the store holds more than twice its live bytes and the slack: then rounds follow without a pause. */
    boolean overfull() {
        return overfull;
    }

    /** Whether extents are to be given back sooner or later: now chosen, claimed, or open for a writer. */
    boolean waits() {
        return waits;
    }

    /** Frees or empties what was chosen. To be called behind a complete pass that began after {@link #choose}. */
    int settle() {
        int freed = 0;
        int tried = chosen.size();
        for (Map.Entry<ExtentId, Set<Uid>> entry : chosen.entrySet()) {
            try {
                freed += settle(entry.getKey(), entry.getValue()) ? 1 : 0;
            } catch (NoSuchExtentException e) {
                LOG.log(Level.WARNING, "extent {0} went away by itself", entry.getKey());
            }
        }
        chosen.clear();
        stuck = freed < tried;
        return freed;
    }

    private boolean settle(ExtentId extent, Set<Uid> touched) throws NoSuchExtentException {
        List<String> damage = new ArrayList<>();
        boolean freed = table.row(extent).live() == 0
                ? settleEmpty(extent, touched, damage)
                : compaction.empty(extent, touched, damage) == Compaction.Outcome.EMPTIED;
        if (!damage.isEmpty()) {
            damaged.add(extent);
            damage.forEach(what -> LOG.log(Level.ERROR, "extent kept as it is: {0}", what));
        } else if (freed) {
            free(extent);
        }
        return freed;
    }

    /** Whether the extent may go; removes what rows of bodies are left of it. */
    private boolean settleEmpty(ExtentId extent, Set<Uid> touched, List<String> damage) throws NoSuchExtentException {
        if (!touched.isEmpty()) {
            return false;
        }
        List<Uid> unnamed = compaction.unnamed(extent, damage);
        if (damage.isEmpty() && !unnamed.isEmpty()) {
            commit(unnamed.stream().map(BodyRow::key).toList());
        }
        return damage.isEmpty();
    }

    private void free(ExtentId extent) {
        stops.at("before forgetting an extent");
        commit(List.of(Rows.extent(extent)));
        table.forget(extent);
        stops.at("before deleting an extent");
        extents.delete(extent);
        stops.at("behind deleting an extent");
    }

    private void commit(List<Key> removed) {
        List<Mutation> mutations = new ArrayList<>();
        removed.forEach(key -> mutations.add(new Mutation.Delete(Family.BASE, key)));
        metadata.commit(new Commit(Rows.TABLE, uids.next(), List.of(), mutations, null));
    }

    /**
     * Picks extents to free or to empty. Returns whether {@link #settle} is worth while soon: not where some were just
     * chosen in vain.
     */
    boolean choose() {
        Set<ExtentId> resting = new HashSet<>(bodies.extentsAtRest());
        Set<ExtentId> filling = new HashSet<>();
        own.forEach(extent -> extent.addTo(filling));
        resting.removeAll(filling);
        List<ExtentId> all = extents.list();
        long total = measure(all, resting);
        long excess = total - 2 * table.live() - settings.slackBytes();
        overfull = excess > 0;
        boolean open = sealDeadOnes(all, resting, filling);
        Set<ExtentId> claimed = claims.claimed();
        List<ExtentId> worth = new ArrayList<>();
        List<ExtentId> others = new ArrayList<>();
        for (ExtentId extent : resting) {
            if (sizes.containsKey(extent) && !damaged.contains(extent)) {
                (mostlyDead(extent) ? worth : others).add(extent);
            }
        }
        for (ExtentId extent : worth) {
            excess -= dead(extent);
        }
        others.sort(Comparator.comparingDouble(this::deadShare).reversed());
        for (ExtentId extent : others) {
            if (excess <= 0 || dead(extent) <= 0) {
                break;
            }
            worth.add(extent);
            excess -= dead(extent);
        }
        worth.stream()
                .filter(extent -> !claimed.contains(extent))
                .forEach(extent -> chosen.put(extent, new HashSet<>()));
        waits = open || !worth.isEmpty();
        return !chosen.isEmpty() && !stuck;
    }

    /** Learns the sizes of extents at rest, forgets those of extents gone; returns the sum over all. */
    private long measure(List<ExtentId> all, Set<ExtentId> resting) {
        Set<ExtentId> present = new HashSet<>(all);
        sizes.keySet().retainAll(present);
        damaged.retainAll(present);
        long total = 0;
        for (ExtentId extent : all) {
            Long known = sizes.get(extent);
            try {
                long size = known == null ? extents.size(extent) : known;
                total += size;
                if (known == null && resting.contains(extent)) {
                    sizes.put(extent, size);
                }
            } catch (NoSuchExtentException e) {
                LOG.log(Level.WARNING, "extent {0} went away by itself", extent);
            }
        }
        return total;
    }

    private boolean mostlyDead(ExtentId extent) {
        ExtentRow row = table.row(extent);
        int percent = row.pack() ? settings.packDeadPercent() : settings.deadPercent();
        return row.live() == 0 || (dead(extent) > 0 && deadShare(extent) * 100 >= percent);
    }

    private long dead(ExtentId extent) {
        return sizes.getOrDefault(extent, 0L) - table.row(extent).live();
    }

    private double deadShare(ExtentId extent) {
        return (double) dead(extent) / Math.max(1, sizes.getOrDefault(extent, 0L));
    }

    /** Has extents sealed that wait open for a writer and hold next to nothing alive. Returns whether some remain. */
    private boolean sealDeadOnes(List<ExtentId> all, Set<ExtentId> resting, Set<ExtentId> filling) {
        long now = platform.nanoTime().getAsLong();
        Set<ExtentId> dead = new HashSet<>();
        for (ExtentId extent : all) {
            if (!resting.contains(extent) && !filling.contains(extent) && openAndDead(extent)) {
                dead.add(extent);
                long since = openAndDeadSince.computeIfAbsent(extent, id -> now);
                if (overfull || now - since >= OPEN_NANOS_MIN) {
                    bodies.sealOnceFree(extent);
                }
            }
        }
        openAndDeadSince.keySet().retainAll(dead);
        return !dead.isEmpty();
    }

    private boolean openAndDead(ExtentId extent) {
        try {
            long size = extents.size(extent);
            return size >= OPEN_BYTES_MIN && table.row(extent).live() * 10 <= size;
        } catch (NoSuchExtentException e) {
            return false;
        }
    }
}
