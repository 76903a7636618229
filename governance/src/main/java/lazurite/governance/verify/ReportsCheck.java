package lazurite.governance.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.report.TransparencyReport;
import lazurite.governance.source.LogSource;
import lazurite.governance.source.LogSource.Answer;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * I10: each report is made again from the log alone, and is what was published. For this the entries are read a second
 * time, since what days and entries a report is of stands behind them; many reports share a reading.
 */
final class ReportsCheck implements Check {
    /** Most reports that are made in one reading, which bounds memory. */
    private static final int AT_ONCE = 32;

    private final Findings findings = new Findings(Invariant.I10);
    private final Map<Place, LogEvent.ReportPublished> reports = new LinkedHashMap<>();
    private final Platform platform;

    ReportsCheck(Platform platform) {
        this.platform = platform;
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I10;
    }

    @Override
    public void see(Step step) {
        if (step.logged().event() instanceof LogEvent.ReportPublished report) {
            if (report.from().compareTo(report.to()) < 0
                    && report.size() <= step.logged().index()) {
                reports.put(step.place(), report);
            } else {
                findings.broken(step.place(), "Its days or its entries are not those of a time before it.");
            }
        }
    }

    @Override
    public void end(End end) throws IOException {
        List<RemadeReport> making = new ArrayList<>();
        for (Map.Entry<Place, LogEvent.ReportPublished> report : reports.entrySet()) {
            RemadeReport begun = begun(end.source(), report.getKey(), report.getValue());
            if (begun != null) {
                making.add(begun);
            }
            if (making.size() == AT_ONCE) {
                make(end, making);
                making.clear();
            }
        }
        if (!making.isEmpty()) {
            make(end, making);
        }
    }

    /** The report as it was published, to be made again; null if it cannot be. */
    private @Nullable RemadeReport begun(LogSource source, Place place, LogEvent.ReportPublished told)
            throws IOException {
        String which = "the report at entry " + place.index();
        Answer answer = source.get("blob/" + told.json().hex(), Documents.BYTES_MAX);
        if (!(answer instanceof Answer.Present file)
                || !Hash.sha256(file.bytes()).equals(told.json())) {
            findings.unchecked(which + ", which is not there to be read");
            return null;
        }
        try {
            if (!(Json.parse(file.bytes(), Documents.BYTES_MAX) instanceof Json.Fields fields)
                    || !new Json.Text(TransparencyReport.FORMAT).equals(fields.get("format"))) {
                findings.unchecked(which + ", which is of an unknown format");
                return null;
            }
            return new RemadeReport(place, told, file.bytes());
        } catch (RefusedException malformed) {
            findings.broken(place, "The report cannot be read: " + malformed.getMessage());
            return null;
        }
    }

    private void make(End end, List<RemadeReport> making) throws IOException {
        Edge edge = new Edge();
        try {
            Reading.each(
                    end.source(),
                    end.checkpoint().size(),
                    platform,
                    tile -> tile.leaves().forEach(leaf -> {
                        edge.append(leaf.leaf());
                        making.forEach(report -> report.take(leaf, edge));
                    }));
        } catch (RefusedException damaged) {
            findings.broken(null, "Read a second time, for its reports: " + damaged.getMessage());
            return;
        }
        if (edge.root().equals(end.checkpoint().root())) {
            making.forEach(report -> report.judge(end.checkpoint().origin(), findings));
        } else {
            findings.broken(null, "The log, read a second time for its reports, has other entries.");
        }
    }
}
