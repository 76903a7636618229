package lazurite.governance.report;

import java.util.List;
import java.util.stream.Stream;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.ledger.log.Ledger;
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
    /** What either file says; any change of either takes another number, so that a report is judged by its own. */
    public static final String FORMAT = "lazurite-report/1";

    private static final int PAGE = 1_000;

    /**
     * Makes the report.
     *
     * @param checkpoint which the entries lead to; that they do is the caller's to check
     * @param entries from the first on, those of the logs that it goes on from in front; at least as many as the checkpoint says; those behind it are not looked at
     * @throws lazurite.ledger.RefusedException if entries are missing
     */
    public static TransparencyReport of(Checkpoint checkpoint, Period period, Stream<Logged> entries) {
        Reckoning reckoning = new Reckoning(period);
        entries.takeWhile(logged -> logged.index() < checkpoint.size()).forEachOrdered(reckoning::add);
        return reckoning.report(checkpoint);
    }

    /**
     * Makes the report of one's own log.
     *
     * @param checkpoint one that the ledger has published
     */
    public static TransparencyReport of(Ledger ledger, Checkpoint checkpoint, Period period) {
        Reckoning reckoning = new Reckoning(period);
        long size = checkpoint.size();
        for (long index = ledger.first(); index < size; ) {
            long begins = ledger.firstOf(index);
            List<byte[]> page = ledger.entries(index, (int) Math.min(PAGE, size - index));
            if (page.isEmpty()) {
                break;
            }
            for (byte[] entry : page) {
                reckoning.add(Logged.read(index, begins, entry));
                index++;
            }
        }
        return reckoning.report(checkpoint);
    }

    /** The entry that publishes it; its documents are {@link #html} and {@link #json}. */
    public LogEvent.ReportPublished event() {
        return new LogEvent.ReportPublished(
                period.from().toString(), period.to().toString(), size, Hash.sha256(html), Hash.sha256(json));
    }
}
