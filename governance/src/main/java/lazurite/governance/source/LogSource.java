package lazurite.governance.source;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;

/**
 * A log as outsiders see it: files under the paths of {@code docs/formats/ledger.md}.
 *
 * <p>Concurrency: any thread.
 */
public sealed interface LogSource extends AutoCloseable permits LiveLog, LogFolder {
    String CHECKPOINT = "checkpoint";

    /** The newest checkpoint that enough witnesses cosigned; not there before the first. */
    String COSIGNED = "checkpoint.cosigned";

    /** What is at a path. */
    sealed interface Answer {
        record Present(byte[] bytes) implements Answer {}

        /** It was there and was withdrawn. */
        record Gone() implements Answer {}

        record Absent() implements Answer {}
    }

    /**
     * Asks for a file.
     *
     * @param bytesMax refuses a longer one
     * @throws IOException with one sentence, if it cannot be told what is there
     */
    Answer get(String path, int bytesMax) throws IOException;

    /** Whether it is the log itself, that goes on while it is read. */
    boolean isLive();

    /** The log that this one goes on from, the one before that for 2, and so on; whether it is there is not asked. */
    LogSource restarted(int back);

    @Override
    void close();

    /** The file; refuses if there is none. */
    default byte[] read(String path, int bytesMax) throws IOException {
        if (get(path, bytesMax) instanceof Answer.Present file) {
            return file.bytes();
        }
        throw new RefusedException("The log has no " + path + ".");
    }

    /** The signed checkpoint, about which nothing is verified; refuses what is none. */
    default Note checkpoint() throws IOException {
        return Note.parse(read(CHECKPOINT, Note.BYTES_MAX));
    }

    /** A tile of hashes; where a partial one is there no more, the beginning of the full one. */
    default List<Hash> hashes(TilePath.Hashes path) throws IOException {
        if (get(path.toString(), path.width() * Hash.BYTES) instanceof Answer.Present tile) {
            return named(path, () -> Tiles.hashes(tile.bytes(), path.width()));
        }
        requirePartial(path);
        return hashes(new TilePath.Hashes(path.level(), path.index(), TilePath.WIDTH))
                .subList(0, path.width());
    }

    /** A tile of entries; where a partial one is there no more, the beginning of the full one. */
    default List<byte[]> entries(TilePath.Entries path) throws IOException {
        if (get(path.toString(), path.width() * (2 + Tiles.ENTRY_BYTES_MAX)) instanceof Answer.Present tile) {
            return named(path, () -> Tiles.entries(tile.bytes(), path.width()));
        }
        requirePartial(path);
        return entries(new TilePath.Entries(path.index(), TilePath.WIDTH)).subList(0, path.width());
    }

    private static void requirePartial(TilePath path) {
        if (path.width() == TilePath.WIDTH) {
            throw new RefusedException("The log has no " + path + ".");
        }
    }

    private static <T> T named(TilePath path, Supplier<T> parsing) {
        try {
            return parsing.get();
        } catch (RefusedException damaged) {
            throw new RefusedException("The file " + path + " is damaged: " + damaged.getMessage());
        }
    }
}
