package lazurite.ledger.log;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.Proofs;
import lazurite.ledger.tree.TileHashes;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.ledger.tree.Tree;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/** A log for tests, and an outsider's look at it. */
final class Logs {
    static final String ORIGIN = "log.example/2026";
    static final SignerKey KEY = SignerKey.generate(ORIGIN, SignatureType.ED25519, new SecureRandom());
    static final LedgerSettings SETTINGS = new LedgerSettings(ORIGIN, List.of(KEY));

    private Logs() {}

    static Ledger open(MetadataStore store) {
        return Ledger.open(store, SETTINGS, Platform.system());
    }

    static Ledger start(MetadataStore store) {
        Ledger ledger = open(store);
        ledger.start();
        return ledger;
    }

    static LogRows rows(MetadataStore store) {
        return new LogRows(store, new UidSource(Platform.system()), ORIGIN);
    }

    static Appender appender(MetadataStore store) {
        LogRows rows = rows(store);
        return new Appender(rows, new StoredTiles(rows));
    }

    static Publisher publisher(MetadataStore store) {
        return new Publisher(rows(store), SETTINGS, Platform.system().clock());
    }

    static Draft draft(String stream, long number) {
        return new Draft(
                EntryType.METER_DAILY,
                stream,
                1_000,
                "meter",
                Json.Fields.of(Map.of("n", new Json.Whole(number))),
                null);
    }

    static Submission submission(String stream, long number) {
        return new Submission.Unplaced(draft(stream, number));
    }

    static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("it is not there");
        }
        return value;
    }

    /** Reads the published log as an outsider does, through checkpoint and tiles alone, and verifies all of it. */
    static List<Entry> verified(Ledger ledger) {
        Note note = there(ledger.checkpoint());
        VerifierKey.parse(KEY.verifier().text())
                .verify(note.text(), note.signatures().getFirst());
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        Tree tree = new Tree(new TileHashes(checkpoint.size(), path -> there(ledger.tile(path.toString()))));
        if (!tree.root(checkpoint.size()).equals(checkpoint.root())) {
            throw new AssertionError("the tiles do not lead to the root");
        }
        List<Entry> entries = new ArrayList<>();
        for (long tile = 0; Tiles.widthAt(0, tile, checkpoint.size()) > 0; tile++) {
            int width = Tiles.widthAt(0, tile, checkpoint.size());
            TilePath path = new TilePath.Entries(tile, width);
            for (byte[] bytes : Tiles.entries(there(ledger.tile(path.toString())), width)) {
                Hash leaf = Merkle.leaf(bytes);
                Proofs.verifyInclusion(
                        leaf,
                        entries.size(),
                        checkpoint.size(),
                        checkpoint.root(),
                        tree.inclusion(entries.size(), checkpoint.size()));
                entries.add(Entry.parse(bytes));
            }
        }
        return entries;
    }

    /** Every stream is whole: numbers from 0 on, each entry citing the one before. */
    static void assertStreamsWhole(List<Entry> entries) {
        Map<String, Entry> last = new HashMap<>();
        for (Entry entry : entries) {
            Entry before = last.put(entry.stream(), entry);
            boolean follows = before == null
                    ? entry.seq() == 0
                    : entry.seq() == before.seq() + 1
                            && Hash.sha256(before.bytes()).equals(entry.previous());
            if (!follows) {
                throw new AssertionError("stream " + entry.stream() + " breaks at " + entry.seq());
            }
        }
    }
}
