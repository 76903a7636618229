package lazurite.governance.report;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.tree.Hash;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** A log that a test writes, and what its report says. */
final class Entries {
    static final LocalDate FIRST = LocalDate.of(2026, 10, 1);

    private final List<Logged> all = new ArrayList<>();
    private final Map<String, StreamPosition> ends = new HashMap<>();

    /** Writes at noon of the day; its index. */
    long add(LocalDate day, String actor, Event event) {
        Entry entry = event.draft(millis(day), actor, null).at(ends.getOrDefault(event.stream(), StreamPosition.FIRST));
        ends.put(event.stream(), entry.next());
        all.add(Logged.read(all.size(), entry.bytes()));
        return all.size() - 1L;
    }

    void open(String subscription, @Nullable String customerClass) {
        add(
                FIRST,
                "server",
                new SubscriptionEvent.Opened(
                        subscription,
                        FIRST.toString(),
                        customerClass,
                        List.of(MeteredService.BLOB, MeteredService.CHAT),
                        FIRST.toString()));
    }

    long meter(LocalDate day, String subscription, String customerClass, Map<String, Long> bands) {
        return add(
                day.plusDays(1),
                "server",
                new MeterEvent.Daily(subscription, day.toString(), List.of(), customerClass, new TreeMap<>(bands)));
    }

    TransparencyReport report(LocalDate from, LocalDate to) {
        Checkpoint checkpoint = new Checkpoint("log.example/1", all.size(), hash("root"));
        return TransparencyReport.of(checkpoint, new Period(from, to), all.stream());
    }

    /** The report of October. */
    FieldReader json() {
        byte[] json = report(FIRST, FIRST.plusMonths(1)).json();
        return FieldReader.of(Json.parseCanonical(json, json.length));
    }

    String html() {
        return new String(report(FIRST, FIRST.plusMonths(1)).html(), StandardCharsets.UTF_8);
    }

    static long millis(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    static Hash hash(String document) {
        return Hash.sha256(document.getBytes(StandardCharsets.UTF_8));
    }
}
