package lazurite.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import lazurite.base.StorageException;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.proof.Verdict;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Proofs;
import lazurite.store.Engine;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a ledger does, on whichever engine. */
abstract class LedgerContract {
    private Engine engine;

    /** The same store every time, closed in between if it can be. */
    protected abstract Engine reopen() throws Exception;

    @BeforeEach
    final void openEngine() throws Exception {
        engine = reopen();
    }

    @AfterEach
    final void closeEngine() {
        engine.close();
    }

    @Test
    void anOpenedLedgerOnlyReads() {
        try (Ledger ledger = Logs.open(engine.metadata())) {
            assertThat(ledger.size()).isZero();
            assertThat(ledger.checkpoint()).isNull();
            assertThat(ledger.tile("tile/0/000.p/1")).isNull();
            assertThat(ledger.receipt(0)).isNull();
            assertThat(ledger.stream("s")).isEqualTo(StreamPosition.FIRST);
            assertThatThrownBy(() -> ledger.append(Logs.draft("s", 1))).isInstanceOf(StorageException.class);
            assertThat(engine.metadata().scan(Family.BASE, all(), 10)).isEmpty();
        }
    }

    @Test
    void whatIsAppendedIsPublishedAndProven() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            List<CompletableFuture<Appended>> waiting = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                waiting.add(ledger.append(Logs.draft("s" + i % 7, i)));
            }
            Policy policy = policy();
            for (CompletableFuture<Appended> one : waiting) {
                Appended appended = one.join();
                Receipt receipt = Logs.there(ledger.receipt(appended.index()));
                byte[] entry = Logs.there(ledger.entry(appended.index()));
                assertThat(appended.entry().bytes()).isEqualTo(entry);
                assertThat(Receipt.parse(receipt.bytes()).verify(entry, policy).quorum())
                        .isTrue();
            }
            List<Entry> entries = Logs.verified(ledger);
            assertThat(entries).hasSize(700);
            Logs.assertStreamsWhole(entries);
        }
    }

    @Test
    void partialTilesOfEverySizeStayAndNothingUnpublishedIsServed() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 300);

            for (int width = 1; width < 256; width++) {
                assertThat(ledger.tile("tile/0/000.p/" + width)).hasSize(32 * width);
            }
            assertThat(ledger.tile("tile/0/000")).hasSize(8192);
            assertThat(ledger.tile("tile/1/000.p/1")).hasSize(32);
            assertThat(ledger.tile("tile/0/001.p/44")).hasSize(44 * 32);
            assertThat(ledger.tile("tile/entries/001.p/44")).isNotNull();
            for (String beyond : List.of(
                    "tile/0/001.p/45",
                    "tile/entries/001.p/45",
                    "tile/0/002.p/1",
                    "tile/1/000.p/2",
                    "tile/2/000.p/1",
                    "tile/9/000.p/1")) {
                assertThat(ledger.tile(beyond)).as(beyond).isNull();
            }
            assertThatThrownBy(() -> ledger.tile("tile/0/x000/000")).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void sizesAreConsistentWithOneAnother() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            List<Checkpoint> seen = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                append(ledger, "s", i, 30 + i);
                seen.add(Checkpoint.parse(Logs.there(ledger.checkpoint()).text()));
            }
            for (Checkpoint older : seen) {
                for (Checkpoint newer : seen) {
                    if (older.size() <= newer.size()) {
                        Proofs.verifyConsistency(
                                older.size(),
                                older.root(),
                                newer.size(),
                                newer.root(),
                                Logs.there(ledger.consistency(older.size(), newer.size())));
                    }
                }
            }
            assertThat(ledger.consistency(1, ledger.size() + 1)).isNull();
        }
    }

    @Test
    void anEntryThatDoesNotContinueItsStreamNeverReachesTheTree() {
        KeyPair role = KeyAlgorithm.ED25519.pair(new byte[32]);
        try (Ledger ledger = Logs.start(engine.metadata())) {
            Draft draft = Logs.draft("case/1", 1);
            Entry first = draft.at(StreamPosition.FIRST, role.getPrivate());
            Entry second = draft.at(first.next(), role.getPrivate());
            assertRefused(ledger.append(second));
            Appended appended = ledger.append(first).join();
            assertThat(ledger.append(first).join()).isEqualTo(appended);
            assertRefused(ledger.append(draft.at(StreamPosition.FIRST)));
            assertRefused(ledger.append(draft.at(new StreamPosition(1, Hash.sha256()))));
            ledger.append(second).join();
            assertRefused(ledger.append(first));

            assertThat(Logs.verified(ledger)).containsExactly(first, second);
            assertThat(ledger.stream("case/1")).isEqualTo(second.next());
        }
    }

    @Test
    void anOversizedEntryNeverReachesTheTreeAndHarmsNoOther() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            Json.Fields big = Json.Fields.of(Map.of("x", new Json.Text("y".repeat(66_000))));
            CompletableFuture<Appended> before = ledger.append(Logs.draft("s", 0));
            CompletableFuture<Appended> tooBig =
                    ledger.append(new Draft(EntryType.HEARTBEAT, "s", 5, "log", big, null));
            CompletableFuture<Appended> after = ledger.append(Logs.draft("s", 1));

            assertRefused(tooBig);
            assertThat(List.of(before.join().index(), after.join().index())).containsExactly(0L, 1L);
            assertThat(Logs.verified(ledger)).hasSize(2);
        }
    }

    @Test
    void entriesOfTheGreatestSizeFitInCommits() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            Json.Fields big = Json.Fields.of(Map.of("x", new Json.Text("y".repeat(65_000))));
            List<CompletableFuture<Appended>> waiting = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                waiting.add(ledger.append(new Draft(EntryType.HEARTBEAT, "s", i, "log", big, null)));
            }
            waiting.forEach(CompletableFuture::join);
            assertThat(Logs.verified(ledger)).hasSize(300);
        }
    }

    @Test
    void twoSequencersMakeOneLog() {
        try (Ledger one = Logs.start(engine.metadata());
                Ledger other = Logs.start(engine.metadata())) {
            List<CompletableFuture<Appended>> waiting = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Ledger ledger = i % 2 == 0 ? one : other;
                waiting.add(ledger.append(Logs.draft(i % 3 == 0 ? "shared" : "s" + i % 2, i)));
            }
            Set<Long> places = new HashSet<>();
            for (CompletableFuture<Appended> appended : waiting) {
                places.add(appended.join().index());
            }
            assertThat(places).hasSize(1000);
            List<Entry> entries = Logs.verified(one);
            assertThat(entries).hasSize(1000);
            Logs.assertStreamsWhole(entries);
            assertThat(Logs.verified(other)).isEqualTo(entries);
        }
    }

    @Test
    void anEntryForOnePlaceHandedToTwoSequencersIsInTheLogOnce() {
        try (Ledger one = Logs.start(engine.metadata());
                Ledger other = Logs.start(engine.metadata())) {
            Entry entry = Logs.draft("s", 0).at(StreamPosition.FIRST);
            for (int i = 0; i < 50; i++) {
                CompletableFuture<Appended> here = one.append(entry);
                CompletableFuture<Appended> there = other.append(entry);
                assertThat(here.join()).isEqualTo(there.join());
                entry = Logs.draft("s", i).at(entry.next());
            }
            assertThat(Logs.verified(one)).hasSize(50);
        }
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        Note before;
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 600);
            before = Logs.there(ledger.checkpoint());
        }
        engine = reopen();
        try (Ledger ledger = Logs.start(engine.metadata())) {
            assertThat(Logs.there(ledger.checkpoint()).text()).isEqualTo(before.text());
            append(ledger, "s", 600, 10);
            List<Entry> entries = Logs.verified(ledger);
            assertThat(entries).hasSize(610);
            Logs.assertStreamsWhole(entries);
        }
    }

    @Test
    void aCrashBetweenAppendingAndPublishingLosesNothing() throws Exception {
        Appender appender = Logs.appender(engine.metadata());
        appender.append(List.of(Logs.submission("s", 0)));
        Logs.publisher(engine.metadata()).publish(appender.head(), false);
        Note before = Logs.there(Logs.publisher(engine.metadata()).published());
        appender.append(List.of(Logs.submission("s", 1)));

        engine = reopen();
        try (Ledger unstarted = Logs.open(engine.metadata())) {
            assertThat(Logs.there(unstarted.checkpoint()).bytes()).isEqualTo(before.bytes());
            assertThat(unstarted.size()).isEqualTo(2);
            assertThat(unstarted.entry(1)).isNull();
            unstarted.start();
        }
        try (Ledger ledger = Logs.open(engine.metadata())) {
            assertThat(Logs.verified(ledger)).hasSize(2);
        }
    }

    @Test
    void aCheckpointIsStoredBeforeItIsSeenAndAgreesWithLaterOnesOfItsSize() throws Exception {
        Appender appender = Logs.appender(engine.metadata());
        appender.append(List.of(Logs.submission("s", 0), Logs.submission("s", 1)));
        Head head = appender.head();
        Logs.publisher(engine.metadata()).publish(head, false);

        engine = reopen();
        Publisher publisher = Logs.publisher(engine.metadata());
        Note stored = Logs.there(publisher.published());
        publisher.publish(Logs.appender(engine.metadata()).head(), true);
        assertThat(Logs.there(publisher.published()).text()).isEqualTo(stored.text());
        Head forked = new Head(head.size(), Hash.sha256(), head.epoch());
        assertThatThrownBy(() -> publisher.publish(forked, true)).isInstanceOf(StorageException.class);
        publisher.publish(new Head(1, Hash.sha256(), head.epoch()), true);
        assertThat(Logs.there(publisher.published()).text()).isEqualTo(stored.text());
    }

    @Test
    void tilesAreMadeAgainFromEntries() throws Exception {
        byte[] tile;
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 600);
            tile = Logs.there(ledger.tile("tile/0/000"));
        }
        LogRows rows = Logs.rows(engine.metadata());
        List<Key> tiles = List.of(rows.tileKey(0, 0), rows.tileKey(0, 1));
        engine.metadata().discard(Family.HISTORY, tiles);

        engine = reopen();
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 600, 300);
            assertThat(Logs.verified(ledger)).hasSize(900);
            assertThat(ledger.tile("tile/0/000")).isEqualTo(tile);
            assertThat(engine.metadata().get(Family.HISTORY, tiles.getFirst())).isEqualTo(tile);
        }
    }

    @Test
    void anEntryThatIsMissingOrChangedIsNoticed() throws Exception {
        LogRows rows = Logs.rows(engine.metadata());
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 5);
        }
        engine.metadata().discard(Family.HISTORY, List.of(rows.entryKey(3)));
        engine = reopen();
        LogRows reread = Logs.rows(engine.metadata());
        assertThatThrownBy(() -> Logs.appender(engine.metadata()).head()).hasMessageContaining("entry 3 is missing");
        reread.commit(List.of(), List.of(new Mutation.Put(Family.HISTORY, reread.entryKey(3), new byte[] {1})));
        assertThatThrownBy(() -> Logs.appender(engine.metadata()).head()).hasMessageContaining("root of its head");
        try (Ledger ledger = Logs.start(engine.metadata())) {
            assertThatThrownBy(() -> ledger.append(Logs.draft("s", 9)).join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("root of its head");
        }
    }

    @Test
    void linesOfWitnessesAreKeptWithTheirCheckpoint() {
        SignerKey x = SignerKey.generate("x.example", SignatureType.ED25519_COSIGNATURE, new SecureRandom());
        SignerKey y = SignerKey.generate("y.example", SignatureType.ML_DSA_44, new SecureRandom());
        Policy policy = policy(x, y);
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 3);
            Note note = Logs.there(ledger.checkpoint());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            assertThat(ledger.cosignedReceipt(0)).isNull();
            ledger.addCosigned(note.with(List.of(x.sign(checkpoint, Instant.ofEpochSecond(7)))));
            byte[] entry = Logs.there(ledger.entry(2));
            assertThatThrownBy(() -> Logs.there(ledger.cosignedReceipt(2)).verify(entry, policy))
                    .isInstanceOf(RefusedException.class);
            append(ledger, "s", 3, 3);
            ledger.addCosigned(note.with(List.of(y.sign(checkpoint, Instant.ofEpochSecond(8)))));

            Verdict verdict = Logs.there(ledger.cosignedReceipt(2)).verify(entry, policy);
            assertThat(verdict.witnesses()).containsExactlyInAnyOrder("x.example", "y.example");
            assertThat(ledger.cosignedReceipt(3)).isNull();
            assertThat(Logs.there(ledger.checkpoint()).signatures()).hasSize(1);
        }
    }

    @Test
    void signingAnewKeepsLinesOfWitnesses() {
        SignerKey x = SignerKey.generate("x.example", SignatureType.ED25519_COSIGNATURE, new SecureRandom());
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 3);
            Note note = Logs.there(ledger.checkpoint());
            ledger.addCosigned(note.with(List.of(x.sign(Checkpoint.parse(note.text()), Instant.EPOCH))));
        }
        Publisher publisher = Logs.publisher(engine.metadata());
        publisher.publish(Logs.appender(engine.metadata()).head(), true);

        assertThat(Logs.there(publisher.published()).signatures()).hasSize(2);
    }

    @Test
    void whatIsNoCheckpointOfThisLogIsNotTakenBack() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            append(ledger, "s", 0, 3);
            Note note = Logs.there(ledger.checkpoint());
            Checkpoint real = Checkpoint.parse(note.text());
            SignerKey stranger = SignerKey.generate(Logs.ORIGIN, SignatureType.ED25519, new SecureRandom());
            for (Checkpoint other : List.of(
                    new Checkpoint(Logs.ORIGIN, 3, Hash.sha256()),
                    new Checkpoint(Logs.ORIGIN, 4, real.root()),
                    new Checkpoint("other.example", 3, real.root()))) {
                Note forged = new Note(other.text(), List.of(Logs.KEY.sign(other, Instant.EPOCH)));
                assertThatThrownBy(() -> ledger.addCosigned(forged)).isInstanceOf(RefusedException.class);
            }
            Note unsigned = new Note(note.text(), List.of(stranger.sign(real, Instant.EPOCH)));
            assertThatThrownBy(() -> ledger.addCosigned(unsigned)).isInstanceOf(RefusedException.class);
            Note moved = new Note(note.text().replace("\n3\n", "\n2\n"), note.signatures());
            assertThatThrownBy(() -> ledger.addCosigned(moved)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aClosedLedgerHasAppendedWhatWasHandedIn() {
        List<CompletableFuture<Appended>> waiting = new ArrayList<>();
        try (Ledger ledger = Logs.start(engine.metadata())) {
            for (int i = 0; i < 200; i++) {
                waiting.add(ledger.append(Logs.draft("s", i)));
            }
        }
        assertThat(waiting).allSatisfy(one -> assertThat(one.join().index()).isNotNegative());
        assertThat(Logs.open(engine.metadata()).size()).isEqualTo(200);
    }

    private static void append(Ledger ledger, String stream, int from, int count) {
        List<CompletableFuture<Appended>> waiting = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            waiting.add(ledger.append(Logs.draft(stream, i)));
        }
        waiting.forEach(CompletableFuture::join);
    }

    private static void assertRefused(CompletableFuture<Appended> appended) {
        assertThatThrownBy(appended::join).hasCauseInstanceOf(RefusedException.class);
    }

    private static Policy policy(SignerKey... witnesses) {
        StringBuilder text = new StringBuilder("log " + Logs.KEY.verifier().text() + "\n");
        StringBuilder names = new StringBuilder();
        for (SignerKey witness : witnesses) {
            String name = witness.verifier().name();
            text.append("witness " + name + " " + witness.verifier().text() + "\n");
            names.append(' ').append(name);
        }
        text.append(names.isEmpty() ? "quorum none\n" : "group all-of-them all" + names + "\nquorum all-of-them\n");
        return Policy.parse(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static KeyRange all() {
        return new KeyRange(Key.of(""), null);
    }
}
