package lazurite.ledger.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.store.Family;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads every row of a log that nobody appends to, and names those that do not lead to its head.
 *
 * <p>Concurrency: one thread.
 */
public final class LedgerCheck {
    private final LogRows rows;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, StreamEnd> ends = new HashMap<>();
    private final List<Long> differences = new ArrayList<>();
    private final Edge edge = new Edge();

    private LedgerCheck(LogRows rows) {
        this.rows = rows;
    }

    /** What is damaged in the store's logs, a sentence each. */
    public static List<String> walk(MetadataStore store, Platform platform) {
        List<String> problems = new ArrayList<>();
        for (String origin : LogRows.origins(store)) {
            LedgerCheck check = new LedgerCheck(new LogRows(store, new UidSource(platform), origin));
            check.walk();
            check.problems.forEach(problem -> problems.add("The log " + origin + ": " + problem));
        }
        return problems;
    }

    private void walk() {
        try {
            Head head = rows.head();
            Checkpoint published = published();
            while (edge.size() < head.size()) {
                for (byte[] entry :
                        rows.entries(edge.size(), (int) Math.min(TilePath.WIDTH, head.size() - edge.size()))) {
                    compare(published);
                    entry(entry);
                }
            }
            compare(published);
            end(head, published);
        } catch (StorageException | RefusedException damaged) {
            problems.add(String.valueOf(damaged.getMessage()));
        }
    }

    private @Nullable Checkpoint published() {
        Note note = rows.note(rows.publishedKey());
        return note == null ? null : Checkpoint.parse(note.text());
    }

    private void compare(@Nullable Checkpoint published) {
        if (published != null
                && published.size() == edge.size()
                && !published.root().equals(root())) {
            problems.add("Its published checkpoint is not of its entries.");
        }
    }

    private void entry(byte[] bytes) {
        long index = edge.size();
        try {
            Entry entry = Entry.parse(bytes);
            ends.put(entry.stream(), new StreamEnd(entry.seq(), Hash.sha256(bytes), index));
        } catch (RefusedException damaged) {
            problems.add("Its entry " + index + " cannot be read: " + damaged.getMessage());
        }
        for (Edge.Tile made : edge.append(Merkle.leaf(bytes))) {
            tile(made);
        }
    }

    private void tile(Edge.Tile made) {
        TilePath.Hashes path = made.path();
        byte[] row = rows.get(Family.HISTORY, rows.tileKey(path.level(), path.index()));
        if (row == null) {
            return;
        }
        List<Hash> right = Tiles.hashes(made.bytes(), TilePath.WIDTH);
        List<Hash> stored = row.length == made.bytes().length ? Tiles.hashes(row, TilePath.WIDTH) : List.of();
        if (stored.isEmpty() || (path.level() > 0 && !stored.equals(right))) {
            problems.add("Its tile " + path + " is damaged.");
        } else if (path.level() == 0) {
            for (int i = 0; i < TilePath.WIDTH; i++) {
                if (!stored.get(i).equals(right.get(i))) {
                    differences.add(path.index() * TilePath.WIDTH + i);
                }
            }
        }
    }

    private void end(Head head, @Nullable Checkpoint published) {
        boolean proven = root().equals(head.root());
        for (long index : differences) {
            problems.add(
                    proven
                            ? "Its tile " + new TilePath.Hashes(0, index / TilePath.WIDTH, TilePath.WIDTH)
                                    + " is damaged at entry " + index + "."
                            : "Its entry " + index + " is damaged.");
        }
        if (!proven && differences.isEmpty()) {
            problems.add("Its entries do not lead to the root of its head.");
        }
        if (published != null && published.size() > head.size()) {
            problems.add("Its published checkpoint is of more entries than it has.");
        }
        ends.forEach((stream, end) -> {
            if (!end.equals(rows.streamEnd(stream))) {
                problems.add("The end of its stream " + stream + " is not that of its entries.");
            }
        });
    }

    private Hash root() {
        return edge.size() == 0 ? Merkle.EMPTY : edge.root();
    }
}
