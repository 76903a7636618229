package lazurite.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.report.Period;
import lazurite.governance.report.TransparencyReport;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.tree.Hash;
import org.junit.jupiter.api.Test;

/** Counts a made-up log by hand and holds the report to it (invariant I10). */
final class ReportTotalsTest {
    private static final String ORIGIN = "log.example/2026";

    private final List<Logged> log = logged();
    private final Json report = report();

    @Test
    void eachCountIsThatOfTheEntriesInThePeriod() {
        Map<String, Long> byHand = new TreeMap<>();
        for (Logged logged : log) {
            if (isInPeriod(day(logged.time()))) {
                byHand.merge(logged.entry().type().wire(), 1L, Long::sum);
            }
        }
        Map<String, Long> told = new TreeMap<>();
        FieldReader.of(report).fields("counts").byName().forEach((label, json) -> {
            String type = label.split("/", 2)[0];
            FieldReader figure = FieldReader.of(json);
            long count = figure.number("count");
            told.merge(type, count, Long::sum);
            List<Long> sources = figure.has("entries")
                    ? figure.numbers("entries")
                    : List.of(figure.number("first"), figure.number("last"));
            assertThat(sources)
                    .as(label)
                    .allMatch(index ->
                            log.get(index.intValue()).entry().type().wire().equals(type));
        });
        assertThat(told).isEqualTo(byHand);
    }

    @Test
    void eachSumOfUseIsThatOfTheBandsOfItsDays() {
        FieldReader usage = new FieldReader(FieldReader.of(report).fields("usage"));
        int checked = 0;
        for (Map.Entry<String, Json> kind : usage.fields("classes").byName().entrySet()) {
            Json.Fields meters = (Json.Fields) kind.getValue();
            List<Json> points = points(meters, "translation.TextCharactersTranslated");
            for (int i = 0; i < points.size(); i++) {
                FieldReader point = FieldReader.of(points.get(i));
                LocalDate start = LocalDate.parse(point.text("start"));
                LocalDate end = i + 1 < points.size()
                        ? LocalDate.parse(FieldReader.of(points.get(i + 1)).text("start"))
                        : MadeUpLog.END;
                checkSum(kind.getKey(), start, end, point);
                checked++;
            }
        }
        assertThat(checked).isEqualTo(4 * 14);
    }

    private void checkSum(String kind, LocalDate start, LocalDate end, FieldReader point) {
        BigInteger atLeast = BigInteger.ZERO;
        Set<String> users = new HashSet<>();
        for (Logged logged : log) {
            if (logged.event() instanceof MeterEvent.Daily daily
                    && kind.equals(daily.customerClass())
                    && !LocalDate.parse(daily.day()).isBefore(start)
                    && LocalDate.parse(daily.day()).isBefore(end)) {
                Map<String, Long> bands = daily.bands() == null ? Map.of() : daily.bands();
                long band = bands.getOrDefault("translation.TextCharactersTranslated", -1L);
                if (band >= 0) {
                    users.add(daily.subscription());
                    atLeast = atLeast.add(BigInteger.TWO.pow((int) band));
                }
            }
        }
        // of the made-up classes only this one is public by contract
        if (users.size() < 5 && !kind.equals("military")) {
            assertThat(point.has("withheld")).as(kind + " " + start).isTrue();
        } else {
            assertThat(point.text("atLeast")).as(kind + " " + start).isEqualTo(atLeast.toString());
        }
    }

    private static List<Json> points(Json.Fields meters, String meter) {
        return meters.get(meter) instanceof Json.Items items ? items.values() : List.of();
    }

    private static boolean isInPeriod(LocalDate day) {
        return !day.isBefore(MadeUpLog.FIRST) && day.isBefore(MadeUpLog.END);
    }

    private static LocalDate day(long millis) {
        return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Json report() {
        Hash root = Hash.sha256("root".getBytes(StandardCharsets.UTF_8));
        byte[] json = TransparencyReport.of(
                        new Checkpoint(ORIGIN, log.size(), root),
                        new Period(MadeUpLog.FIRST, MadeUpLog.END),
                        log.stream())
                .json();
        return Json.parseCanonical(json, json.length);
    }

    private static List<Logged> logged() {
        List<Logged> all = new ArrayList<>();
        Map<String, StreamPosition> ends = new HashMap<>();
        for (Draft draft : MadeUpLog.of(ORIGIN)) {
            Entry entry = draft.at(ends.getOrDefault(draft.stream(), StreamPosition.FIRST));
            ends.put(draft.stream(), entry.next());
            all.add(Logged.read(all.size(), entry.bytes()));
        }
        return all;
    }
}
