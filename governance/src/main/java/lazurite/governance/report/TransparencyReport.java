package lazurite.governance.report;

import java.util.ArrayList;
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
    private static final int PAGE = 1_000;

    /**
     * Makes the report.
     *
     * @param checkpoint which the entries lead to; that they do is the caller's to check
     * @param entries from the first on, those of the logs that it goes on from in front; at least as many as the checkpoint
     *     says; those behind it are not looked at
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

    /** Makes the report of a log in a store, up to that checkpoint. */
    public static TransparencyReport of(Ledger ledger, Checkpoint checkpoint, Period period) {
        long size = checkpoint.size();
        Stream<Logged> entries = Stream.iterate(
                        page(ledger, ledger.first(), size),
                        page -> !page.isEmpty(),
                        page -> page(ledger, page.getLast().index() + 1, size))
                .flatMap(List::stream);
        return of(checkpoint, period, entries);
    }

    private static List<Logged> page(Ledger ledger, long from, long size) {
        List<Logged> page = new ArrayList<>();
        for (byte[] entry : ledger.entries(from, (int) Math.min(PAGE, size - from))) {
            page.add(Logged.read(from + page.size(), ledger.firstOf(from), entry));
        }
        return page;
    }

    /** The entry that publishes it; its documents are {@link #html} and {@link #json}. */
    public LogEvent.ReportPublished event() {
        return new LogEvent.ReportPublished(
                period.from().toString(), period.to().toString(), size, Hash.sha256(html), Hash.sha256(json));
    }
}
