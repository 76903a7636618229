package lazurite.server.governance;

import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.tree.Hash;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SubscriptionUse;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's use as the log has it: declarations and daily meters, from the openings that are kept. A corrected
 * day counts as corrected. A day whose opening was destroyed is not recorded.
 *
 * <p>Concurrency: any thread.
 */
final class UseHistory {
    private final StreamIndex index;
    private final Documents documents;

    UseHistory(StreamIndex index, Documents documents) {
        this.index = index;
        this.documents = documents;
    }

    /** Until when a subscription is open, and since when. */
    record Span(LocalDate opened, @Nullable LocalDate closed) {}

    /** Null if the log does not know the subscription. */
    @Nullable
    Span span(String pseudonym) {
        LocalDate opened = null;
        LocalDate closed = null;
        for (Logged logged : index.all(SubscriptionEvent.PREFIX + pseudonym)) {
            switch (logged.event()) {
                case SubscriptionEvent.Opened event -> opened = LocalDate.parse(event.day());
                case SubscriptionEvent.Closed event -> closed = LocalDate.parse(event.day());
                default -> {}
            }
        }
        return opened == null ? null : new Span(opened, closed);
    }

    /**
     * All that is in the log up to the day before, and that day.
     *
     * @param today the day's meters
     */
    SubscriptionUse upTo(LocalDate opened, DayMeters today) {
        String pseudonym = today.subscription();
        LocalDate first = later(opened, today.day().minusDays(SubscriptionUse.DAYS_MAX - 1L));
        SubscriptionUse use = new SubscriptionUse(pseudonym, first);
        declarations(pseudonym)
                .headMap(today.day(), true)
                .forEach((day, declaration) -> use.declare((int) Math.max(0, use.age(day)), declaration));
        TreeMap<LocalDate, DayMeters> days = new TreeMap<>();
        for (Logged logged : index.all(MeterEvent.PREFIX + pseudonym)) {
            DayMeters meters = meters(logged);
            if (meters != null) {
                days.put(meters.day(), meters);
            }
        }
        days.put(today.day(), today);
        days.subMap(first, true, today.day(), true)
                .forEach((day, meters) ->
                        meters.bySeries().forEach((series, value) -> use.record((int) use.age(day), series, value)));
        return use;
    }

    /** What a meter's entry commits to; null for other entries, and where the opening is gone. */
    @Nullable
    DayMeters meters(Logged logged) {
        Opening opening = opening(logged);
        return opening == null || logged.event() instanceof MeterEvent.Disputed
                ? null
                : DayMeters.read(opening.content());
    }

    private NavigableMap<LocalDate, Declaration> declarations(String pseudonym) {
        NavigableMap<LocalDate, Declaration> declarations = new TreeMap<>();
        for (Logged logged : index.all(SubscriptionEvent.PREFIX + pseudonym)) {
            switch (logged.event()) {
                case SubscriptionEvent.Opened event ->
                    declarations.put(
                            LocalDate.parse(event.day()), declared(logged, event.customerClass(), event.services()));
                case SubscriptionEvent.PurposeChanged event ->
                    declarations.put(
                            LocalDate.parse(event.day()), declared(logged, event.customerClass(), event.services()));
                default -> {}
            }
        }
        return declarations;
    }

    private Declaration declared(Logged logged, @Nullable String shown, List<MeteredService> services) {
        Opening opening = opening(logged);
        if (opening == null) {
            return new Declaration(shown == null ? "" : shown, List.of(), Set.copyOf(services));
        }
        Identity identity = Identity.read(opening.content());
        return new Declaration(identity.customerClass(), identity.purposes(), Set.copyOf(services));
    }

    private @Nullable Opening opening(Logged logged) {
        Hash commitment = logged.entry().commitment();
        return commitment == null ? null : documents.opening(commitment);
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
