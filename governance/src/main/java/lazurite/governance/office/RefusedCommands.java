package lazurite.governance.office;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.tree.Hash;

/**
 * Which refused commands are written down: those that a known key signed, at most so many an hour for each, so that
 * nobody can fill the log with them.
 *
 * <p>Concurrency: one thread at a time.
 */
final class RefusedCommands {
    static final int HOURLY_MAX = 20;

    private final LongSupplier now;
    private final Map<String, Integer> told = new HashMap<>();
    private long hour;

    RefusedCommands(LongSupplier now) {
        this.now = now;
    }

    Optional<LogEvent.CommandRefused> of(Entry entry, Admission.Stage stage) {
        long current = TimeUnit.MILLISECONDS.toHours(now.getAsLong());
        if (current != hour) {
            told.clear();
            hour = current;
        }
        if (!stage.isSigned() || told.merge(entry.actor(), 1, Integer::sum) > HOURLY_MAX) {
            return Optional.empty();
        }
        return Optional.of(
                new LogEvent.CommandRefused(entry.actor(), entry.type(), Hash.sha256(entry.bytes()), stage.reason()));
    }
}
