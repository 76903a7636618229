package lazurite.server.governance;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lazurite.governance.office.Quorum;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.UidSource;

/**
 * What witnesses have said, remembered: a quorum that an entry once had it keeps, whatever becomes of the witnesses, their
 * keys or the policy ({@code docs/formats/ledger.md}).
 *
 * <p>Concurrency: any thread.
 */
final class RememberedQuorum implements Quorum {
    private static final byte[] YES = {1};

    private final Quorum now;
    private final MetadataStore store;
    private final UidSource uids;
    private final Group group;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    /**
     * @param now what they say now
     * @param origin of the log
     */
    RememberedQuorum(Quorum now, MetadataStore store, UidSource uids, String origin) {
        this.now = now;
        this.store = store;
        this.uids = uids;
        this.group = Group.of("W", origin);
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
        Key key = group.key(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
        if (store.get(Family.BASE, key) == null) {
            if (!now.covers(index)) {
                return false;
            }
            Mutation put = new Mutation.Put(Family.BASE, key, YES);
            store.commit(new Commit(group, uids.next(), List.of(), List.of(put), null));
        }
        known.add(index);
        return true;
    }
}
