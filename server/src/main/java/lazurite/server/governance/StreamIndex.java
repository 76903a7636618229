package lazurite.server.governance;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of a stream of terms, subscriptions, meters or signals, in the log and in those that it goes on from.
 * It follows the log, of which it is made and could be made anew, and remembers how far it came.
 *
 * <p>Concurrency: any thread, any process.
 */
final class StreamIndex {
    private static final System.Logger LOG = System.getLogger(StreamIndex.class.getName());
    private static final int VERSION = 1;
    private static final int PAGE = 512;
    private static final int BACK = 16;

    private final Ledger ledger;
    private final SubscriptionRows rows;
    private final Key cursor;

    StreamIndex(Ledger ledger, SubscriptionRows rows) {
        this.ledger = ledger;
        this.rows = rows;
        this.cursor = rows.key("c");
    }

    /** Every entry of the stream, in order. */
    List<Logged> all(String stream) {
        follow();
        return rows.all(range(stream)).stream().map(this::logged).toList();
    }

    /** The stream's last entry of which this is true; null if there is none. */
    @Nullable
    Logged last(String stream, Predicate<Event> is) {
        List<Logged> found = new ArrayList<>();
        back(stream, logged -> {
            if (is.test(logged.event())) {
                found.add(logged);
            }
            return found.isEmpty();
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The stream's entries that stand behind that place in the log, in order. */
    List<Logged> behind(String stream, long index) {
        List<Logged> found = new ArrayList<>();
        back(stream, logged -> {
            if (logged.index() > index) {
                found.add(logged);
            }
            return logged.index() > index;
        });
        Collections.reverse(found);
        return found;
    }

    /** The stream's last entry; null without one. */
    @Nullable
    Logged last(String stream) {
        Appended last = ledger.last(stream);
        return last == null ? last(stream, _ -> true) : new Logged(last.index(), last.entry(), Event.of(last.entry()));
    }

    /** Where the entry behind that one stands, which is the last of its stream; streams begin anew in each log. */
    static StreamPosition behind(Logged last) {
        return last.index() < 0 ? StreamPosition.FIRST : last.entry().next();
    }

    /** Goes through the stream from its end for as long as it is asked to. */
    private void back(String stream, Predicate<Logged> more) {
        follow();
        KeyRange rest = range(stream);
        while (true) {
            List<Row> page = rows.last(rest, BACK);
            for (Row row : page) {
                if (!more.test(logged(row))) {
                    return;
                }
            }
            if (page.size() < BACK) {
                return;
            }
            rest = new KeyRange(rest.from(), page.getLast().key());
        }
    }

    private void follow() {
        while (true) {
            byte[] was = rows.get(cursor);
            long next = was == null ? ledger.first() : number(was);
            List<byte[]> entries = ledger.entries(next, PAGE);
            if (entries.isEmpty()) {
                return;
            }
            List<Mutation> mutations = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                add(next + i, entries.get(i), mutations);
            }
            mutations.add(SubscriptionRows.put(cursor, record(next + entries.size())));
            boolean _ = rows.commit(cursor, was, mutations);
        }
    }

    private void add(long index, byte[] bytes, List<Mutation> mutations) {
        try {
            Entry entry = Entry.parse(bytes);
            if (indexed(entry.stream())) {
                mutations.add(SubscriptionRows.put(key(entry.stream(), index), record(index)));
            }
        } catch (RefusedException damaged) {
            LOG.log(Level.WARNING, "entry {0} of the ledger cannot be read: {1}", index, damaged.getMessage());
        }
    }

    private static boolean indexed(String stream) {
        return stream.equals(TermsEvent.STREAM)
                || stream.startsWith(SubscriptionEvent.PREFIX)
                || stream.startsWith(MeterEvent.PREFIX)
                || stream.startsWith(SignalEvent.PREFIX);
    }

    private Logged logged(Row row) {
        long index = number(row.value());
        return Logged.read(
                index, ledger.firstOf(index), ledger.entries(index, 1).getFirst());
    }

    private KeyRange range(String stream) {
        return KeyRange.prefix(rows.key(prefix(stream)));
    }

    /** In the order of the logs. Rows of earlier versions have the number in the stream there, which is never greater. */
    private Key key(String stream, long index) {
        return rows.key(prefix(stream))
                .append(ByteBuffer.allocate(Long.BYTES)
                        .putLong(index - ledger.first())
                        .array());
    }

    /** No stream's name has a byte 0. */
    private static String prefix(String stream) {
        return "x" + stream + "\0";
    }

    static byte[] record(long number) {
        return new RecordWriter(VERSION).number(1, number).done();
    }

    static long number(byte[] row) {
        RecordReader in = new RecordReader("an index of the ledger's streams", row, VERSION);
        long number = 0;
        while (in.next()) {
            number = switch (in.field()) {
                case 1 -> in.number();
                default -> throw in.unknownField();
            };
        }
        return number;
    }
}
