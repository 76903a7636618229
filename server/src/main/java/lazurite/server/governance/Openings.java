package lazurite.server.governance;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.office.Recorder;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What the log's entries about a subscription mean, for the customer and whom it shows them to.
 *
 * <p>Concurrency: any thread.
 */
public final class Openings {
    private final Ledger ledger;
    private final StreamIndex index;
    private final Documents documents;
    private final Recorder recorder;
    private final RandomGenerator random;

    Openings(Ledger ledger, StreamIndex index, Documents documents, Recorder recorder, RandomGenerator random) {
        this.ledger = ledger;
        this.index = index;
        this.documents = documents;
        this.recorder = recorder;
        this.random = random;
    }

    /**
     * An entry with what it means and what proves that it is in the log.
     *
     * @param opening null if it was destroyed
     * @param receipt null while no published checkpoint covers the entry
     */
    public record Opened(
            Logged entry,
            @Nullable Opening opening,
            @Nullable Receipt receipt) {}

    /** The day's meter entry and its corrections, in the order of the log; empty if the day is not closed. */
    public List<Opened> day(String pseudonym, LocalDate day) {
        String wanted = day.toString();
        return index.all(MeterEvent.PREFIX + pseudonym).stream()
                .filter(logged -> logged.event() instanceof MeterEvent event
                        && !(event instanceof MeterEvent.Disputed)
                        && event.day().equals(wanted))
                .map(this::opened)
                .toList();
    }

    /** The subscription's last declaration; null if the log does not know it. */
    public @Nullable Opened declaration(String pseudonym) {
        Logged last =
                index.last(SubscriptionEvent.PREFIX + pseudonym, event -> !(event instanceof SubscriptionEvent.Closed));
        return last == null ? null : opened(last);
    }

    /** Who the subscription is; null if the log does not know it, or its opening was destroyed. */
    public @Nullable Identity identity(String pseudonym) {
        Opened declared = declaration(pseudonym);
        Opening opening = declared == null ? null : declared.opening();
        return opening == null ? null : Identity.read(opening.content());
    }

    /**
     * Logs a day's meters once more and right. Signals of that day stay as they are; of later days they are made of the
     * corrected numbers.
     *
     * @param meters all of the day's, by names such as {@code blob.UsedCapacity}
     * @throws RefusedException if the day is not closed, or there is no such meter or value
     */
    public Appended correct(String pseudonym, LocalDate day, SortedMap<String, Long> meters) {
        List<Opened> there = day(pseudonym, day);
        if (there.isEmpty()) {
            throw new RefusedException("The day " + day + " is not closed, so that there is nothing to correct.");
        }
        Json content = new DayMeters(pseudonym, day, meters).content();
        long corrects = there.getFirst().entry().index();
        return recorder.record(
                new MeterEvent.Corrected(pseudonym, day.toString(), corrects), Opening.fresh(content, random));
    }

    private Opened opened(Logged logged) {
        Hash commitment = logged.entry().commitment();
        return new Opened(
                logged, commitment == null ? null : documents.opening(commitment), ledger.receipt(logged.index()));
    }
}
