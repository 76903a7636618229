package lazurite.server.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.PublishedLog;
import lazurite.store.MetadataStore;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a data folder: the current one, and those that were restarted. Which one is current stands in their first
 * entries: it is the one that no other goes on from.
 *
 * @param logs the current one first, each going on from the next; empty if there is none yet
 */
record LogChain(List<PublishedLog> logs) {
    LogChain {
        logs = List.copyOf(logs);
    }

    /** @throws IOException with one sentence, if the first entries make no chain */
    static LogChain read(MetadataStore store, Platform platform) throws IOException {
        Map<String, PublishedLog> all = new HashMap<>();
        Map<String, @Nullable String> before = new HashMap<>();
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
        before.values().forEach(currents::remove);
        List<PublishedLog> chain = new ArrayList<>();
        String next = currents.size() == 1 ? currents.iterator().next() : null;
        while (next != null && all.containsKey(next)) {
            chain.add(all.remove(next));
            next = before.get(next);
        }
        if (!all.isEmpty() || next != null) {
            throw new IOException("the data folder has the logs " + before.keySet()
                    + ", of which it does not say which one goes on from which; restore it from a backup");
        }
        return new LogChain(chain);
    }

    /** The name of the current log; null if there is none yet. */
    @Nullable
    String current() {
        return logs.isEmpty() ? null : logs.getFirst().origin();
    }

    /** The name of the log that this one goes on from; null for none. */
    private static @Nullable String restarted(String origin, byte[] first) throws IOException {
        try {
            return Event.of(Entry.parse(first)) instanceof LogEvent.Genesis genesis && genesis.restarts() != null
                    ? genesis.restarts().origin()
                    : null;
        } catch (RefusedException malformed) {
            throw new IOException(
                    "the first entry of the log '" + origin + "' cannot be read: " + malformed.getMessage());
        }
    }
}
