package lazurite.governance.report;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.governance.event.Logged;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions that are open, with what they declare in public.
 *
 * <p>Concurrency: one thread.
 */
final class Subscriptions {
    /** What stands for a class that the contract does not make public. */
    static final String NOT_PUBLIC = "not public";

    private final SortedMap<Long, Declared> byOpening = new TreeMap<>();
    private final SortedMap<String, Long> openings = new TreeMap<>();

    private record Declared(@Nullable String customerClass, Set<MeteredService> services, String learned) {}

    void add(Logged logged) {
        switch (logged.event()) {
            case SubscriptionEvent.Opened it -> {
                openings.put(it.subscription(), logged.index());
                byOpening.put(
                        logged.index(), new Declared(it.customerClass(), EnumSet.copyOf(it.services()), it.learned()));
            }
            case SubscriptionEvent.PurposeChanged it -> change(it);
            case SubscriptionEvent.Closed it -> {
                Long opening = openings.remove(it.subscription());
                if (opening != null) {
                    byOpening.remove(opening);
                }
            }
            default -> {}
        }
    }

    private void change(SubscriptionEvent.PurposeChanged it) {
        Long opening = openings.get(it.subscription());
        if (opening != null) {
            byOpening.computeIfPresent(
                    opening,
                    (_, was) -> new Declared(it.customerClass(), EnumSet.copyOf(it.services()), was.learned()));
        }
    }

    /** The services that it declares; none if it is not open. */
    Set<MeteredService> services(String subscription) {
        Long opening = openings.get(subscription);
        Declared declared = opening == null ? null : byOpening.get(opening);
        return declared == null ? Set.of() : declared.services();
    }

    /** The openings of those that are open, by class. */
    Map<String, Sources> byClass() {
        SortedMap<String, Sources> classes = new TreeMap<>();
        byOpening.forEach((index, declared) -> classes.computeIfAbsent(
                        declared.customerClass() == null ? NOT_PUBLIC : declared.customerClass(), _ -> new Sources())
                .add(index));
        return classes;
    }

    /** The openings of those that are learned still on that day: no signals are raised of them. */
    Sources learning(String day) {
        Sources learning = new Sources();
        byOpening.forEach((index, declared) -> {
            if (declared.learned().compareTo(day) > 0) {
                learning.add(index);
            }
        });
        return learning;
    }

    Json.Fields json(String day) {
        FieldWriter classes = new FieldWriter();
        byClass().forEach((customerClass, sources) -> classes.json(customerClass, sources.json()));
        return new FieldWriter()
                .json("openByClass", classes.done())
                .json("learning", learning(day).json())
                .done();
    }
}
