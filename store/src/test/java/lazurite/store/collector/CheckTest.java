package lazurite.store.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyRow;
import lazurite.store.body.FaultyEngine;
import lazurite.store.body.Frames;
import lazurite.store.body.InlineRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckTest {
    private final FaultyEngine engine = new FaultyEngine();
    private final World world = new World(engine, 21, Stops.NONE);
    private final Set<String> phases = new HashSet<>();

    @AfterEach
    void close() {
        world.bodies.close();
        engine.close();
    }

    @Test
    void aSoundStoreIsCleanBeforeAndAfterTheCollectorsWork() {
        fill();
        Check.Report before = check();
        assertThat(before.problems()).isEmpty();
        assertThat(before.clean()).isTrue();
        assertThat(before.deadBytes()).isPositive();
        world.collector.settle();
        Check.Report after = check();
        assertThat(after.problems()).isEmpty();
        assertThat(after.deadBytes()).isZero();
        assertThat(after.leftoverRows()).isZero();
        assertThat(after.bodies()).isEqualTo(before.bodies()).isPositive();
        assertThat(after.references()).isEqualTo(before.references()).isGreaterThanOrEqualTo(after.bodies());
    }

    @Test
    void anyFlippedByteOfANamedBodyIsNamed() {
        world.put(World.group(1));
        while (base().extent() == null) {
            world.put(World.group(1));
        }
        BodyRef ref = base();
        ExtentId extent = Objects.requireNonNull(ref.extent());
        long stored = Frames.storedLength(ref.length());
        for (long at = 0; at < stored; at += at < 200 ? 1 : 997) {
            engine.flip(extent, ref.offset() + at, 1 << at % 8);
            assertThat(check().problems())
                    .as("byte %d", at)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("body " + ref.id() + " in extent " + extent, "is damaged");
            engine.flip(extent, ref.offset() + at, 0);
        }
        assertThat(check().clean()).isTrue();
    }

    @Test
    void missingExtentsRowsAndReferencesAreNamed() {
        fill();
        world.collector.settle();
        BodyRef ref = references().stream()
                .filter(named -> named.ref().extent() == null)
                .findFirst()
                .orElseThrow()
                .ref();
        Group group = references().stream()
                .filter(named -> named.ref().equals(ref))
                .findFirst()
                .orElseThrow()
                .group();
        byte[] inline = Objects.requireNonNull(engine.metadata().get(Family.BODY, InlineRow.key(group, ref.id())));
        engine.metadata().discard(Family.BODY, List.of(InlineRow.key(group, ref.id())));
        assertThat(check().problems()).anyMatch(problem -> problem.contains(ref.id() + " is named by"));
        put(group, new Mutation.Put(Family.BODY, InlineRow.key(group, ref.id()), inline));

        Check missed = new Check(engine, world.collector, (what, done) -> {});
        references().stream()
                .filter(named -> !named.ref().equals(ref))
                .forEach(named -> missed.reference(named.group(), named.ref()));
        world.usage.forEach(missed::usage);
        assertThat(missed.finish().problems())
                .anyMatch(problem -> problem.contains("body " + ref.id() + " is counted"));

        BodyRow row = BodyRow.read(Objects.requireNonNull(engine.metadata().get(Family.BASE, BodyRow.key(ref.id()))));
        engine.extents().delete(Objects.requireNonNull(row.extent()));
        assertThat(check().problems()).anyMatch(problem -> problem.contains("the extent is missing"));
    }

    @Test
    void wrongCountsAndUsageAreNamed() {
        fill();
        world.collector.settle();
        Named named = references().getFirst();
        BodyRow row = BodyRow.read(Objects.requireNonNull(
                engine.metadata().get(Family.BASE, BodyRow.key(named.ref().id()))));
        ExtentId extent = Objects.requireNonNull(row.extent());
        put(
                BodyRow.TABLE,
                new Mutation.Put(
                        Family.BASE,
                        BodyRow.key(named.ref().id()),
                        row.withReferences(row.references() + 1).bytes()),
                new Mutation.Put(Family.BASE, Rows.extent(extent), new Rows.ExtentRow(1, false, false).bytes()),
                new Mutation.Put(Family.BASE, Rows.usage("nowhere"), UsageCodec.bytes(Usage.ofUncommitted(3))));
        assertThat(check().problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("body " + named.ref().id() + " is counted"))
                .anyMatch(problem -> problem.contains("extent " + extent + " is counted as 1 live bytes"))
                .anyMatch(problem -> problem.contains("usage of nowhere"));
    }

    @Test
    void rowsThatNothingNamesAreSpaceOnly() {
        put(World.group(1), new Mutation.Put(Family.BODY, InlineRow.key(World.group(1), new Uid(1, 1)), new byte[90]));
        Check.Report report = check();
        assertThat(report.clean()).isTrue();
        assertThat(report.leftoverRows()).isEqualTo(1);
    }

    @Test
    void tellsHowFarItHasCome() {
        for (int i = 0; i < 1_100; i++) {
            world.put(World.group(1));
        }
        fill();
        check();
        Check check = new Check(engine, world.collector, (what, done) -> phases.add(what));
        for (int i = 0; i < 1_000; i++) {
            check.reference(World.group(1), base());
        }
        assertThat(phases).contains("references");
    }

    @Test
    void countsManyBodies() {
        BodyCounts counts = new BodyCounts();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50_000; i++) {
                counts.add(new Uid((long) i << 16, ~i));
            }
        }
        assertThat(counts.size()).isEqualTo(50_000);
        for (int i = 0; i < 50_000; i++) {
            assertThat(counts.get(new Uid((long) i << 16, ~i))).isEqualTo(3);
        }
        assertThat(counts.get(new Uid(1, 1))).isZero();
    }

    private record Named(Group group, BodyRef ref) {}

    private void fill() {
        for (int i = 0; i < 300; i++) {
            world.step();
        }
        world.unpin();
    }

    private BodyRef base() {
        return Objects.requireNonNull(world.named(World.group(1)).get("base"))
                .bodies()
                .getFirst();
    }

    private List<Named> references() {
        List<Named> all = new ArrayList<>();
        world.forEachReference((group, ref) -> all.add(new Named(group, ref)));
        return all;
    }

    private Check.Report check() {
        Check check = new Check(engine, world.collector, (what, done) -> phases.add(what));
        references().forEach(named -> check.reference(named.group(), named.ref()));
        world.usage.forEach(check::usage);
        return check.finish();
    }

    private void put(Group group, Mutation... mutations) {
        assertThat(engine.metadata().commit(new Commit(group, world.uids.next(), List.of(), List.of(mutations), null)))
                .isTrue();
    }
}
