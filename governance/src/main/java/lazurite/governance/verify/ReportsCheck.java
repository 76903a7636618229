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
import lazurite.governance.source.CitedLog;
import lazurite.governance.source.LogSource;
import lazurite.governance.source.LogSource.Answer;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;
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
    private final List<Told> reports = new ArrayList<>();
    private final Platform platform;

    /**
     * A report that an entry tells of.
     *
     * @param first index of the first entry of the log that it stands in
     */
    private record Told(Place place, long first, LogEvent.ReportPublished report) {}

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
                reports.add(new Told(step.place(), step.logged().first(), report));
            } else {
                findings.broken(step.place(), "Its days or its entries are not those of a time before it.");
            }
        }
    }

    @Override
    public void end(End end) throws IOException {
        Map<Long, List<Told>> byLog = new LinkedHashMap<>();
        reports.forEach(told ->
                byLog.computeIfAbsent(told.first(), _ -> new ArrayList<>()).add(told));
        List<CitedLog> older = byLog.isEmpty() ? List.of() : CitedLog.of(end.source(), end.checkpoint());
        for (Map.Entry<Long, List<Told>> log : byLog.entrySet()) {
            List<Told> told = log.getValue();
            for (int from = 0; from < told.size(); from += AT_ONCE) {
                make(end, older, log.getKey(), told.subList(from, Math.min(told.size(), from + AT_ONCE)));
            }
        }
    }

    private void make(End end, List<CitedLog> older, long first, List<Told> told) throws IOException {
        List<RemadeReport> making = new ArrayList<>();
        for (Told one : told) {
            RemadeReport begun = begun(end.source(), one);
            if (begun != null) {
                making.add(begun);
            }
        }
        if (!making.isEmpty()) {
            readAgain(end, older, first, making);
        }
    }

    /** The report as it was published, to be made again; null if it cannot be. */
    private @Nullable RemadeReport begun(LogSource source, Told one) throws IOException {
        Place place = one.place();
        LogEvent.ReportPublished told = one.report();
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
            return new RemadeReport(place, told, told.size() - one.first(), file.bytes());
        } catch (RefusedException malformed) {
            findings.broken(place, "The report cannot be read: " + malformed.getMessage());
            return null;
        }
    }

    /** Reads the log that the reports stand in, and those that it goes on from, as they were read when it was current. */
    private void readAgain(End end, List<CitedLog> older, long first, List<RemadeReport> making) throws IOException {
        try {
            for (CitedLog log : older) {
                if (log.first() < first) {
                    read(log.source(), log.first() - first, log.cited().size(), making);
                }
            }
            LogSource source = end.source();
            Checkpoint checkpoint = end.checkpoint();
            for (CitedLog log : older) {
                if (log.first() == first) {
                    source = log.source();
                    checkpoint = new Checkpoint(
                            log.cited().origin(),
                            log.cited().size(),
                            log.cited().root());
                }
            }
            if (read(source, 0, checkpoint.size(), making).equals(checkpoint.root())) {
                String origin = checkpoint.origin();
                making.forEach(report -> report.judge(origin, findings));
            } else {
                findings.broken(null, "The log, read a second time for its reports, has other entries.");
            }
        } catch (RefusedException damaged) {
            findings.broken(null, "Read a second time, for its reports: " + damaged.getMessage());
        }
    }

    private Hash read(LogSource source, long first, long size, List<RemadeReport> making) throws IOException {
        Edge edge = new Edge();
        Reading.each(
                source,
                first,
                size,
                platform,
                tile -> tile.leaves().forEach(leaf -> {
                    edge.append(leaf.leaf());
                    making.forEach(report -> report.take(leaf, edge));
                }));
        return edge.root();
    }
}
