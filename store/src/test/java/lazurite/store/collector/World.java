package lazurite.store.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.Engine;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.Usage;
import lazurite.store.body.Bodies;
import lazurite.store.body.BodyRef;
import lazurite.store.body.BodyRow;
import lazurite.store.body.BodySettings;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.DataKey;
import lazurite.store.body.Frames;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/**
 * A small service over an engine, with a model of what it stored: blobs that are put, snapshotted, copied, built from
 * blocks, appended to and deleted, each with its change row.
 */
final class World {
    static final DataKey KEY = new DataKey(new byte[32]);
    static final CollectorSettings EAGER =
            new CollectorSettings(1, 1, 1, 400_000, 1, 0, 0, 0, 60_000, 60_000, 7, 3_000);
    private static final KeyRange ALL = new KeyRange(Key.of(new byte[0]), null);

    final Engine engine;
    final UidSource uids = new UidSource(Platform.system());
    final Random random;
    Bodies bodies;
    Collector collector;

    /** What each row names, by group and row. */
    final Map<Group, Map<String, Named>> rows = new HashMap<>();

    final Map<String, Usage> usage = new TreeMap<>();

    /** Running uploads: their uncommitted blocks. */
    private final Map<Group, Upload> uploads = new HashMap<>();

    /** What one row names: a body of its own, or a list of parts that other rows of the group may share. */
    record Named(List<BodyRef> bodies, Uid list) {
        static final Uid NO_LIST = new Uid(0, 0);

        boolean hasList() {
            return !list.equals(NO_LIST);
        }

        long length() {
            return bodies.stream().mapToLong(BodyRef::length).sum();
        }
    }

    private record Upload(Uid id, List<BodyRef> blocks) {}

    World(Engine engine, long seed, Stops stops) {
        this.engine = engine;
        this.random = new Random(seed);
        start(stops);
    }

    /** Starts bodies and collector anew on what is stored; what they knew is lost. */
    void start(Stops stops) {
        if (bodies != null) {
            bodies.close();
        }
        bodies = new Bodies(engine, uids, Platform.system(), new BodySettings(4, 1_000, 300_000, 1_000_000));
        collector = new Collector(engine, bodies, uids, Platform.system(), EAGER, stops);
    }

    /** One random operation on a random blob. */
    void step() {
        Group group = group(random.nextInt(6));
        if (random.nextInt(8) == 0) {
            pins.add(collector.pin(group));
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> put(group);
            case 3 -> delete(group, "base");
            case 4 -> snapshot(group);
            case 5 -> delete(group, "snapshot" + random.nextInt(3));
            case 6 -> copy(group(random.nextInt(6)), group);
            case 7 -> block(group);
            case 8 -> commitBlocks(group);
            case 9 -> append(group);
            default -> throw new AssertionError();
        }
    }

    static Group group(int number) {
        return Group.of("F", "000000000000000" + number % 3, "blob" + number);
    }

    static String scope(Group group) {
        return Group.unescape(group.prefix(), 2).substring(0, 16);
    }

    void put(Group group) {
        try (WrittenBody written = write()) {
            replace(group, "base", new Named(List.of(written.ref()), Named.NO_LIST), new Work(group).gain(written));
        }
    }

    WrittenBody write() {
        int length = random.nextInt(4) == 0 ? 16_385 + random.nextInt(60_000) : random.nextInt(16_385);
        return write(length);
    }

    WrittenBody write(int length) {
        if (random.nextInt(20) == 0) {
            try (BodyWriter abandoned = bodies.write(KEY)) {
                abandoned.write(new byte[300_000]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        try (BodyWriter writer = bodies.write(KEY)) {
            writer.write(content);
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(Group group, String row) {
        if (named(group).containsKey(row)) {
            replace(group, row, null, new Work(group));
        }
    }

    private void snapshot(Group group) {
        Named base = named(group).get("base");
        if (base == null || (base.hasList() && appendable(group))) {
            return;
        }
        Work work = new Work(group);
        if (!base.hasList()) {
            base.bodies().forEach(work.gained::add);
        }
        replace(group, "snapshot" + random.nextInt(3), base, work);
    }

    void copy(Group from, Group to) {
        Named source = named(from).get("base");
        if (source == null || from.equals(to)) {
            return;
        }
        List<ExtentId> extents = source.bodies().stream()
                .map(BodyRef::extent)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        try (Claims.Claim claim = collector.claims().claim(extents)) {
            Work work = new Work(to);
            List<BodyRef> bodies = new ArrayList<>();
            List<WrittenBody> rewritten = new ArrayList<>();
            for (BodyRef ref : source.bodies()) {
                if (ref.extent() == null) {
                    WrittenBody copy = write((int) ref.length());
                    work.mutations.addAll(copy.mutations(to));
                    rewritten.add(copy);
                    bodies.add(copy.ref());
                } else {
                    bodies.add(ref);
                }
            }
            Uid list = uids.next();
            work.createList(list, bodies);
            replace(to, "base", new Named(bodies, list), work);
            rewritten.forEach(WrittenBody::close);
            assertThat(claim).isNotNull();
        }
    }

    private void block(Group group) {
        Upload upload = uploads.computeIfAbsent(group, g -> new Upload(uids.next(), new ArrayList<>()));
        try (WrittenBody written = write()) {
            Work work = new Work(group).gain(written);
            Part part = new Part("block" + upload.blocks().size(), written.ref());
            work.put(PartRows.uncommitted(group, upload.id(), part.blockId()), List.of(part));
            work.usage = Usage.ofUncommitted(written.ref().length());
            work.commit();
            upload.blocks().add(written.ref());
        }
    }

    private void commitBlocks(Group group) {
        Upload upload = uploads.remove(group);
        if (upload == null) {
            return;
        }
        List<BodyRef> chosen = new ArrayList<>(upload.blocks());
        chosen.removeIf(ref -> random.nextInt(4) == 0);
        Work work = new Work(group);
        Uid list = uids.next();
        work.createList(list, chosen);
        work.uploadsRetired.add(upload.id());
        long uncommitted = upload.blocks().stream().mapToLong(BodyRef::length).sum();
        replace(group, "base", new Named(chosen, list), work);
        usage.merge(scope(group), Usage.ofUncommitted(-uncommitted), Usage::plus);
    }

    /** Appends to a list of its own that grows: each append is gained by itself. */
    private void append(Group group) {
        Named base = named(group).get("base");
        boolean fresh = base == null || !appendable(group);
        Uid list = base == null || fresh ? uids.next() : base.list();
        List<BodyRef> bodies = new ArrayList<>(base == null || fresh ? List.of() : base.bodies());
        try (WrittenBody written = write()) {
            bodies.add(written.ref());
            Named grown = new Named(bodies, list);
            Work work = new Work(group).gain(written);
            work.put(PartRows.run(group, list, grown.length()), List.of(new Part("", written.ref())));
            if (fresh) {
                replace(group, "base", grown, work);
                appendLists.put(group, list);
            } else {
                work.usage = new Usage(0, written.ref().length(), 0, 0, 0, 0);
                work.commit();
                named(group).put("base", grown);
            }
        }
    }

    private final List<Collector.Pin> pins = new ArrayList<>();
    private final Map<Group, Uid> appendLists = new HashMap<>();

    private boolean appendable(Group group) {
        Named base = named(group).get("base");
        return base != null && base.list().equals(appendLists.get(group));
    }

    Map<String, Named> named(Group group) {
        return rows.computeIfAbsent(group, g -> new HashMap<>());
    }

    /** Commits {@code work} with what changes when {@code row} names {@code now} instead of what it named. */
    private void replace(Group group, String row, @Nullable Named now, Work work) {
        Named before = named(group).get(row);
        if (before != null) {
            work.lose(before, row);
        }
        work.usage = use(now, row).minus(use(before, row));
        work.commit();
        if (now == null) {
            named(group).remove(row);
        } else {
            named(group).put(row, now);
        }
    }

    private static Usage use(@Nullable Named named, String row) {
        if (named == null) {
            return Usage.NONE;
        }
        return row.equals("base") ? new Usage(1, named.length(), 0, 0, 0, 0) : new Usage(0, 0, named.length(), 0, 0, 0);
    }

    /** One commit in the making. */
    private final class Work {
        final Group group;
        final List<Mutation> mutations = new ArrayList<>();
        final List<BodyRef> gained = new ArrayList<>();
        final List<BodyRef> lost = new ArrayList<>();
        final List<Uid> partsCreated = new ArrayList<>();
        final List<Uid> partsRetired = new ArrayList<>();
        final List<Uid> uploadsRetired = new ArrayList<>();
        Usage usage = Usage.NONE;

        Work(Group group) {
            this.group = group;
        }

        Work gain(WrittenBody written) {
            mutations.addAll(written.mutations(group));
            gained.add(written.ref());
            return this;
        }

        void createList(Uid list, List<BodyRef> bodies) {
            long end = 0;
            for (BodyRef ref : bodies) {
                end += ref.length();
                put(PartRows.run(group, list, (end << 8) + bodies.indexOf(ref)), List.of(new Part("", ref)));
            }
            partsCreated.add(list);
        }

        void put(Key key, List<Part> parts) {
            mutations.add(new Mutation.Put(Family.PARTS, key, PartCodec.bytes(parts)));
        }

        void lose(Named before, String row) {
            if (!before.hasList()) {
                lost.addAll(before.bodies());
                return;
            }
            boolean shared = named(group).entrySet().stream()
                    .anyMatch(other -> !other.getKey().equals(row)
                            && other.getValue().list().equals(before.list()));
            if (!shared) {
                partsRetired.add(before.list());
            }
        }

        void commit() {
            Change change = new Change(
                    System.currentTimeMillis(),
                    "Test",
                    scope(group),
                    usage,
                    gained,
                    lost,
                    partsCreated,
                    partsRetired,
                    uploadsRetired,
                    List.of(),
                    List.of());
            assertThat(engine.metadata()
                            .commit(new Commit(group, uids.next(), List.of(), mutations, ChangeCodec.bytes(change))))
                    .isTrue();
            World.this.usage.merge(scope(group), usage, Usage::plus);
            collector.nudge();
        }
    }

    /** Ends the readers that steps began. */
    void unpin() {
        pins.forEach(Collector.Pin::close);
        pins.clear();
    }

    /** Everything that a row names reads as it was written. */
    void assertReadable() {
        rows.forEach((group, named) ->
                named.forEach((row, what) -> what.bodies().forEach(ref -> assertReads(group, ref))));
        uploads.forEach((group, upload) -> upload.blocks().forEach(ref -> assertReads(group, ref)));
    }

    void assertReads(Group group, BodyRef ref) {
        byte[] content = new byte[(int) ref.length()];
        new Random(content.length).nextBytes(content);
        try (InputStream in = bodies.read(KEY, group, ref, 0, ref.length())) {
            assertThat(in).as("%s in %s", ref, group).isNotNull();
            assertThat(Objects.requireNonNull(in).readAllBytes()).isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After settling: counts, sizes and usage are exact, and nothing is kept that nothing names. */
    void assertSettled() {
        Map<Uid, Long> references = new HashMap<>();
        Map<Uid, BodyRef> refs = new HashMap<>();
        forEachReference((group, ref) -> count(ref, references, refs));

        Map<Uid, BodyRow> bodyRows = new HashMap<>();
        scan(Family.BASE, Rows.BODIES).forEach(row -> bodyRows.put(BodyRow.body(row.key()), BodyRow.read(row.value())));
        assertThat(bodyRows.keySet()).isEqualTo(references.keySet());
        Map<ExtentId, Long> live = new HashMap<>();
        bodyRows.forEach((id, row) -> {
            assertThat(row.references()).isEqualTo(references.get(id));
            assertThat(row.stored())
                    .isEqualTo(Frames.storedLength(
                            Objects.requireNonNull(refs.get(id)).length()));
            live.merge(Objects.requireNonNull(row.extent()), row.stored(), Long::sum);
        });
        Map<ExtentId, Long> liveRows = new HashMap<>();
        scan(Family.BASE, Rows.EXTENTS)
                .forEach(row -> liveRows.put(
                        Rows.extent(row.key()), Rows.ExtentRow.read(row.value()).live()));
        assertThat(liveRows).isEqualTo(live);
        Map<ExtentId, Long> sizes = new HashMap<>();
        engine.extents().list().forEach(id -> sizes.put(id, size(id)));
        assertThat(sizes).isEqualTo(live);

        long inline = refs.values().stream().filter(ref -> ref.extent() == null).count();
        assertThat(scan(Family.BODY, ALL)).hasSize((int) inline);
        assertThat(scan(Family.BASE, Rows.QUEUE)).isEmpty();
        assertThat(scan(Family.CHANGE, ALL)).isEmpty();
        assertThat(scan(Family.BASE, Rows.HELD)).isEmpty();
        assertThat(scan(Family.PARTS, ALL)).hasSize(parts());
        usage.forEach((scope, expected) -> assertThat(collector.usage(scope)).isEqualTo(expected));
    }

    /** Every naming of a body: by a row, or by a list of parts once however many rows share it. */
    void forEachReference(BiConsumer<Group, BodyRef> action) {
        rows.forEach((group, named) -> {
            List<Uid> seen = new ArrayList<>();
            for (Named what : named.values()) {
                if (!what.hasList() || !seen.contains(what.list())) {
                    seen.add(what.list());
                    what.bodies().forEach(ref -> action.accept(group, ref));
                }
            }
        });
        uploads.forEach((group, upload) -> upload.blocks().forEach(ref -> action.accept(group, ref)));
    }

    private int parts() {
        int parts = uploads.values().stream()
                .mapToInt(upload -> upload.blocks().size())
                .sum();
        for (Map<String, Named> named : rows.values()) {
            Map<Uid, Integer> lists = new HashMap<>();
            named.values().stream()
                    .filter(Named::hasList)
                    .forEach(what -> lists.put(what.list(), what.bodies().size()));
            parts += lists.values().stream().mapToInt(size -> size).sum();
        }
        return parts;
    }

    private long size(ExtentId id) {
        try {
            return engine.extents().size(id);
        } catch (NoSuchExtentException e) {
            throw new AssertionError(e);
        }
    }

    List<Row> scan(Family family, KeyRange range) {
        return engine.metadata().scan(family, range, 1_000_000);
    }

    private static void count(BodyRef ref, Map<Uid, Long> references, Map<Uid, BodyRef> refs) {
        references.merge(ref.id(), 1L, Long::sum);
        refs.put(ref.id(), ref);
    }
}
