package lazurite.server.ledger;

import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.VerifierKey;
import org.jspecify.annotations.Nullable;

/** The first entry of a log. */
final class LogStart {
    /** Who makes entries of the server itself. */
    static final String ACTOR = "server";

    private LogStart() {}

    /**
     * As it is appended.
     *
     * @param now milliseconds since 1970
     * @param restarts the log that this one goes on from; null for none
     */
    static Draft genesis(LedgerSettings settings, long now, String software, LogEvent.@Nullable Restarted restarts) {
        LogEvent.Genesis genesis = new LogEvent.Genesis(
                settings.origin(),
                settings.verifiers().stream().map(VerifierKey::text).toList(),
                software,
                restarts);
        return new Draft(genesis.type(), genesis.stream(), now, ACTOR, genesis.open(), null);
    }
}
