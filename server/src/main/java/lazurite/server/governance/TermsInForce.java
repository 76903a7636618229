package lazurite.server.governance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Logged;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.office.Recorder;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.tree.Hash;
import lazurite.server.config.ConfigException;
import lazurite.server.config.TermsFile;
import lazurite.terms.document.Clause;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The terms in force: the configured document, which is logged when it is not the last one that was, and the versions
 * before it. A document is parsed, and so CEL loaded, only when it is new or first asked for.
 *
 * <p>Concurrency: one thread at a time.
 */
final class TermsInForce {
    private final StreamIndex index;
    private final Documents documents;
    private final Recorder recorder;
    private final String label;
    private final String text;
    private final Hash hash;
    private final Map<Hash, TermsDocument> parsed = new HashMap<>();

    /**
     * Terms that are or were in force.
     *
     * @param index of their entry
     * @param since the day of their entry; the first that there were always were in force
     */
    record Version(long index, LocalDate since, Hash document) {}

    /** @param file null for the terms that come with Lazurite */
    TermsInForce(@Nullable Path file, StreamIndex index, Documents documents, Recorder recorder) {
        this.index = index;
        this.documents = documents;
        this.recorder = recorder;
        this.label = file == null ? TermsFile.DEFAULT : file.toString();
        this.text = TermsFile.text(file);
        this.hash = Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ConfigException if the document is wrong, or says something else than the log under the same version */
    void check() {
        if (isLast()) {
            return;
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > Documents.BYTES_MAX) {
            throw new ConfigException("terms: " + label + " has more than 1 MiB");
        }
        TermsDocument document = configured();
        for (Logged logged : index.all(TermsEvent.STREAM)) {
            if (logged.event() instanceof TermsEvent.Version version
                    && version.name().equals(document.name())
                    && version.version() == document.version()
                    && !version.document().equals(hash)) {
                throw new ConfigException("terms: version " + version.version() + " of '" + version.name()
                        + "' is in the log with another content; give " + label + " a new version");
            }
        }
    }

    /** Logs the document and the code of its signals, as far as they are not in the log. */
    void log() {
        if (!isLast()) {
            Hash kept = documents.put(text.getBytes(StandardCharsets.UTF_8), true);
            TermsDocument document = configured();
            recorder.record(
                    new TermsEvent.Version(
                            document.name(),
                            document.version(),
                            kept,
                            document.clauses().stream()
                                    .map(TermsInForce::logged)
                                    .toList()),
                    null);
        }
        code();
    }

    private void code() {
        Logged last = lastVersion();
        if (last == null || !(last.event() instanceof TermsEvent.Version version)) {
            return;
        }
        Set<String> there = new HashSet<>();
        StreamPosition place = StreamIndex.behind(last);
        for (Logged logged : index.behind(TermsEvent.STREAM, last.index())) {
            if (logged.event() instanceof TermsEvent.SignalCode code) {
                there.add(code.clause());
            }
            place = StreamIndex.behind(logged);
        }
        for (TermsEvent.LoggedClause clause : version.clauses()) {
            Hash code = clause.code();
            if (code != null && !there.contains(clause.id())) {
                place = recorder.record(
                                new TermsEvent.SignalCode(last.index(), clause.id(), code, TermsDocument.ARITHMETIC),
                                null,
                                place)
                        .entry()
                        .next();
            }
        }
    }

    /** The version in force at the end of that day, or the first there was. */
    Version on(LocalDate day) {
        long end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        Version found = null;
        for (Logged logged : index.all(TermsEvent.STREAM)) {
            if (logged.event() instanceof TermsEvent.Version version && (found == null || logged.time() < end)) {
                found = new Version(logged.index(), found == null ? LocalDate.MIN : day(logged), version.document());
            }
        }
        if (found == null) {
            throw new RefusedException("No terms are in the log yet.");
        }
        return found;
    }

    /** The version whose entry stands at that place in the log. */
    Version at(long place) {
        Version found = null;
        for (Logged logged : index.all(TermsEvent.STREAM)) {
            if (logged.event() instanceof TermsEvent.Version version && logged.index() <= place) {
                found = new Version(logged.index(), found == null ? LocalDate.MIN : day(logged), version.document());
            }
        }
        if (found == null) {
            throw new RefusedException("There are no terms at " + place + " in the log.");
        }
        return found;
    }

    /** What a version says. */
    TermsDocument document(Version version) {
        TermsDocument known = parsed.get(version.document());
        if (known == null) {
            if (!(documents.find(version.document()) instanceof Documents.Found.Present present)) {
                throw new RefusedException("The terms at " + version.index() + " in the log are not here any more.");
            }
            known = TermsFile.of("terms at " + version.index(), new String(present.bytes(), StandardCharsets.UTF_8));
            parsed.put(version.document(), known);
        }
        return known;
    }

    private TermsDocument configured() {
        return parsed.computeIfAbsent(hash, _ -> TermsFile.of(label, text));
    }

    private boolean isLast() {
        Logged last = lastVersion();
        return last != null
                && last.event() instanceof TermsEvent.Version version
                && version.document().equals(hash);
    }

    private @Nullable Logged lastVersion() {
        return index.last(TermsEvent.STREAM, TermsEvent.Version.class::isInstance);
    }

    private static LocalDate day(Logged logged) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(logged.time()), ZoneOffset.UTC);
    }

    private static TermsEvent.LoggedClause logged(Clause clause) {
        Predicate predicate = clause.predicate();
        return new TermsEvent.LoggedClause(
                clause.id(),
                Hash.parseHex(clause.textSha256()),
                predicate == null ? null : Hash.parseHex(predicate.sha256()),
                List.copyOf(clause.services()),
                clause.severity(),
                clause.scope(),
                clause.daysMax(),
                clause.needsHuman());
    }
}
