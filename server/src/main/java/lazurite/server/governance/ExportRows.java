package lazurite.server.governance;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongFunction;
import lazurite.ledger.log.OlderLogs;
import lazurite.service.account.ExportTotals;
import lazurite.service.account.Exported;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * What was served under export grants, by the offer's place in its own log ({@code docs/formats/ledger.md}).
 *
 * <p>Concurrency: any thread.
 */
final class ExportRows implements ExportTotals {
    private static final int VERSION = 1;
    private static final String KIND = "X";

    private final MetadataStore store;
    private final UidSource uids;
    private final LongFunction<OlderLogs.@Nullable Place> places;

    /** @param places where an entry stands in its own log */
    ExportRows(MetadataStore store, UidSource uids, LongFunction<OlderLogs.@Nullable Place> places) {
        this.store = store;
        this.uids = uids;
        this.places = places;
    }

    @Override
    public Exported read(long offer) {
        OlderLogs.Place place = places.apply(offer);
        byte[] row = place == null ? null : store.get(Family.BASE, key(place));
        return row == null ? new Exported(0, 0) : parse(row);
    }

    @Override
    public void write(long offer, Exported most) {
        OlderLogs.Place place = places.apply(offer);
        if (place == null) {
            throw new IllegalStateException("there is no offer at index " + offer);
        }
        Mutation put = new Mutation.Put(Family.BASE, key(place), record(most));
        store.commit(new Commit(group(place), uids.next(), List.of(), List.of(put), null));
    }

    private static Group group(OlderLogs.Place place) {
        return Group.of(KIND, place.origin());
    }

    private static Key key(OlderLogs.Place place) {
        return group(place)
                .key(ByteBuffer.allocate(Long.BYTES).putLong(place.index()).array());
    }

    static byte[] record(Exported exported) {
        return new RecordWriter(VERSION)
                .number(1, exported.requests())
                .number(2, exported.bytes())
                .done();
    }

    static Exported parse(byte[] row) {
        RecordReader in = new RecordReader("what was exported", row, VERSION);
        long requests = 0;
        long bytes = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> requests = in.number();
                case 2 -> bytes = in.number();
                default -> throw in.unknownField();
            }
        }
        return new Exported(requests, bytes);
    }
}
