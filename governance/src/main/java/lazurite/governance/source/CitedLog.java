package lazurite.governance.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import org.jspecify.annotations.Nullable;

/**
 * A log that another one goes on from.
 *
 * @param path of its files among those of the log that is current, without a slash at the end
 * @param source of its files
 * @param cited what is cited of it
 * @param first index of its first entry as the current log counts, below 0: the last one that is cited of the newest such
 *     log is -1
 */
public record CitedLog(String path, LogSource source, LogEvent.Restarted cited, long first) {
    /** Most logs that go on from one another that are read. */
    static final int BACK_MAX = 1_000;

    /**
     * The logs that this one says it goes on from, by the first entry of each. Nothing of it is proven.
     *
     * @param checkpoint of the log
     * @return the oldest first; what the oldest goes on from is not known if its first entry cannot be read
     * @throws IOException with one sentence, if it cannot be told what is there
     */
    public static List<CitedLog> of(LogSource log, Checkpoint checkpoint) throws IOException {
        List<CitedLog> all = new ArrayList<>();
        LogEvent.Restarted cited = cited(log, checkpoint.size());
        long first = 0;
        for (int back = 1; cited != null && back <= BACK_MAX; back++) {
            first -= cited.size();
            CitedLog older = new CitedLog("restarted/" + back, log.restarted(back), cited, first);
            all.add(older);
            cited = cited(older.source(), cited.size());
        }
        Collections.reverse(all);
        return all;
    }

    /**
     * Its last checkpoint, which is the one that is cited.
     *
     * @throws RefusedException if there is none, or it is another
     */
    public Note checkpoint() throws IOException {
        Note note;
        try {
            note = source.checkpoint();
        } catch (RefusedException absent) {
            throw new RefusedException("The log goes on from " + cited.origin() + ", which is not at " + path
                    + " to be read: " + absent.getMessage());
        }
        if (!Checkpoint.parse(note.text()).equals(new Checkpoint(cited.origin(), cited.size(), cited.root()))) {
            throw new RefusedException("The checkpoint at " + path + " is not the one of " + cited.origin()
                    + " that the log behind it goes on from.");
        }
        return note;
    }

    private static LogEvent.@Nullable Restarted cited(LogSource log, long size) throws IOException {
        int width = Tiles.widthAt(0, 0, size);
        try {
            return width > 0
                            && Logged.read(
                                                    0,
                                                    log.entries(new TilePath.Entries(0, width))
                                                            .getFirst())
                                            .event()
                                    instanceof LogEvent.Genesis genesis
                    ? genesis.restarts()
                    : null;
        } catch (RefusedException unreadable) {
            return null; // whoever reads the log tells
        }
    }
}
