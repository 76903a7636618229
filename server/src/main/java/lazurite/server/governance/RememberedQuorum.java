package lazurite.server.governance;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import lazurite.governance.office.Quorum;
import lazurite.ledger.log.OlderLogs;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * What witnesses have said, remembered: a quorum that an entry once had it keeps, whatever becomes of the witnesses, their
 * keys or the policy, and whichever log goes on from its own ({@code docs/formats/ledger.md}). Who has seen a log's first
 * entry has seen what it cites, so that entries of older logs, which nobody cosigns any more, get their quorum by it.
 *
 * <p>Concurrency: any thread.
 */
final class RememberedQuorum implements Quorum {
    private static final byte[] YES = {1};

    private final Quorum now;
    private final MetadataStore store;
    private final UidSource uids;
    private final LongFunction<OlderLogs.@Nullable Place> places;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    /**
     * @param now what they say now
     * @param places where an entry stands in its own log
     */
    RememberedQuorum(Quorum now, MetadataStore store, UidSource uids, LongFunction<OlderLogs.@Nullable Place> places) {
        this.now = now;
        this.store = store;
        this.uids = uids;
        this.places = places;
    }

    @Override
    public boolean needed() {
        return now.needed();
    }

    @Override
    public boolean covers(long index) {
        if (!now.needed() || known.contains(index)) {
            return true;
        }
        OlderLogs.Place place = places.apply(index);
        if (place == null) {
            return false;
        }
        Group group = Group.of("W", place.origin());
        Key key =
                group.key(ByteBuffer.allocate(Long.BYTES).putLong(place.index()).array());
        if (store.get(Family.BASE, key) == null) {
            if (!now.covers(Math.max(index, 0))) {
                return false;
            }
            Mutation put = new Mutation.Put(Family.BASE, key, YES);
            store.commit(new Commit(group, uids.next(), List.of(), List.of(put), null));
        }
        known.add(index);
        return true;
    }
}
