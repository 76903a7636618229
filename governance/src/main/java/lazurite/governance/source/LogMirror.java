package lazurite.governance.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.Durable;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import org.jspecify.annotations.Nullable;

/**
 * Copies a log into a folder, in the layout in which it is served, with the logs that it goes on from; what is there
 * already is not copied again. Tiles of hashes are made from the entries, so that a copy is a proof: the new entries lead
 * from the folder's checkpoint to the new one, or nothing is changed. Each file is there whole or not at all, the
 * checkpoints last.
 *
 * <p>Concurrency: one thread, and one mirror of a folder at a time.
 */
public final class LogMirror {
    private final LogSource log;
    private final LogFolder folder;
    private final Judge judge;
    private final Set<Path> made = new HashSet<>();
    private boolean reused;

    private LogMirror(LogSource log, LogFolder folder, Judge judge) {
        this.log = log;
        this.folder = folder;
        this.judge = judge;
    }

    /** What a checkpoint says; refuses one that is not believed. */
    @FunctionalInterface
    private interface Judge {
        Checkpoint judge(Note note);
    }

    /**
     * What a copy came to.
     *
     * @param before how many entries the folder had
     * @param notes what could not be copied, a sentence each
     */
    public record Copied(Checkpoint checkpoint, long before, List<String> notes) {
        public Copied {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Copies what is new.
     *
     * @param policy whose keys sign the log
     * @throws RefusedException if the log is not signed, or does not go on from what the folder has; that stays as it is
     * @throws IOException with one sentence, if the log or the folder cannot be read or written
     */
    public static Copied copy(LogSource log, Path folder, Policy policy) throws IOException {
        Durable.createFolders(folder);
        return new LogMirror(
                        log, new LogFolder(folder), note -> policy.judge(note).checkpoint())
                .copy();
    }

    private Copied copy() throws IOException {
        Note before = before();
        Checkpoint known = before == null ? null : judge.judge(before);
        LogSource.Answer cosigned = log.get(LogSource.COSIGNED, Note.BYTES_MAX);
        Note now = log.checkpoint();
        Checkpoint next = judge.judge(now);
        Edge start = start(known);
        requireLater(known, next);
        MirroredDocuments documents = new MirroredDocuments(log, this::write);
        List<String> notes = new ArrayList<>();
        Map<LogMirror, Note> older = older(next, documents, notes);
        entries(start, next, documents);
        notes.addAll(documents.copy(folder));
        for (Map.Entry<LogMirror, Note> log : older.entrySet()) {
            log.getKey().write(LogSource.CHECKPOINT, log.getValue().bytes());
        }
        if (before != null && known != null && known.size() < next.size()) {
            write(LogFolder.PREVIOUS, before.bytes());
        }
        if (cosigned instanceof LogSource.Answer.Present file) {
            judge.judge(Note.parse(file.bytes()));
            write(LogSource.COSIGNED, file.bytes());
        }
        write(LogSource.CHECKPOINT, now.bytes());
        keepOnly(next.size());
        return new Copied(next, start.size(), notes);
    }

    /** Copies the entries of the logs that it goes on from, the oldest first; those whose checkpoints are to be written. */
    private Map<LogMirror, Note> older(Checkpoint next, MirroredDocuments documents, List<String> notes)
            throws IOException {
        Map<LogMirror, Note> copied = new LinkedHashMap<>();
        for (CitedLog cited : CitedLog.of(log, next)) {
            try {
                Note last = cited.checkpoint();
                Checkpoint checkpoint = Checkpoint.parse(last.text());
                LogFolder into = new LogFolder(folder.folder().resolve(cited.path()));
                LogMirror mirror = new LogMirror(cited.source(), into, note -> requireSame(note, checkpoint));
                Note before = mirror.before();
                mirror.entries(mirror.start(before == null ? null : mirror.judge.judge(before)), checkpoint, documents);
                copied.put(mirror, last);
            } catch (RefusedException unproven) {
                notes.add(String.valueOf(unproven.getMessage()));
            }
        }
        return copied;
    }

    private static Checkpoint requireSame(Note note, Checkpoint cited) {
        if (!Checkpoint.parse(note.text()).equals(cited)) {
            throw new RefusedException("The folder has another log in the place of " + cited.origin()
                    + ", which ends at " + cited.size() + " entries. It stays as it is.");
        }
        return cited;
    }

    private void entries(Edge start, Checkpoint next, MirroredDocuments documents) throws IOException {
        if (!follow(start.copy(), next, documents, true)
                && (!reused || !follow(start.copy(), next, documents, false))) {
            keepOnly(start.size());
            throw new RefusedException("The log's entries do not lead from what the folder has to the new checkpoint:"
                    + " it was rewritten. The folder stays as it is.");
        }
    }

    private @Nullable Note before() throws IOException {
        return folder.get(LogSource.CHECKPOINT, Note.BYTES_MAX) instanceof LogSource.Answer.Present file
                ? Note.parse(file.bytes())
                : null;
    }

    /** The edge of what the folder has, which is what its checkpoint says. */
    private Edge start(@Nullable Checkpoint known) {
        if (known == null) {
            return new Edge();
        }
        Edge edge = Edge.load(known.size(), this::tile);
        if (!(known.size() == 0 ? Merkle.EMPTY : edge.root()).equals(known.root())) {
            throw new RefusedException("The folder's tiles do not lead to its checkpoint: verify it, and mirror anew.");
        }
        return edge;
    }

    private byte[] tile(TilePath.Hashes path) {
        try {
            return folder.read(path.toString(), path.width() * Hash.BYTES);
        } catch (IOException unreadable) {
            throw new RefusedException("The folder's " + path + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static void requireLater(@Nullable Checkpoint known, Checkpoint next) {
        if (known == null) {
            return;
        }
        if (!known.origin().equals(next.origin())) {
            throw new RefusedException("The folder has another log, " + known.origin() + ". It stays as it is; copy "
                    + next.origin() + " into a folder of its own.");
        }
        if (next.size() < known.size()) {
            throw new RefusedException("The log has " + next.size() + " entries and the folder " + known.size()
                    + ": it was cut. The folder stays as it is.");
        }
    }

    /**
     * Copies the entries behind the edge and the tiles that they make.
     *
     * @param trusting takes tiles that an interrupted run left, which only the root proves
     * @return whether they lead to the checkpoint
     */
    private boolean follow(Edge edge, Checkpoint next, MirroredDocuments documents, boolean trusting)
            throws IOException {
        while (edge.size() < next.size()) {
            long tile = edge.size() / TilePath.WIDTH;
            int old = (int) (edge.size() % TilePath.WIDTH);
            TilePath.Entries path = new TilePath.Entries(tile, Tiles.widthAt(0, tile, next.size()));
            List<byte[]> entries =
                    new ArrayList<>(old == 0 ? List.of() : folder.entries(new TilePath.Entries(tile, old)));
            entries.addAll(entries(path, trusting).subList(old, path.width()));
            write(path.toString(), Tiles.ofEntries(entries));
            for (byte[] entry : entries.subList(old, path.width())) {
                documents.see(entry);
                for (Edge.Tile full : edge.append(Merkle.leaf(entry))) {
                    write(full.path().toString(), full.bytes());
                }
            }
        }
        for (Edge.Tile partial : edge.partials()) {
            write(partial.path().toString(), partial.bytes());
        }
        return (edge.size() == 0 ? Merkle.EMPTY : edge.root()).equals(next.root());
    }

    private List<byte[]> entries(TilePath.Entries path, boolean trusting) throws IOException {
        if (trusting && path.width() == TilePath.WIDTH && Files.isRegularFile(folder.file(path.toString()))) {
            reused = true;
            try {
                return folder.entries(path);
            } catch (RefusedException damaged) {
                return log.entries(path);
            }
        }
        return log.entries(path);
    }

    /** Removes tiles that are not those of a log of this size, and what was written by half. */
    private void keepOnly(long size) throws IOException {
        for (String path : folder.paths()) {
            if (path.endsWith(".half") || (path.startsWith("tile/") && !isOf(size, path))) {
                Files.delete(folder.file(path));
            }
        }
    }

    private static boolean isOf(long size, String path) {
        try {
            TilePath tile = TilePath.parse(path);
            int level = tile instanceof TilePath.Hashes hashes ? hashes.level() : 0;
            return Tiles.widthAt(level, tile.index(), size) == tile.width();
        } catch (RefusedException alien) {
            return true;
        }
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.file(path);
        Path parent = Durable.parent(file);
        if (made.add(parent)) {
            Durable.createFolders(parent);
        }
        Durable.writeFile(file, bytes);
    }
}
