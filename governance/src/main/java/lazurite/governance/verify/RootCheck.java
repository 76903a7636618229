package lazurite.governance.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;

/** I1: makes every tile and the root again from the entries, and compares. */
final class RootCheck {
    private final LogSource source;
    private final long first;
    private final Checkpoint checkpoint;

    /** Checkpoints from earlier that this log has to go on from, by what they are called. */
    private final Map<String, Note> earlier;

    /** Those of them that the entries have not come to yet. */
    private final Map<String, Note> ahead;

    private final Note note;
    private final LogKeys keys = new LogKeys();

    private final Findings findings;
    private final Edge edge = new Edge();
    private final List<Long> differences = new ArrayList<>();

    /** @param first index of the first entry */
    RootCheck(LogSource source, long first, Note note, Map<String, Note> earlier, Findings findings) {
        this.source = source;
        this.first = first;
        this.note = note;
        this.checkpoint = Checkpoint.parse(note.text());
        this.earlier = Map.copyOf(earlier);
        this.ahead = new LinkedHashMap<>(earlier);
        this.findings = findings;
    }

    /** How many entries were taken. */
    long size() {
        return edge.size();
    }

    /** Takes the next tile of entries. */
    void take(Reading.Tile tile) throws IOException {
        if (tile.difference() != Reading.NONE && differences.size() < Findings.SHOWN_MAX) {
            differences.add(tile.difference());
        }
        for (Reading.Leaf leaf : tile.leaves()) {
            ofLog(leaf);
            earlier();
            for (Edge.Tile full : edge.append(leaf.leaf())) {
                compare(full);
            }
        }
    }

    private void ofLog(Reading.Leaf leaf) {
        Logged logged = leaf.logged();
        Event event = logged == null ? null : logged.event();
        if (leaf.index() == first && !(event instanceof LogEvent.Genesis)) {
            findings.broken(Place.of(first), "The log's first entry is not its genesis.");
        }
        if (logged != null && event instanceof LogEvent.Genesis genesis) {
            findings.require(leaf.index() == first, Place.of(logged), "A log has one genesis, its first entry.");
            findings.require(
                    genesis.origin().equals(checkpoint.origin()),
                    Place.of(logged),
                    "It is the genesis of another log, " + genesis.origin() + ".");
            keys(logged, genesis.keys());
        }
        if (logged != null && event instanceof LogEvent.KeyRotated rotated) {
            keys(logged, rotated.keys());
        }
    }

    private void keys(Logged logged, List<String> vkeys) {
        try {
            keys.add(vkeys);
        } catch (RefusedException malformed) {
            findings.broken(Place.of(logged), "It names a key that is none: " + malformed.getMessage());
        }
    }

    /** Compares the root as it is now with that of earlier checkpoints of this size. */
    private void earlier() {
        ahead.entrySet().removeIf(known -> {
            Checkpoint before = Checkpoint.parse(known.getValue().text());
            if (before.size() != edge.size()) {
                return false;
            }
            findings.require(
                    before.root().equals(root()),
                    null,
                    "The log is not what it was when " + known.getKey() + " was signed, at " + before.size()
                            + " entries: it was rewritten.");
            return true;
        });
    }

    /** A tile above the lowest level; those of the lowest are compared where entries are read. */
    private void compare(Edge.Tile made) throws IOException {
        TilePath.Hashes path = made.path();
        if (path.level() == 0) {
            return;
        }
        List<Hash> there = source.hashes(path);
        List<Hash> hashes = Tiles.hashes(made.bytes(), path.width());
        if (!there.equals(hashes)) {
            findings.broken(null, "The file " + path + " is not what the entries below it make of it.");
        }
    }

    /** Judges what all entries come to; whether they are proven. */
    boolean end() throws IOException {
        for (Edge.Tile partial : edge.partials()) {
            compare(partial);
        }
        earlier();
        ahead.keySet()
                .forEach(name -> findings.broken(
                        null,
                        first < 0
                                ? "The log that goes on from " + checkpoint.origin() + " cites " + checkpoint.size()
                                        + " entries of it, fewer than when " + name
                                        + " was signed: the rest was lost or left out when it was restarted."
                                : "The log has fewer entries than when " + name + " was signed: it was cut."));
        signatures();
        boolean proven = root().equals(checkpoint.root());
        for (long index : differences) {
            long number = (index - first) / TilePath.WIDTH;
            TilePath.Hashes tile = new TilePath.Hashes(0, number, Tiles.widthAt(0, number, checkpoint.size()));
            if (proven) {
                findings.broken(null, "The file " + tile + " is damaged at the hash of entry " + index + ".");
            } else {
                findings.broken(Place.of(index), "The entry is not the one whose hash is in " + tile + ".");
            }
        }
        if (!proven && differences.isEmpty()) {
            findings.broken(null, "The entries lead to another root than the checkpoint's.");
        }
        return proven;
    }

    /** Each key that the log names as its own has to have signed, so that no line can be lost unseen. */
    private void signatures() {
        findings.require(
                keys.newestSigned(note), null, "A key that the log names as its own has not signed the checkpoint.");
        earlier.forEach((name, before) -> findings.require(
                keys.anySigned(before), null, "A key that the log names as its own has not signed " + name + "."));
    }

    private Hash root() {
        return edge.size() == 0 ? Merkle.EMPTY : edge.root();
    }
}
