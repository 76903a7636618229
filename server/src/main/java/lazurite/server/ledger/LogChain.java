package lazurite.server.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.OlderLogs;
import lazurite.ledger.log.PublishedLog;
import lazurite.store.MetadataStore;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a data folder: the current one, and those that were restarted. Which one is current stands in their first
 * entries: it is the one that no other goes on from.
 *
 * @param logs the current one first, each going on from the next; empty if there is none yet
 * @param older those that the current one goes on from, as they are cited
 */
record LogChain(List<PublishedLog> logs, OlderLogs older) {
    LogChain {
        logs = List.copyOf(logs);
    }

    /** @throws IOException with one sentence, if the first entries make no chain */
    static LogChain read(MetadataStore store, Platform platform) throws IOException {
        Map<String, PublishedLog> all = new HashMap<>();
        Map<String, LogEvent.@Nullable Restarted> before = new HashMap<>();
        Set<String> currents = new HashSet<>();
        for (String origin : Ledger.origins(store)) {
            PublishedLog log = PublishedLog.of(store, origin, platform);
            byte[] first = log.first();
            if (first != null) {
                all.put(origin, log);
                before.put(origin, restarted(origin, first));
                currents.add(origin);
            }
        }
        before.values().stream().filter(Objects::nonNull).forEach(cited -> currents.remove(cited.origin()));
        List<PublishedLog> chain = new ArrayList<>();
        List<OlderLogs.Cited> older = new ArrayList<>();
        String next = currents.size() == 1 ? currents.iterator().next() : null;
        while (next != null && all.containsKey(next)) {
            chain.add(all.remove(next));
            LogEvent.Restarted cited = before.get(next);
            next = cited == null ? null : cited.origin();
            PublishedLog log = next == null ? null : all.get(next);
            if (cited != null && log != null) {
                requireCited(log, cited);
                older.add(new OlderLogs.Cited(log, cited.size()));
            }
        }
        if (!all.isEmpty() || next != null) {
            throw new IOException("the data folder has the logs " + before.keySet()
                    + ", of which it does not say which one goes on from which; restore it from a backup");
        }
        return new LogChain(chain, new OlderLogs(older));
    }

    /** The name of the current log; null if there is none yet. */
    @Nullable
    String current() {
        return logs.isEmpty() ? null : logs.getFirst().origin();
    }

    /**
     * Makes sure that the older log is the one that is cited: its entries, all of them, lead to the root that stands in the
     * first entry of the log behind it. Nothing else that may be in it counts.
     */
    private static void requireCited(PublishedLog log, LogEvent.Restarted cited) throws IOException {
        try {
            if (log.size() >= cited.size() && log.root(cited.size()).equals(cited.root())) {
                return;
            }
        } catch (StorageException missing) {
            throw damaged(log, String.valueOf(missing.getMessage()));
        }
        throw damaged(log, "its entries are not those that the log behind it cites");
    }

    private static IOException damaged(PublishedLog log, String why) {
        return new IOException("the log '" + log.origin() + "', in which orders in force may stand, is damaged: " + why
                + "; restore the data folder from a backup");
    }

    /** What the log goes on from; null for nothing. */
    private static LogEvent.@Nullable Restarted restarted(String origin, byte[] first) throws IOException {
        try {
            return Event.of(Entry.parse(first)) instanceof LogEvent.Genesis genesis ? genesis.restarts() : null;
        } catch (RefusedException malformed) {
            throw new IOException(
                    "the first entry of the log '" + origin + "' cannot be read: " + malformed.getMessage());
        }
    }
}
