package lazurite.governance.report;

import java.util.stream.Stream;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.tree.Hash;

/**
 * A transparency report, made of a log's entries and nothing else: whoever has them makes the same bytes.
 *
 * @param size how many entries it is made from
 * @param html a page for people; needs no script
 * @param json the same for programs, in the canonical form
 */
public record TransparencyReport(Period period, long size, byte[] html, byte[] json) {
    /**
     * Makes the report.
     *
     * @param checkpoint which the entries lead to; that they do is the caller's to check
     * @param entries from the first on, at least as many as the checkpoint says; those behind it are not looked at
     * @throws lazurite.ledger.RefusedException if entries are missing
     */
    public static TransparencyReport of(Checkpoint checkpoint, Period period, Stream<Logged> entries) {
        Contents contents = Contents.of(checkpoint, period, entries);
        return new TransparencyReport(
                period,
                checkpoint.size(),
                ReportPage.of(contents),
                ReportJson.of(contents).canonical());
    }

    /** The entry that publishes it; its documents are {@link #html} and {@link #json}. */
    public LogEvent.ReportPublished event() {
        return new LogEvent.ReportPublished(
                period.from().toString(), period.to().toString(), size, Hash.sha256(html), Hash.sha256(json));
    }
}
