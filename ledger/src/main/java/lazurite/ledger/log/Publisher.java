package lazurite.ledger.log;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.tree.Hash;
import lazurite.store.Family;
import lazurite.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * Signs heads, and makes each signed checkpoint durable before anybody sees it. What is published only grows.
 *
 * <p>Concurrency: any thread.
 */
final class Publisher {
    private final LogRows rows;
    private final LedgerSettings settings;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Publisher(LogRows rows, LedgerSettings settings, InstantSource clock) {
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    /** The checkpoint that everybody may see; null before the first. */
    @Nullable
    Note published() {
        return rows.note(rows.publishedKey());
    }

    /** Runs behind each publication of this one, in its thread. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Publishes the head unless it is published, or a later one is.
     *
     * @param anew signs again, with the time that it is now, if this head is published already
     */
    void publish(Head head, boolean anew) {
        Checkpoint checkpoint = new Checkpoint(settings.origin(), head.size(), head.root());
        Note signed = null;
        while (true) {
            byte[] was = rows.get(Family.BASE, rows.publishedKey());
            Note before = was == null ? null : Note.parse(was);
            if (before != null && !isNews(checkpoint, Checkpoint.parse(before.text()), anew)) {
                return;
            }
            signed = signed == null ? sign(checkpoint) : signed;
            if (rows.replace(rows.publishedKey(), was, merged(signed, before).bytes())) {
                listeners.forEach(Runnable::run);
                return;
            }
        }
    }

    /**
     * Takes a checkpoint of this log with lines of witnesses.
     *
     * @param root the log's at the checkpoint's size
     */
    void cosigned(Note note, Checkpoint checkpoint, Hash root) {
        if (!checkpoint.origin().equals(settings.origin())
                || !checkpoint.root().equals(root)
                || !settings.signed(note)) {
            throw new RefusedException("This is not a checkpoint of this log.");
        }
        merge(rows.publishedKey(), note, false);
        merge(rows.cosignedKey(), note, true);
    }

    /** Adds the lines to the row's if it is of the same size; replaces one of a smaller size only if told so. */
    private void merge(Key key, Note note, boolean replace) {
        long size = Checkpoint.parse(note.text()).size();
        byte[] was;
        Note merged;
        do {
            was = rows.get(Family.BASE, key);
            Note before = was == null ? null : Note.parse(was);
            long sizeBefore =
                    before == null ? -1 : Checkpoint.parse(before.text()).size();
            if (size < sizeBefore || (size > sizeBefore && !replace)) {
                return;
            }
            merged = merged(note, before);
        } while (!rows.replace(key, was, merged.bytes()));
    }

    private Note sign(Checkpoint checkpoint) {
        return new Note(
                checkpoint.text(),
                settings.keys().stream()
                        .map(key -> key.sign(checkpoint, clock.instant()))
                        .toList());
    }

    private static boolean isNews(Checkpoint checkpoint, Checkpoint before, boolean anew) {
        if (before.size() == checkpoint.size() && !before.root().equals(checkpoint.root())) {
            throw new StorageException(
                    ErrorCode.InternalError, "The ledger's head is not what was published of its size.");
        }
        return checkpoint.size() > before.size() || (anew && checkpoint.size() == before.size());
    }

    /** The note with the lines of {@code before} that it lacks, if that is of the same text. */
    private static Note merged(Note note, @Nullable Note before) {
        if (before == null || !before.text().equals(note.text())) {
            return note;
        }
        List<NoteSignature> lacking = new ArrayList<>();
        for (NoteSignature line : before.signatures()) {
            boolean there = note.signatures().stream()
                    .anyMatch(own -> own.keyId() == line.keyId() && own.name().equals(line.name()));
            if (!there) {
                lacking.add(line);
            }
        }
        return note.with(lacking);
    }
}
