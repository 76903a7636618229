package lazurite.governance.verify;

import java.util.Arrays;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.report.Period;
import lazurite.governance.report.Reckoning;
import lazurite.governance.report.TransparencyReport;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;

/**
 * A published report that is made again from the entries it is of.
 *
 * <p>Concurrency: one thread.
 */
final class RemadeReport {
    private final Place place;
    private final LogEvent.ReportPublished told;
    private final long size;
    private final byte[] published;
    private final Reckoning reckoning;
    private Hash root = Merkle.EMPTY;
    private String unmade = "";

    /**
     * @param size how many entries of the log that it stands in it is of
     * @param published what stands under its hash
     * @throws RefusedException if its days are none
     */
    RemadeReport(Place place, LogEvent.ReportPublished told, long size, byte[] published) {
        this.place = place;
        this.told = told;
        this.size = size;
        this.published = published;
        this.reckoning = new Reckoning(new Period(Period.day(told.from()), Period.day(told.to())));
    }

    /**
     * Takes the log's next entry; those behind the report's are passed over.
     *
     * @param leaf its index counted from the first of the log that the report stands in
     * @param edge of the entries of its log up to this one
     */
    void take(Reading.Leaf leaf, Edge edge) {
        if (leaf.index() >= size || !unmade.isEmpty()) {
            return;
        }
        Logged logged = leaf.logged();
        if (logged == null) {
            unmade = "entry " + leaf.index() + " before it cannot be read";
            return;
        }
        try {
            reckoning.add(logged);
        } catch (RefusedException unheard) {
            unmade = "entry " + leaf.index() + " before it tells of nothing: " + unheard.getMessage();
        }
        if (leaf.index() == size - 1) {
            root = edge.root();
        }
    }

    /** Compares both files with what was published. */
    void judge(String origin, Findings findings) {
        if (!unmade.isEmpty()) {
            findings.unchecked("the report at entry " + place.index() + ", since " + unmade);
            return;
        }
        TransparencyReport made = reckoning.report(new Checkpoint(origin, size, root));
        if (!Arrays.equals(made.json(), published)) {
            findings.broken(place, difference(made));
        }
        findings.require(
                Hash.sha256(made.html()).equals(told.html()),
                place,
                "The report's page is another than the log makes it.");
    }

    private String difference(TransparencyReport made) {
        try {
            String difference = JsonDifference.first(
                    Json.parse(published, published.length), Json.parse(made.json(), made.json().length));
            return difference == null ? "The report is not in its canonical form." : difference;
        } catch (RefusedException malformed) {
            return "The report cannot be read: " + malformed.getMessage();
        }
    }
}
