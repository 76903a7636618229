package lazurite.store.collector;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * Claims as rows (BASE, group {@code K/extent}, claim id) whose value is the wall clock time at which they end. Those
 * of this process also count for as long as they are open, whatever the clock does.
 *
 * <p>Concurrency: any thread. One virtual thread renews while any claim is open.
 */
final class ExtentClaims implements Claims {
    private static final KeyRange ALL = KeyRange.prefix(Key.of("K/"));
    private static final int EXPIRED_KEPT = 10;

    private final MetadataStore metadata;
    private final UidSource uids;
    private final Platform platform;
    private final long lifeMillis;
    private final Map<Uid, Set<ExtentId>> open = new HashMap<>();
    private @Nullable Thread renewer;

    ExtentClaims(MetadataStore metadata, UidSource uids, Platform platform, long lifeMillis) {
        this.metadata = metadata;
        this.uids = uids;
        this.platform = platform;
        this.lifeMillis = lifeMillis;
    }

    @Override
    public Claim claim(Collection<ExtentId> extents) {
        Uid id = uids.next();
        Set<ExtentId> pinned = Set.copyOf(extents);
        if (pinned.isEmpty()) {
            return () -> {};
        }
        synchronized (this) {
            open.put(id, pinned);
        }
        boolean durable = false;
        try {
            write(id, pinned);
            durable = true;
        } finally {
            if (!durable) {
                release(id);
            }
        }
        startRenewing();
        return () -> release(id);
    }

    private void write(Uid id, Set<ExtentId> extents) {
        byte[] end = ByteBuffer.allocate(8)
                .putLong(platform.clock().millis() + lifeMillis)
                .array();
        List<CompletableFuture<Boolean>> commits = new ArrayList<>();
        for (ExtentId extent : extents) {
            Mutation put = new Mutation.Put(Family.BASE, key(extent, id), end);
            commits.add(metadata.submit(new Commit(group(extent), uids.next(), List.of(), List.of(put), null)));
        }
        Waiting.forAll(commits);
    }

    private void release(Uid id) {
        Set<ExtentId> extents;
        synchronized (this) {
            extents = open.remove(id);
        }
        if (extents != null) {
            metadata.discard(
                    Family.BASE, extents.stream().map(extent -> key(extent, id)).toList());
        }
    }

    private synchronized void startRenewing() {
        if (renewer == null && !open.isEmpty()) {
            renewer = platform.virtualThreads().newThread(this::renew);
            renewer.start();
        }
    }

    private void renew() {
        while (true) {
            LockSupport.parkNanos(lifeMillis * 1_000_000 / 3);
            Map<Uid, Set<ExtentId>> now;
            synchronized (this) {
                if (open.isEmpty()) {
                    renewer = null;
                    return;
                }
                now = Map.copyOf(open);
            }
            now.forEach(this::renew);
        }
    }

    /** A claim released meanwhile leaves a row that ends by itself. A renewal that fails is tried again in time. */
    private void renew(Uid id, Set<ExtentId> extents) {
        try {
            write(id, extents);
        } catch (RuntimeException e) {
            System.getLogger("lazurite.collector").log(System.Logger.Level.WARNING, "a claim was not renewed", e);
        }
    }

    /** Extents that a live claim pins. Rows that ended long ago are removed. */
    Set<ExtentId> claimed() {
        Set<ExtentId> claimed = new HashSet<>();
        List<Key> ended = new ArrayList<>();
        long now = platform.clock().millis();
        Rows.forEach(metadata, Family.BASE, ALL, row -> {
            long end = ByteBuffer.wrap(row.value()).getLong();
            if (end >= now) {
                claimed.add(ExtentId.parse(Group.unescape(row.key(), 2)));
            } else if (end < now - EXPIRED_KEPT * lifeMillis) {
                ended.add(row.key());
            }
        });
        if (!ended.isEmpty()) {
            metadata.discard(Family.BASE, ended);
        }
        synchronized (this) {
            open.values().forEach(claimed::addAll);
        }
        return claimed;
    }

    private static Group group(ExtentId extent) {
        return Group.of("K", extent.toString());
    }

    private static Key key(ExtentId extent, Uid claim) {
        return group(extent).key(claim.bytes());
    }
}
