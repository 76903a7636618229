package lazurite.service.account;

import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A request's leave to be served, good for as long as no order takes it back: it is asked again while a body is read or
 * sent, and in each commit.
 *
 * <p>Concurrency: the request's thread.
 */
public final class Pass {
    /** Of what the server does by itself. */
    public static final Pass UNRESTRICTED =
            new Pass(new Restrictions(() -> Instant.EPOCH), new RestrictedService("", ServiceKind.BLOB), Use.CHANGE);

    private final Restrictions restrictions;
    private final RestrictedService service;
    private final Use use;
    private final UnaryOperator<StorageException> told;
    private final @Nullable Pass also;
    private @Nullable ExportCount granted;

    Pass(Restrictions restrictions, RestrictedService service, Use use) {
        this(restrictions, service, use, UnaryOperator.identity(), null);
    }

    private Pass(
            Restrictions restrictions,
            RestrictedService service,
            Use use,
            UnaryOperator<StorageException> told,
            @Nullable Pass also) {
        this.restrictions = restrictions;
        this.service = service;
        this.use = use;
        this.told = told;
        this.also = also;
    }

    /** The same, its refusals told in another way. */
    public Pass toldAs(UnaryOperator<StorageException> otherwise) {
        return new Pass(restrictions, service, use, otherwise, also);
    }

    /** Good while both are: of a copy, which needs its target's and its source's. */
    public Pass and(Pass other) {
        return new Pass(restrictions, service, use, told, other);
    }

    /**
     * Whether it is still good.
     *
     * @throws StorageException 403 AccountIsDisabled
     */
    public void require() {
        Measures measures = restrictions.measures(service);
        granted = measures == null ? null : allowed(measures, restrictions.now());
        if (also != null) {
            also.require();
        }
    }

    /** Refuses, or tells what to count the use under; null if nothing. */
    private @Nullable ExportCount allowed(Measures measures, long now) {
        Restriction restriction = measures.strictest(now);
        if (restriction == null) {
            return null;
        }
        ExportGrant grant = restriction.needsGrant() ? measures.grant(now) : null;
        if (!restriction.allows(use, grant != null)) {
            throw told.apply(restriction.refusal(service.service(), use));
        }
        return grant == null ? null : restrictions.counts(grant.offer());
    }

    /**
     * Commits if it is still good; an order that is answered for as effective sees no such commit end behind it.
     *
     * @return what the commit says
     * @throws StorageException 403 AccountIsDisabled: nothing was committed
     */
    public boolean commit(BooleanSupplier commit) {
        Lock lock = restrictions.commits().readLock();
        lock.lock();
        try {
            require();
            return commit.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts what is about to be sent, if it is under an export grant.
     *
     * @param requests below 0 to take back what was not sent after all, as with the bytes
     * @throws StorageException if it cannot be counted; then it must not be sent
     */
    public void served(long requests, long bytes) {
        ExportCount counts = granted;
        if (counts != null) {
            counts.add(requests, bytes);
        }
    }
}
