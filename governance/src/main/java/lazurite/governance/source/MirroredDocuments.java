package lazurite.governance.source;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;

/**
 * What new entries name for everybody: terms, reports, pages.
 *
 * <p>Concurrency: one thread.
 */
final class MirroredDocuments {
    /** Writes a file whole. */
    @FunctionalInterface
    interface Writing {
        void write(String path, byte[] bytes) throws IOException;
    }

    private final LogSource log;
    private final Writing folder;
    private final Set<Hash> documents = new LinkedHashSet<>();
    private final Map<String, PublicationEvent> pages = new LinkedHashMap<>();

    MirroredDocuments(LogSource log, Writing folder) {
        this.log = log;
        this.folder = folder;
    }

    void see(byte[] entry) {
        try {
            switch (Logged.read(0, entry).event()) {
                case TermsEvent.Version version -> documents.add(version.document());
                case LogEvent.ReportPublished report -> documents.addAll(List.of(report.html(), report.json()));
                case PublicationEvent page -> pages.put(page.page(), page);
                default -> {
                    // names nothing for everybody
                }
            }
        } catch (RefusedException unreadable) {
            // it is copied as it is; verifying the copy names it
        }
    }

    /** Copies them; what is not there, or not as its entry says, is told and left out. */
    List<String> copy(LogFolder into) throws IOException {
        List<String> notes = new ArrayList<>();
        for (Hash document : documents) {
            copy("blob/" + document.hex(), document, notes);
        }
        for (PublicationEvent page : pages.values()) {
            String path = "publications/" + page.page();
            switch (page) {
                case PublicationEvent.Published published -> copy(path, published.sha256(), notes);
                case PublicationEvent.Updated updated -> copy(path, updated.sha256(), notes);
                case PublicationEvent.Restored restored -> copy(path, restored.sha256(), notes);
                case PublicationEvent.Withdrawn _ -> Files.deleteIfExists(into.file(path));
            }
        }
        return notes;
    }

    private void copy(String path, Hash sha256, List<String> notes) throws IOException {
        if (log.get(path, Documents.BYTES_MAX) instanceof LogSource.Answer.Present file
                && Hash.sha256(file.bytes()).equals(sha256)) {
            folder.write(path, file.bytes());
        } else {
            notes.add("The log does not serve " + path + " as its entry names it.");
        }
    }
}
