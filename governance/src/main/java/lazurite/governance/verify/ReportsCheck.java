package lazurite.governance.verify;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.source.LogSource.Answer;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;

/** I10: what a report counts is counted again, by type of entry. */
final class ReportsCheck implements Check {
    private static final String FORMAT = "lazurite-report/1";

    private final Findings findings = new Findings(Invariant.I10);
    private final EntryDays days = new EntryDays();
    private final Map<Logged, LogEvent.ReportPublished> reports = new LinkedHashMap<>();

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
        days.add(step.logged());
        if (step.logged().event() instanceof LogEvent.ReportPublished report) {
            if (report.from().compareTo(report.to()) < 0
                    && report.size() <= step.logged().index()) {
                reports.put(step.logged(), report);
            } else {
                findings.broken(step.place(), "Its days or its entries are not those of a time before it.");
            }
        }
    }

    @Override
    public void end(End end) throws IOException {
        for (Map.Entry<Logged, LogEvent.ReportPublished> report : reports.entrySet()) {
            LogEvent.ReportPublished told = report.getValue();
            Answer answer = end.source().get("blob/" + told.json().hex(), Documents.BYTES_MAX);
            if (answer instanceof Answer.Present file
                    && Hash.sha256(file.bytes()).equals(told.json())) {
                recount(report.getKey(), told, file.bytes());
            } else {
                findings.unchecked(
                        "the report at entry " + report.getKey().index() + ", which is not there to be read");
            }
        }
    }

    private void recount(Logged entry, LogEvent.ReportPublished told, byte[] report) {
        Place place = Place.of(entry);
        try {
            if (!(Json.parse(report, Documents.BYTES_MAX) instanceof Json.Fields fields)
                    || !new Json.Text(FORMAT).equals(fields.get("format"))) {
                findings.unchecked("the report at entry " + place.index() + ", which is of an unknown format");
                return;
            }
            FieldReader in = new FieldReader(fields);
            long size = new FieldReader(in.fields("checkpoint")).number("size");
            FieldReader period = new FieldReader(in.fields("period"));
            findings.require(
                    size == told.size() - entry.first()
                            && period.text("from").equals(told.from())
                            && period.text("to").equals(told.to()),
                    place,
                    "The report is of other entries or days than its entry says.");
            compare(place, told, counts(in.fields("counts")));
        } catch (RefusedException | DateTimeParseException malformed) {
            findings.broken(place, "The report cannot be read: " + malformed.getMessage());
        }
    }

    /** The report's counts by type; it tells some types apart further, behind a slash. */
    private static Map<EntryType, Long> counts(Json.Fields fields) {
        Map<EntryType, Long> counts = new EnumMap<>(EntryType.class);
        fields.byName()
                .forEach((label, count) -> counts.merge(
                        EntryType.of(label.split("/", 2)[0]),
                        FieldReader.of(count).number("count"),
                        Long::sum));
        return counts;
    }

    private void compare(Place place, LogEvent.ReportPublished told, Map<EntryType, Long> counted) {
        Map<EntryType, Long> again = days.count(
                told.size(),
                LocalDate.parse(told.from()).toEpochDay(),
                LocalDate.parse(told.to()).toEpochDay());
        for (EntryType type : EntryType.values()) {
            long here = again.getOrDefault(type, 0L);
            long there = counted.getOrDefault(type, 0L);
            findings.require(
                    here == there,
                    place,
                    "The report counts " + there + " entries of type " + type.wire() + ", where there are " + here
                            + ".");
        }
    }
}
