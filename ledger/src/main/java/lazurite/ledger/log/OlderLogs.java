package lazurite.ledger.log;

import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * The logs that a log goes on from, as far as it cites them. Their entries have the indices below 0: the last one that is
 * cited of the newest of them is -1, the one before that -2, and so on through all of them.
 *
 * <p>Concurrency: any thread.
 */
public final class OlderLogs {
    /** Of a log that goes on from no other. */
    public static final OlderLogs NONE = new OlderLogs(List.of());

    private final List<Span> spans;

    /**
     * A log as another one cites it.
     *
     * @param size how many of its entries are cited
     */
    public record Cited(PublishedLog log, long size) {}

    /**
     * Where an entry stands in its own log.
     *
     * @param origin of that log
     * @param index in it, from 0 on
     */
    public record Place(String origin, long index) {}

    private record Span(PublishedLog log, long first, long size) {
        boolean has(long index) {
            return first <= index && index < first + size;
        }
    }

    /** @param logs the newest first, each going on from the next */
    public OlderLogs(List<Cited> logs) {
        List<Span> all = new ArrayList<>();
        long first = 0;
        for (Cited cited : logs) {
            first -= cited.size();
            all.add(new Span(cited.log(), first, cited.size()));
        }
        this.spans = List.copyOf(all);
    }

    /** Index of the very first entry; 0 if there is none. */
    public long first() {
        return spans.isEmpty() ? 0 : spans.getLast().first();
    }

    /** Name of the very first log; null if there is none. */
    @Nullable
    String origin() {
        return spans.isEmpty() ? null : spans.getLast().log().origin();
    }

    /** Index of the first entry of the log that has this one, or 0. */
    long firstOf(long index) {
        Span span = span(index);
        return span == null ? 0 : span.first();
    }

    /** At most so many entries from that index on, all of one log; none if there is no such entry. */
    List<byte[]> entries(long index, int count) {
        Span span = span(index);
        return span == null
                ? List.of()
                : span.log().entries(index - span.first(), (int) Math.min(count, span.first() + span.size() - index));
    }

    /** The entry's receipt under the last checkpoint of its log; null if there is no such entry. */
    @Nullable
    Receipt receipt(long index) {
        Span span = span(index);
        Note last = span == null ? null : span.log().checkpoint();
        return span == null || last == null ? null : span.log().receipt(index - span.first(), last);
    }

    /** Where the entry stands in its log; null if there is no such entry. */
    @Nullable
    Place place(long index) {
        Span span = span(index);
        return span == null ? null : new Place(span.log().origin(), index - span.first());
    }

    private @Nullable Span span(long index) {
        return spans.stream().filter(span -> span.has(index)).findFirst().orElse(null);
    }
}
