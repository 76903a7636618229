package lazurite.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine's metadata store does. */
public abstract class MetadataStoreContract {
    private static final Group GROUP = Group.of("F", "inc", "name");

    private final UidSource uids = new UidSource(Platform.system());
    private Engine engine;
    private MetadataStore store;

    /** An empty engine; the contract closes it. */
    protected abstract Engine open() throws Exception;

    @BeforeEach
    final void openEngine() throws Exception {
        engine = open();
        store = engine.metadata();
    }

    @AfterEach
    final void closeEngine() {
        engine.close();
    }

    @Test
    void aRowThatWasPutIsRead() {
        assertThat(put(Family.BASE, GROUP.key("k"), "v")).isTrue();

        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("v"));
    }

    @Test
    void aRowThatWasNeverPutIsNull() {
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isNull();
    }

    @Test
    void anEmptyValueIsARow() {
        put(Family.BASE, GROUP.key("k"), "");

        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEmpty();
        assertThat(store.scan(Family.BASE, KeyRange.prefix(GROUP.prefix()), 9)).hasSize(1);
    }

    @Test
    void familiesDoNotMeet() {
        for (Family family : Family.values()) {
            put(family, GROUP.key("k"), family.name());
        }
        for (Family family : Family.values()) {
            assertThat(store.get(family, GROUP.key("k"))).isEqualTo(bytes(family.name()));
            assertThat(store.scan(family, new KeyRange(Key.of(""), null), 9)).hasSize(1);
        }
    }

    @Test
    void valuesAreTheCallersToChange() {
        byte[] given = bytes("v");
        commit(GROUP, List.of(), List.of(new Mutation.Put(Family.BASE, GROUP.key("k"), given)), null);
        given[0] = 'x';
        present(store.get(Family.BASE, GROUP.key("k")))[0] = 'x';
        store.scan(Family.BASE, KeyRange.prefix(GROUP.prefix()), 1).getFirst().value()[0] = 'x';

        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("v"));
    }

    @Test
    void scansAgreeWithASortedMapForAnyRangeAndLimit() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NavigableMap<Key, byte[]> model = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            Key key = GROUP.key(randomBytes(random));
            if (random.nextInt(4) == 0) {
                model.remove(key);
                commit(GROUP, List.of(), List.of(new Mutation.Delete(Family.BASE, key)), null);
            } else {
                model.put(key, randomBytes(random));
                put(Family.BASE, key, model.get(key));
            }
        }
        for (int i = 0; i < 400; i++) {
            Key from = random.nextInt(8) == 0 ? Key.of("") : GROUP.key(randomBytes(random));
            Key to = random.nextInt(8) == 0 ? null : GROUP.key(randomBytes(random));
            KeyRange range = new KeyRange(from, to);
            int limit = random.nextInt(12);
            List<Key> expected = model.keySet().stream()
                    .filter(key -> key.compareTo(from) >= 0 && (to == null || key.compareTo(to) < 0))
                    .toList();

            assertThat(keys(store.scan(Family.BASE, range, limit)))
                    .as("seed %d, scan %s, limit %d", seed, range, limit)
                    .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
            assertThat(keys(store.scanBack(Family.BASE, range, limit)))
                    .as("seed %d, scanBack %s, limit %d", seed, range, limit)
                    .isEqualTo(expected.reversed().subList(0, Math.min(limit, expected.size())));
        }
    }

    @Test
    void keysAreOrderedAsUnsignedBytes() {
        List<byte[]> suffixes = List.of(
                new byte[] {},
                new byte[] {0},
                new byte[] {0, 0},
                new byte[] {1},
                new byte[] {0x7F},
                new byte[] {(byte) 0x80},
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xFF, (byte) 0xFF});
        suffixes.reversed().forEach(suffix -> put(Family.BASE, GROUP.key(suffix), suffix));

        List<Row> rows = store.scan(Family.BASE, KeyRange.prefix(GROUP.prefix()), 100);

        assertThat(rows).extracting(Row::value).containsExactlyElementsOf(suffixes);
    }

    @Test
    void groupsStandInTheOrderOfTheirNamesWhateverTheNamesHold() {
        List<String> names =
                List.of("", "\0", "\0a", "\1", "\1\1", "\2", "\3", "a", "a\0", "a\1b", "a!", "a/b", "ab", "é");
        names.forEach(name -> {
            Group group = Group.of("F", "inc", name);
            put(group, Family.BASE, group.key(""), bytes(name));
        });

        List<Row> rows = store.scan(Family.BASE, KeyRange.prefix(Key.of("F/inc/")), 100);

        assertThat(rows).extracting(row -> new String(row.value(), UTF_8)).containsExactlyElementsOf(names);
        assertThat(rows).extracting(row -> Group.unescape(row.key(), 6)).containsExactlyElementsOf(names);
    }

    @Test
    void absentHoldsOnlyWithoutTheRow() {
        Condition absent = new Condition.Absent(Family.BASE, GROUP.key("k"));

        assertThat(commit(GROUP, List.of(absent), List.of(put("k", "1")), null)).isTrue();
        assertThat(commit(GROUP, List.of(absent), List.of(put("k", "2")), null)).isFalse();
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("1"));
    }

    @Test
    void absentIsNotFooledByAnEmptyValue() {
        put(Family.BASE, GROUP.key("k"), "");

        assertThat(commit(GROUP, List.of(new Condition.Absent(Family.BASE, GROUP.key("k"))), List.of(), null))
                .isFalse();
    }

    @Test
    void equalHoldsOnlyWithExactlyTheValue() {
        put(Family.BASE, GROUP.key("k"), "1");

        assertThat(commit(GROUP, List.of(equal("k", "")), List.of(put("k", "2")), null))
                .isFalse();
        assertThat(commit(GROUP, List.of(equal("k", "10")), List.of(put("k", "2")), null))
                .isFalse();
        assertThat(commit(GROUP, List.of(equal("gone", "1")), List.of(put("k", "2")), null))
                .isFalse();
        assertThat(commit(GROUP, List.of(equal("k", "1")), List.of(put("k", "2")), null))
                .isTrue();
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("2"));
    }

    @Test
    void oneFailedConditionUndoesTheWholeCommit() {
        put(Family.BASE, GROUP.key("k"), "1");
        Uid opId = uids.next();

        boolean applied = store.commit(new Commit(
                GROUP,
                opId,
                List.of(equal("k", "1"), equal("k", "2")),
                List.of(put("a", "x"), new Mutation.Delete(Family.BASE, GROUP.key("k"))),
                bytes("change")));

        assertThat(applied).isFalse();
        assertThat(store.get(Family.BASE, GROUP.key("a"))).isNull();
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("1"));
        assertThat(store.committed(GROUP, opId)).isFalse();
    }

    @Test
    void theLaterMutationOfOneKeyWins() {
        Mutation delete = new Mutation.Delete(Family.BASE, GROUP.key("k"));

        commit(GROUP, List.of(), List.of(put("k", "1"), put("k", "2")), null);
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("2"));
        commit(GROUP, List.of(), List.of(put("k", "3"), delete), null);
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isNull();
        commit(GROUP, List.of(), List.of(delete, put("k", "4")), null);
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("4"));
    }

    @Test
    void commitsSubmittedTogetherSeeEachOther() {
        List<CompletableFuture<Boolean>> done = new ArrayList<>();
        done.add(submit(new Condition.Absent(Family.BASE, GROUP.key("k")), put("k", "0")));
        for (int i = 0; i < 200; i++) {
            done.add(submit(equal("k", "" + i), put("k", "" + (i + 1))));
        }
        done.add(submit(equal("k", "0"), put("k", "late")));
        done.add(submit(equal("k", "200"), new Mutation.Delete(Family.BASE, GROUP.key("k"))));
        done.add(submit(new Condition.Absent(Family.BASE, GROUP.key("k")), put("k", "again")));

        List<Boolean> outcomes = done.stream().map(CompletableFuture::join).toList();

        assertThat(outcomes.subList(0, 201)).doesNotContain(false);
        assertThat(outcomes.subList(201, 204)).containsExactly(false, true, true);
        assertThat(store.get(Family.BASE, GROUP.key("k"))).isEqualTo(bytes("again"));
    }

    @Test
    void anythingOutsideTheGroupIsRefused() {
        Key outside = Group.of("F", "inc", "other").key("");

        assertThatThrownBy(() -> commit(GROUP, List.of(), List.of(new Mutation.Delete(Family.BASE, outside)), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> commit(GROUP, List.of(new Condition.Absent(Family.BASE, outside)), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCommitTooLargeIsRefused() {
        byte[] large = new byte[Commit.BYTES_MAX];

        assertThatThrownBy(() -> put(Family.BODY, GROUP.key("k"), large)).isInstanceOf(IllegalArgumentException.class);
        assertThat(put(Family.BODY, GROUP.key("k"), Arrays.copyOf(large, Commit.BYTES_MAX - 100)))
                .isTrue();
    }

    @Test
    void theChangeRowTellsThatTheCommitHappened() {
        Uid opId = uids.next();
        store.commit(new Commit(GROUP, opId, List.of(), List.of(), bytes("change")));

        assertThat(store.committed(GROUP, opId)).isTrue();
        assertThat(store.get(Family.CHANGE, GROUP.key(opId.bytes()))).isEqualTo(bytes("change"));
        assertThat(store.committed(GROUP, uids.next())).isFalse();
        assertThat(store.committed(Group.of("F", "inc", "other"), opId)).isFalse();

        store.discard(Family.CHANGE, List.of(GROUP.key(opId.bytes())));
        assertThat(store.committed(GROUP, opId)).isFalse();
    }

    @Test
    void discardRemovesRowsOfAnyGroupAndIgnoresAbsentOnes() {
        List<Key> keys = IntStream.range(0, 300)
                .mapToObj(i -> Group.of("F", "inc", "blob" + i).key("x"))
                .toList();
        for (int i = 0; i < keys.size(); i++) {
            put(Group.of("F", "inc", "blob" + i), Family.PARTS, keys.get(i), bytes("v"));
        }
        store.discard(Family.PARTS, keys.subList(0, 299));
        store.discard(Family.PARTS, keys.subList(0, 299));
        store.discard(Family.PARTS, List.of());

        assertThat(keys(store.scan(Family.PARTS, KeyRange.prefix(Key.of("F/")), 1000)))
                .containsExactly(keys.getLast());
    }

    @Test
    void ofManyAtOnceOneWins() throws Exception {
        put(Family.BASE, GROUP.key("k"), "0");
        for (int round = 0; round < 5; round++) {
            String before = "" + round;
            String after = "" + (round + 1);
            List<Boolean> won =
                    inParallel(64, _ -> commit(GROUP, List.of(equal("k", before)), List.of(put("k", after)), null));
            assertThat(won).containsOnlyOnce(true);
        }
    }

    @Test
    void ofTenThousandConcurrentCommitsNoneIsLost() throws Exception {
        List<Boolean> done = inParallel(10_000, i -> {
            Group group = Group.of("F", "inc", "blob%05d".formatted(i));
            return store.commit(new Commit(
                    group,
                    uids.next(),
                    List.of(new Condition.Absent(Family.BASE, group.key(""))),
                    List.of(new Mutation.Put(Family.BASE, group.key(""), bytes("" + i))),
                    bytes("change")));
        });

        assertThat(done).doesNotContain(false);
        List<Row> rows = store.scan(Family.BASE, KeyRange.prefix(Key.of("F/")), 20_000);
        assertThat(rows).hasSize(10_000);
        assertThat(IntStream.range(0, 10_000)
                        .allMatch(i -> Arrays.equals(rows.get(i).value(), bytes("" + i))))
                .isTrue();
        assertThat(store.scan(Family.CHANGE, KeyRange.prefix(Key.of("F/")), 20_000))
                .hasSize(10_000);
    }

    @Test
    void aScanNeverSeesHalfACommit() throws Exception {
        put(Family.BASE, GROUP.key("a"), "0");
        put(Family.BASE, GROUP.key("b"), "0");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> writer = threads.submit(() -> {
                for (int i = 1; i <= 300; i++) {
                    commit(GROUP, List.of(), List.of(put("a", "" + i), put("b", "" + i)), null);
                }
                return true;
            });
            while (!writer.isDone()) {
                List<Row> rows = store.scan(Family.BASE, KeyRange.prefix(GROUP.prefix()), 2);
                assertThat(rows.getFirst().value()).isEqualTo(rows.getLast().value());
            }
            assertThat(writer.get()).isTrue();
        }
    }

    private CompletableFuture<Boolean> submit(Condition condition, Mutation mutation) {
        return store.submit(new Commit(GROUP, uids.next(), List.of(condition), List.of(mutation), null));
    }

    private boolean commit(
            Group group, List<Condition> conditions, List<Mutation> mutations, byte @Nullable [] change) {
        return store.commit(new Commit(group, uids.next(), conditions, mutations, change));
    }

    private boolean put(Family family, Key key, String value) {
        return put(family, key, bytes(value));
    }

    private boolean put(Family family, Key key, byte[] value) {
        return put(GROUP, family, key, value);
    }

    private boolean put(Group group, Family family, Key key, byte[] value) {
        return commit(group, List.of(), List.of(new Mutation.Put(family, key, value)), null);
    }

    private static Mutation put(String key, String value) {
        return new Mutation.Put(Family.BASE, GROUP.key(key), bytes(value));
    }

    private static Condition equal(String key, String value) {
        return new Condition.Equal(Family.BASE, GROUP.key(key), bytes(value));
    }

    private interface Attempt {
        boolean run(int index);
    }

    /** Runs the attempt so many times on virtual threads, all let go at one moment. */
    private static List<Boolean> inParallel(int count, Attempt attempt) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> {
                        go.await();
                        return attempt.run(i);
                    }))
                    .toList();
            go.countDown();
            List<Boolean> done = new ArrayList<>();
            for (Future<Boolean> each : running) {
                done.add(each.get());
            }
            return done;
        }
    }

    private static List<Key> keys(List<Row> rows) {
        return rows.stream().map(Row::key).toList();
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(4)];
        byte[] alphabet = {0, 1, 'a', (byte) 0x80, (byte) 0xFF};
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return bytes;
    }

    private static byte[] present(byte @Nullable [] value) {
        if (value == null) {
            throw new AssertionError("no such row");
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
