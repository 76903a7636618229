package lazurite.service.account;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The orders in force: one immutable table, replaced whole. It is empty as long as nothing is ordered. Ends come by
 * themselves, by the clock given.
 *
 * <p>Concurrency: any thread. A request looks at the table without a lock. Commits share the read lock from check to
 * end, so that {@link #replace} can wait for those that the old table let through.
 */
public final class Restrictions {
    private final InstantSource clock;
    private final ReadWriteLock commits = new ReentrantReadWriteLock();
    private final ConcurrentMap<Long, ExportCount> exports = new ConcurrentHashMap<>();
    private volatile ExportTotals totals = ExportTotals.NONE;
    private volatile Map<RestrictedService, Measures> table = Map.of();

    /** @param clock by which orders end; one that never runs backwards, else setting it back makes them longer */
    public Restrictions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Puts these orders in the place of those before. When it returns, no change that they refuse is being committed,
     * and none will be; running answers that they refuse are cut at their next piece. Whoever gives orders does so one
     * after the other.
     */
    @SuppressWarnings("LockNotBeforeTry") // there is nothing to do while it is held
    public void replace(Map<RestrictedService, Measures> orders) {
        table = Map.copyOf(orders);
        commits.writeLock().lock();
        commits.writeLock().unlock();
    }

    /**
     * Lets a request to an account pass, or refuses it.
     *
     * @throws lazurite.base.StorageException 403 AccountIsDisabled
     */
    public Pass admit(Account account, ServiceKind service, Use use) {
        Pass pass = new Pass(this, new RestrictedService(account.subscription().id(), service), use);
        pass.require();
        return pass;
    }

    /** Where counts are kept from now on: said before there is any grant. */
    public void keepExports(ExportTotals kept) {
        totals = kept;
    }

    /** What was served under the offer of that index, at least: a process that was killed may have counted beforehand. */
    public Exported exported(long offer) {
        ExportCount count = exports.get(offer);
        return count == null ? totals.read(offer) : count.sum();
    }

    /** Keeps exact counts, of a process that ends. */
    public void settleExports() {
        exports.values().forEach(ExportCount::settle);
    }

    @Nullable
    Measures measures(RestrictedService service) {
        return table.get(service);
    }

    long now() {
        return clock.millis();
    }

    ReadWriteLock commits() {
        return commits;
    }

    ExportCount counts(long offer) {
        return exports.computeIfAbsent(offer, index -> new ExportCount(index, totals));
    }
}
