package lazurite.service.blob.record;

import java.time.Instant;
import java.util.Locale;
import lazurite.service.account.Aging;

/**
 * That an archived blob was asked back. Nobody writes down that it is back: whoever reads a record reads it as
 * {@link #settled} makes it.
 *
 * @param target the tier that it is to have
 * @param high whether it was asked for with high priority
 * @param asked when
 * @param due when it is back
 */
public record Rehydration(AccessTier target, boolean high, Instant asked, Instant due) {
    /** One that begins now. */
    public static Rehydration begin(AccessTier target, boolean high, Instant now, Aging aging) {
        return new Rehydration(target, high, now, now.plus(aging.rehydration(high)));
    }

    /** The same with high priority from now on; it does not take longer for that. */
    public Rehydration raised(Instant now, Aging aging) {
        Instant sooner = now.plus(aging.rehydration(true));
        return new Rehydration(target, true, asked, sooner.isBefore(due) ? sooner : due);
    }

    /** The record as it is at that time, whenever it was written. */
    public static BlobRecord settled(BlobRecord record, Instant now) {
        Rehydration running = record.rehydration();
        if (running == null || now.isBefore(running.due)) {
            return record;
        }
        return record.edit().tier(running.target, running.due).rehydration(null).done();
    }

    /** As in x-ms-archive-status. */
    public String status() {
        return "rehydrate-pending-to-" + target.wire().toLowerCase(Locale.ROOT);
    }

    /** As in x-ms-rehydrate-priority. */
    public String priority() {
        return high ? "High" : "Standard";
    }
}
