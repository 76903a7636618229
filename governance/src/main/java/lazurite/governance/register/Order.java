package lazurite.governance.register;

import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.OrderEvent.End;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands.
 *
 * @param index of its entry
 * @param by who gave it
 * @param until its end, as last renewed; in milliseconds since 1970
 * @param ratified whether it needs no ratification any more, or never did
 * @param effective whether it is written down that it acts
 * @param end why it ended; null while it has not
 */
public record Order(
        long index,
        OrderEvent.Ordered order,
        long time,
        String by,
        long until,
        boolean ratified,
        boolean effective,
        @Nullable End end) {
    // not the compact form: javac then loses @Nullable for other modules
    public Order(
            long index,
            OrderEvent.Ordered order,
            long time,
            String by,
            long until,
            boolean ratified,
            boolean effective,
            @Nullable End end) {
        this.index = index;
        this.order = order;
        this.time = time;
        this.by = by;
        this.until = until;
        this.ratified = ratified;
        this.effective = effective;
        this.end = end;
    }

    /** When it ends by itself, as things stand. */
    public long deadline(boolean quorum) {
        long deadline = until;
        Long ratify = order.ratifyUntil();
        if (!ratified && ratify != null) {
            deadline = Math.min(deadline, ratify);
        }
        Long witnesses = order.quorumUntil();
        return quorum || witnesses == null ? deadline : Math.min(deadline, witnesses);
    }

    /** Why it ended by itself, its deadline being over. */
    public End lapse(boolean quorum, long now) {
        Long ratify = order.ratifyUntil();
        if (!ratified && ratify != null && now >= ratify) {
            return End.UNRATIFIED;
        }
        Long witnesses = order.quorumUntil();
        return !quorum && witnesses != null && now >= witnesses ? End.NO_QUORUM : End.EXPIRED;
    }

    /** Whether it acts at that moment. */
    public boolean acts(boolean quorum, long now) {
        return end == null && now < deadline(quorum);
    }

    Order until(long later) {
        return new Order(index, order, time, by, later, ratified, effective, end);
    }

    Order ratified(long ends) {
        return new Order(index, order, time, by, ends, true, effective, end);
    }

    Order effectiveNow() {
        return new Order(index, order, time, by, until, ratified, true, end);
    }

    Order ended(End why) {
        return new Order(index, order, time, by, until, ratified, effective, why);
    }
}
