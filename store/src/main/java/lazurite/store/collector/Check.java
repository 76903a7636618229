package lazurite.store.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.StorageException;
import lazurite.store.Engine;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyRow;
import lazurite.store.body.Frames;
import lazurite.store.body.InlineRow;
import lazurite.store.collector.Rows.ExtentRow;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a store that nobody writes to, without a key. The caller names every reference that it finds in its rows
 * (a body once for each row, and once for each list of parts, however many rows share the list) and every scope's
 * usage, then asks for the report.
 *
 * <p>Concurrency: one thread at a time. Takes up to 81 bytes of memory for each body.
 */
public final class Check {
    private static final int PROBLEMS_MAX = 1_000;
    private static final int PROGRESS_EVERY = 1_000;
    private static final KeyRange ALL = new KeyRange(Key.of(new byte[0]), null);

    private final MetadataStore metadata;
    private final ExtentStore extents;
    private final Collector collector;
    private final Progress progress;
    private final BodyCounts counts = new BodyCounts();
    private final Map<String, Usage> usages = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<Uid> damaged = new HashSet<>();
    private final byte[] buffer = new byte[Frames.FRAME_MAX];
    private long references;
    private long problemCount;

    /** Told how far the check has come. */
    public interface Progress {
        /**
         * @param what is being verified
         * @param done how many of it so far
         */
        void at(String what, long done);
    }

    /**
     * What was found.
     *
     * @param problems each a sentence that names body, extent or scope; at most 1,000 of them
     * @param problemCount how many there were
     * @param bodies that something names
     * @param references to them
     * @param liveBytes bytes in extents of bodies that are named
     * @param deadBytes other bytes in extents: the collector's to give back, no problem
     * @param leftoverRows rows of small bodies that nothing names: space only
     */
    public record Report(
            List<String> problems,
            long problemCount,
            long bodies,
            long references,
            long liveBytes,
            long deadBytes,
            long leftoverRows) {
        public boolean clean() {
            return problemCount == 0;
        }
    }

    /** Drains what is left to drain, so that counts are what they should be. */
    public Check(Engine engine, Collector collector, Progress progress) {
        this.metadata = engine.metadata();
        this.extents = engine.extents();
        this.collector = collector;
        this.progress = progress;
        collector.drain();
    }

    /** Something in {@code group} names the body: a row, or a list of parts. */
    public void reference(Group group, BodyRef ref) {
        counts.add(ref.id());
        if (++references % PROGRESS_EVERY == 0) {
            progress.at("references", references);
        }
        byte[] value = metadata.get(Family.BASE, BodyRow.key(ref.id()));
        if (value == null) {
            damage(ref.id(), "body " + ref.id() + " is named by " + group.prefix() + " but not counted");
            return;
        }
        guarded("the row of body " + ref.id(), () -> {
            BodyRow row = BodyRow.read(value);
            if (row.stored() != Frames.storedLength(ref.length())) {
                problem("body " + ref.id() + " is named by " + group.prefix() + " with another length than counted");
            }
            if (ref.extent() == null) {
                inline(group, ref, row);
            }
        });
    }

    private void inline(Group group, BodyRef ref, BodyRow row) {
        byte[] inline = metadata.get(Family.BODY, InlineRow.key(group, ref.id()));
        if (inline == null) {
            damage(ref.id(), "body " + ref.id() + " is named by " + group.prefix() + " but has no row there");
        } else if (!InlineRow.sound(ref, inline)) {
            damage(ref.id(), "the row of body " + ref.id() + " in " + group.prefix() + " is damaged");
        } else if (InlineRow.holdsMessage(inline) != (row.extent() == null)) {
            problem("body " + ref.id() + " in " + group.prefix() + " is counted as if it lay elsewhere");
        }
    }

    /** What the scope's usage should be. A scope not named should have none. */
    public void usage(String scope, Usage expected) {
        usages.merge(scope, expected, Usage::plus);
    }

    public Report finish() {
        Map<ExtentId, Long> live = bodies();
        long dead = extents(live);
        usages();
        long[] leftover = new long[1];
        Rows.forEach(metadata, Family.BODY, ALL, row -> {
            if (counts.get(BodyRow.body(row.key())) == 0) {
                leftover[0]++;
            }
        });
        long liveBytes = live.values().stream().mapToLong(bytes -> bytes).sum();
        return new Report(List.copyOf(problems), problemCount, counts.size(), references, liveBytes, dead, leftover[0]);
    }

    /** Verifies every counted body; returns the live bytes of each extent. */
    private Map<ExtentId, Long> bodies() {
        Map<ExtentId, Long> live = new HashMap<>();
        long[] done = new long[1];
        Rows.forEach(metadata, Family.BASE, Rows.BODIES, row -> {
            if (++done[0] % PROGRESS_EVERY == 0) {
                progress.at("bodies", done[0]);
            }
            guarded("row " + row.key(), () -> body(row, live));
        });
        return live;
    }

    private void body(Row row, Map<ExtentId, Long> live) {
        BodyRow body = BodyRow.read(row.value());
        var id = BodyRow.body(row.key());
        if (body.references() != counts.get(id)) {
            problem("body " + id + " is counted " + body.references() + " times and named " + counts.get(id)
                    + " times");
        }
        ExtentId extent = body.extent();
        if (extent == null || (body.references() == 0 && counts.get(id) == 0)) {
            return;
        }
        live.merge(extent, body.stored(), Long::sum);
        String wrong = message(extent, row, body);
        if (wrong != null) {
            damage(id, "body " + id + " in extent " + extent + " at offset " + body.offset() + " is damaged: " + wrong);
        }
    }

    private @Nullable String message(ExtentId extent, Row row, BodyRow body) {
        try {
            return ExtentWalk.read(
                    extents, extent, BodyRow.body(row.key()), body.offset(), body.stored(), buffer, frame -> {});
        } catch (NoSuchExtentException e) {
            return "the extent is missing";
        }
    }

    /** Compares the extents' counts; returns the bytes in extents that belong to no counted body. */
    private long extents(Map<ExtentId, Long> live) {
        Set<ExtentId> uncounted = new HashSet<>(live.keySet());
        Rows.forEach(metadata, Family.BASE, Rows.EXTENTS, row -> {
            ExtentId extent = Rows.extent(row.key());
            uncounted.remove(extent);
            guarded("row " + row.key(), () -> {
                long counted = ExtentRow.read(row.value()).live();
                long found = live.getOrDefault(extent, 0L);
                if (counted != found) {
                    problem("extent " + extent + " is counted as " + counted + " live bytes and has " + found);
                }
            });
        });
        uncounted.forEach(extent -> problem("extent " + extent + " holds named bodies but is not counted"));
        long dead = 0;
        for (ExtentId extent : extents.list()) {
            try {
                dead += extents.size(extent) - live.getOrDefault(extent, 0L);
            } catch (NoSuchExtentException e) {
                problem("extent " + extent + " is listed but missing");
            }
        }
        return dead;
    }

    private void usages() {
        Map<String, Usage> counted = collector.usages();
        Set<String> scopes = new HashSet<>(counted.keySet());
        scopes.addAll(usages.keySet());
        for (String scope : scopes) {
            Usage is = counted.getOrDefault(scope, Usage.NONE);
            Usage should = usages.getOrDefault(scope, Usage.NONE);
            if (!is.equals(should)) {
                problem("usage of " + scope + " is counted as " + is + " and should be " + should);
            }
        }
    }

    private void guarded(String what, Runnable verification) {
        try {
            verification.run();
        } catch (StorageException e) {
            problem(what + ": " + e.getMessage());
        }
    }

    /** Bodies that are missing or damaged: all of them once the check is finished, but for what is beyond 1,000. */
    public Set<Uid> damaged() {
        return Set.copyOf(damaged);
    }

    private void damage(Uid body, String text) {
        if (damaged.size() < PROBLEMS_MAX) {
            damaged.add(body);
        }
        problem(text);
    }

    private void problem(String text) {
        problemCount++;
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(text);
        }
    }
}
