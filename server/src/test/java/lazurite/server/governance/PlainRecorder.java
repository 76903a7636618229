package lazurite.server.governance;

import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Event;
import lazurite.governance.office.Recorder;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** Keeps the opening and appends the entry, and nothing else. */
record PlainRecorder(Ledger ledger, Documents documents, InstantSource clock) implements Recorder {
    @Override
    public Appended record(Event event, @Nullable Opening opening, @Nullable StreamPosition place) {
        Hash commitment = opening == null ? null : documents.keep(opening);
        Draft draft = event.draft(clock.millis(), "server", commitment);
        try {
            return (place == null ? ledger.append(draft) : ledger.append(draft.at(place))).join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RefusedException refused -> throw refused;
                case StorageException unwritten -> throw unwritten;
                case null, default -> throw failed;
            }
        }
    }
}
