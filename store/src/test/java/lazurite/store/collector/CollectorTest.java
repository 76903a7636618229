package lazurite.store.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.Bodies;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyRow;
import lazurite.store.body.FaultyEngine;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CollectorTest {
    private static final Group GROUP = World.group(1);

    private final FaultyEngine engine = new FaultyEngine();
    private final World world = new World(engine, 5, Stops.NONE);

    @AfterEach
    void close() {
        world.collector.close();
        world.bodies.close();
        engine.close();
    }

    @Test
    void anExtentIsGivenBackOnceNothingNamesIt() {
        BodyRef ref = putLarge(GROUP);
        world.collector.settle();
        assertThat(engine.extents().list()).containsExactly(ref.extent());
        world.delete(GROUP, "base");
        world.collector.settle();
        assertThat(engine.extents().list()).isEmpty();
        world.assertSettled();
    }

    @Test
    void theThreadGivesSpaceBackByItself() throws Exception {
        world.collector.start();
        putLarge(GROUP);
        world.put(World.group(2));
        world.delete(GROUP, "base");
        world.bodies.sealFree();
        await(() -> world.scan(Family.BASE, Rows.QUEUE).isEmpty()
                && world.scan(Family.CHANGE, KeyRange.prefix(Key.of("F"))).isEmpty());
        world.assertReadable();
        world.delete(World.group(2), "base");
        world.bodies.sealFree();
        await(() -> world.scan(Family.BASE, Rows.BODIES).isEmpty());
    }

    @Test
    void aBodyThatNoRowNamesYetIsNotTaken() {
        try (WrittenBody written = world.write(50_000)) {
            world.collector.settle();
            world.collector.settle();
            world.assertReads(GROUP, written.ref());
        }
        world.collector.settle();
        assertThat(engine.extents().list()).isEmpty();
    }

    @Test
    void whatACrashedUploadLeftIsGivenBack() {
        world.write(50_000);
        world.start(Stops.NONE);
        assertThat(engine.extents().list()).hasSize(1);
        world.collector.settle();
        assertThat(engine.extents().list()).isEmpty();
    }

    @Test
    void aClaimHoldsAnExtentThatNothingNames() {
        BodyRef ref = putLarge(GROUP);
        try (Claims.Claim claim = world.collector.claims().claim(List.of(Objects.requireNonNull(ref.extent())))) {
            world.delete(GROUP, "base");
            world.collector.settle();
            assertThat(claim).isNotNull();
            world.assertReads(GROUP, ref);
        }
        world.collector.settle();
        assertThat(engine.extents().list()).isEmpty();
        assertThat(world.scan(Family.BASE, KeyRange.prefix(Key.of("K/")))).isEmpty();
    }

    @Test
    void aClaimOfAProcessThatDiedHoldsUntilItEnds() {
        BodyRef ref = putLarge(GROUP);
        world.collector.claims().claim(List.of(Objects.requireNonNull(ref.extent())));
        world.delete(GROUP, "base");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        Platform real = Platform.system();
        Platform later =
                new Platform(now::get, real.nanoTime(), real.random(), real.virtualThreads(), real.platformThreads());
        world.bodies.close();
        try (Bodies bodies = new Bodies(engine, world.uids, later);
                Collector restarted = new Collector(engine, bodies, world.uids, later, World.EAGER)) {
            restarted.settle();
            assertThat(engine.extents().list()).hasSize(1);
            now.set(Instant.now().plus(Duration.ofMinutes(2)));
            restarted.settle();
            assertThat(engine.extents().list()).isEmpty();
        }
    }

    @Test
    void aCopyBetweenTwoPassesKeepsTheBody() {
        BodyRef ref = putLarge(GROUP);
        world.collector.drain();
        world.copy(GROUP, World.group(2));
        world.delete(GROUP, "base");
        world.collector.settle();
        world.assertReadable();
        world.copy(World.group(2), World.group(0));
        world.delete(World.group(2), "base");
        world.collector.settle();
        world.assertReadable();
        world.assertReads(World.group(0), ref);
        world.assertSettled();
    }

    @Test
    void aPinnedGroupStaysReadableAsItWas() {
        BodyRef large = putLarge(GROUP);
        Collector.Pin pin = world.collector.pin(GROUP);
        world.put(GROUP);
        BodyRef then = base(GROUP).bodies().getFirst();
        world.collector.settle();
        world.assertReads(GROUP, large);
        Collector.Pin younger = world.collector.pin(GROUP);
        world.put(GROUP);
        world.usage.forEach(
                (scope, usage) -> assertThat(world.collector.usage(scope)).isEqualTo(usage));
        world.collector.settle();
        world.assertReads(GROUP, large);
        world.assertReads(GROUP, then);
        pin.close();
        pin.close();
        world.collector.settle();
        world.assertReads(GROUP, then);
        assertThat(world.scan(Family.BASE, Rows.HELD)).hasSize(1);
        younger.close();
        world.collector.settle();
        world.assertSettled();
    }

    @Test
    void aPinnedListKeepsItsRuns() {
        Uid list = world.uids.next();
        BodyRef ref = new BodyRef(new Uid(7, 1), 100, new ExtentId(42), 0);
        Mutation run = new Mutation.Put(
                Family.PARTS, PartRows.run(GROUP, list, 100), PartCodec.bytes(List.of(new Part("QQ==", ref))));
        commit(GROUP, List.of(run), change(List.of(list), List.of()));
        try (Collector.Pin pin = world.collector.pin(GROUP)) {
            commit(GROUP, List.of(), change(List.of(), List.of(list)));
            world.collector.drain();
            assertThat(world.scan(Family.PARTS, PartRows.runs(GROUP, list))).hasSize(1);
            assertThat(pin).isNotNull();
        }
        world.collector.drain();
        assertThat(world.scan(Family.PARTS, PartRows.runs(GROUP, list))).isEmpty();
        assertThat(world.scan(Family.BASE, Rows.BODIES)).isEmpty();
    }

    @Test
    void aRetiredRowStaysWhileAReaderMayNeedIt() {
        Key row = GROUP.key("g-row");
        Key mark = GROUP.key("x-row");
        BodyRef ref = new BodyRef(new Uid(7, 1), 100, new ExtentId(42), 0);
        byte[] value = {1};
        commit(GROUP, List.of(new Mutation.Put(Family.PARTS, row, value)), rows(List.of(ref), List.of(), List.of()));
        try (Collector.Pin pin = world.collector.pin(GROUP)) {
            Mutation marked = new Mutation.Put(Family.PARTS, mark, new byte[0]);
            commit(GROUP, List.of(marked), rows(List.of(), List.of(ref), List.of(row, mark)));
            world.collector.drain();
            assertThat(engine.metadata().get(Family.PARTS, row)).isNotNull();
            assertThat(world.scan(Family.BASE, Rows.BODIES)).hasSize(1);
            assertThat(pin).isNotNull();
        }
        world.start(Stops.NONE);
        world.collector.drain();
        assertThat(engine.metadata().get(Family.PARTS, row)).isNull();
        assertThat(engine.metadata().get(Family.PARTS, mark)).isNull();
        assertThat(world.scan(Family.BASE, Rows.BODIES)).isEmpty();
    }

    @Test
    void rowsAreRetiredOnceWhereverTheCollectorIsCutShort() {
        for (int stop = 0; stop < 12; stop++) {
            Key row = GROUP.key("g-row");
            BodyRef kept = new BodyRef(new Uid(7, 1), 100, new ExtentId(42), 0);
            BodyRef lost = new BodyRef(new Uid(7, 2), 100, new ExtentId(42), 200);
            commit(
                    GROUP,
                    List.of(new Mutation.Put(Family.PARTS, row, new byte[1])),
                    rows(List.of(kept, lost, kept), List.of(), List.of()));
            commit(GROUP, List.of(), rows(List.of(), List.of(lost, kept), List.of(row)));
            int[] left = {stop};
            world.start(where -> {
                if (left[0]-- == 0) {
                    throw new IllegalStateException("cut short " + where);
                }
            });
            try {
                world.collector.drain();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("cut short");
            }
            world.start(Stops.NONE);
            world.collector.drain();
            assertThat(engine.metadata().get(Family.PARTS, row)).isNull();
            assertThat(BodyRow.read(world.scan(Family.BASE, Rows.BODIES)
                                    .getFirst()
                                    .value())
                            .references())
                    .isEqualTo(1);
            commit(GROUP, List.of(), rows(List.of(), List.of(kept), List.of()));
            world.collector.drain();
            assertThat(world.scan(Family.BASE, Rows.BODIES)).isEmpty();
        }
    }

    @Test
    void aListWaitsUntilItIsTidiedAsItWasLastAskedFor() {
        Uid list = world.uids.next();
        commit(GROUP, List.of(), touching(list));
        world.collector.drain();
        Collector.ListToTidy first = world.collector.listsToTidy(null, 10).getFirst();
        assertThat(first.group()).isEqualTo(GROUP);
        assertThat(first.list()).isEqualTo(list);
        commit(GROUP, List.of(), touching(list));
        world.collector.listTidied(first);
        assertThat(world.collector.isToTidy(list)).isTrue();
        assertThat(world.collector.listsToTidy(list, 10)).isEmpty();
        world.collector.listTidied(world.collector.listsToTidy(null, 10).getFirst());
        assertThat(world.collector.isToTidy(list)).isFalse();
    }

    private static Change rows(List<BodyRef> gained, List<BodyRef> lost, List<Key> retired) {
        return paged(gained, lost, retired, List.of());
    }

    private static Change touching(Uid list) {
        return paged(List.of(), List.of(), List.of(), List.of(list));
    }

    private static Change paged(List<BodyRef> gained, List<BodyRef> lost, List<Key> retired, List<Uid> touched) {
        return new Change(
                1,
                "Test",
                "0000000000000001",
                Usage.NONE,
                gained,
                lost,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                retired,
                touched);
    }

    @Test
    void usageCountsWhatWasCommittedJustNow() {
        world.put(GROUP);
        world.put(World.group(4));
        world.usage.forEach(
                (scope, usage) -> assertThat(world.collector.usage(scope)).isEqualTo(usage));
        assertThat(world.collector.usages()).isEqualTo(world.usage);
        assertThat(world.collector.usage("nowhere")).isEqualTo(Usage.NONE);
    }

    @Test
    void aRetiredScopeIsNamedUntilItIsSwept() {
        world.put(GROUP);
        String scope = World.scope(GROUP);
        Change change = new Change(
                1,
                "DeleteContainer",
                scope,
                Usage.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(scope));
        commit(Group.of("C", "account", "container"), List.of(), change);
        world.collector.drain();
        assertThat(world.collector.retiredScopes(10)).containsExactly(scope);
        world.delete(GROUP, "base");
        world.collector.scopeSwept(scope);
        assertThat(world.collector.retiredScopes(10)).isEmpty();
        assertThat(world.collector.usages()).doesNotContainKey(scope);
    }

    @Test
    void aListOfFiftyThousandBlocksComesAndGoes() {
        Uid list = world.uids.next();
        List<BodyRef> refs = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            refs.add(new BodyRef(new Uid(7, i), 4_000_000, new ExtentId(42 + i % 3), 5_000_000L * i));
        }
        for (int from = 0; from < refs.size(); from += 2_000) {
            List<Part> run = refs.subList(from, from + 2_000).stream()
                    .map(ref -> new Part("A".repeat(64), ref))
                    .toList();
            commit(
                    GROUP,
                    List.of(new Mutation.Put(
                            Family.PARTS,
                            PartRows.run(GROUP, list, (from + 2_000) * 4_000_000L),
                            PartCodec.bytes(run))),
                    null);
        }
        commit(GROUP, List.of(), change(List.of(list), List.of()));
        world.collector.drain();
        assertThat(world.scan(Family.BASE, Rows.BODIES)).hasSize(50_000);
        commit(GROUP, List.of(), change(List.of(), List.of(list)));
        world.collector.drain();
        assertThat(world.scan(Family.BASE, Rows.BODIES)).isEmpty();
        assertThat(world.scan(Family.PARTS, PartRows.runs(GROUP, list))).isEmpty();
    }

    @Test
    void aGroupWithMoreChangesThanABatchIsTakenWhole() {
        for (int i = 0; i < 60; i++) {
            world.put(GROUP);
        }
        world.collector.settle();
        world.assertReadable();
        world.assertSettled();
    }

    @Test
    void anExtentWithADamagedNamedBodyIsKeptAsItIs() throws Exception {
        BodyRef kept = putLarge(GROUP);
        BodyRef dead = putLarge(World.group(2));
        ExtentId extent = Objects.requireNonNull(kept.extent());
        assertThat(dead.extent()).isEqualTo(extent);
        engine.flip(extent, kept.offset() + 300, 1);
        world.delete(World.group(2), "base");
        world.collector.settle();
        assertThat(engine.extents().list()).contains(extent);
        engine.flip(extent, kept.offset() + 300, 0);
        world.assertReadable();
        world.start(Stops.NONE);
        world.collector.settle();
        world.assertReadable();
        world.assertSettled();
    }

    @Test
    void anExtentThatIsCountedWrongIsKept() {
        for (long live : new long[] {0, 1}) {
            BodyRef ref = putLarge(GROUP);
            world.collector.settle();
            ExtentId extent = Objects.requireNonNull(ref.extent());
            Mutation wrong =
                    new Mutation.Put(Family.BASE, Rows.extent(extent), new Rows.ExtentRow(live, false, false).bytes());
            commit(BodyRow.TABLE, List.of(wrong), null);
            world.start(Stops.NONE);
            world.collector.settle();
            world.collector.settle();
            world.assertReadable();
        }
    }

    @Test
    void damageInADeadBodyDoesNotHinder() {
        BodyRef dead = putLarge(World.group(2));
        putLarge(GROUP);
        world.delete(World.group(2), "base");
        engine.flip(Objects.requireNonNull(dead.extent()), dead.offset(), 0xFF);
        world.collector.settle();
        world.assertReadable();
        world.assertSettled();
    }

    @Test
    void theStoreStaysBelowTwiceItsLiveBytesAndTheSlack() {
        CollectorSettings patient =
                new CollectorSettings(1, 1, 1, 1_000_000, 1, 100, 100, 100_000, 60_000, 60_000, 100, 100_000);
        try (Collector collector = new Collector(engine, world.bodies, world.uids, Platform.system(), patient)) {
            for (int i = 0; i < 40; i++) {
                putLarge(World.group(i % 6));
            }
            collector.settle();
            long total = engine.extents().list().stream().mapToLong(this::size).sum();
            long live = world.scan(Family.BASE, Rows.EXTENTS).stream()
                    .mapToLong(row -> Rows.ExtentRow.read(row.value()).live())
                    .sum();
            assertThat(total).isLessThanOrEqualTo(2 * live + 100_000);
            world.assertReadable();
        }
    }

    @Test
    void readersSeeTheRightBytesWhileEverythingMoves() throws Exception {
        world.collector.start();
        Map<Integer, BodyRef> current = new ConcurrentHashMap<>();
        AtomicInteger reads = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 6; i++) {
            world.put(World.group(i));
            current.put(i, base(World.group(i)).bodies().getFirst());
        }
        List<Thread> readers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            Random random = new Random(t);
            readers.add(Thread.ofVirtual().start(() -> {
                while (done.getCount() > 0 && failures.isEmpty()) {
                    try {
                        int number = random.nextInt(6);
                        BodyRef ref = Objects.requireNonNull(current.get(number));
                        if (!readsWhole(World.group(number), ref)) {
                            await(() -> !ref.equals(current.get(number)));
                        }
                        reads.incrementAndGet();
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (int i = 0; i < 400 && failures.isEmpty(); i++) {
            int number = world.random.nextInt(6);
            world.put(World.group(number));
            current.put(number, base(World.group(number)).bodies().getFirst());
            if (i % 20 == 0) {
                world.bodies.sealFree();
            }
        }
        done.countDown();
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failures).isEmpty();
        assertThat(reads.get()).isPositive();
        world.collector.settle();
        world.assertReadable();
        world.assertSettled();
    }

    private boolean readsWhole(Group group, BodyRef ref) throws Exception {
        byte[] content = new byte[(int) ref.length()];
        new Random(content.length).nextBytes(content);
        try (InputStream in = world.bodies.read(World.KEY, group, ref, 0, ref.length())) {
            if (in == null) {
                return false;
            }
            assertThat(in.readAllBytes()).isEqualTo(content);
            return true;
        }
    }

    private World.Named base(Group group) {
        return Objects.requireNonNull(world.named(group).get("base"));
    }

    private BodyRef putLarge(Group group) {
        int[] tries = new int[1];
        do {
            world.put(group);
            assertThat(tries[0]++).isLessThan(1_000);
        } while (base(group).bodies().getFirst().extent() == null);
        return base(group).bodies().getFirst();
    }

    private static Change change(List<Uid> created, List<Uid> retired) {
        return new Change(
                1,
                "Test",
                "0000000000000001",
                Usage.NONE,
                List.of(),
                List.of(),
                created,
                retired,
                List.of(),
                List.of(),
                List.of());
    }

    private void commit(Group group, List<Mutation> mutations, @Nullable Change change) {
        byte[] row = change == null ? null : ChangeCodec.bytes(change);
        assertThat(engine.metadata().commit(new Commit(group, world.uids.next(), List.of(), mutations, row)))
                .isTrue();
    }

    private long size(ExtentId id) {
        try {
            return engine.extents().size(id);
        } catch (NoSuchExtentException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
