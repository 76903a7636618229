package lazurite.service.meter;

import java.util.EnumMap;
import java.util.Map;
import lazurite.store.Uid;
import lazurite.terms.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * What was used in an hour.
 *
 * @param values of the meters that have one
 * @param lastOp the commit that wrote this: tells whether an attempt whose outcome was lost happened
 * @param closedMillis when the hour was closed, in milliseconds since 1970; 0 while it is open
 */
public record HourRecord(Map<Meter, Long> values, @Nullable Uid lastOp, long closedMillis) {
    static final HourRecord EMPTY = new HourRecord(Map.of(), null, 0);

    // not the compact form: javac then loses @Nullable for other modules
    public HourRecord(Map<Meter, Long> values, @Nullable Uid lastOp, long closedMillis) {
        this.values = Map.copyOf(values);
        this.lastOp = lastOp;
        this.closedMillis = closedMillis;
    }

    public boolean closed() {
        return closedMillis != 0;
    }

    /** The meter's value, 0 if it has none. */
    public long value(Meter meter) {
        return values.getOrDefault(meter, 0L);
    }

    /** With {@code more}: sums grow by it, levels become it. */
    HourRecord with(Map<Meter, Long> more) {
        Map<Meter, Long> all = new EnumMap<>(Meter.class);
        all.putAll(values);
        more.forEach((meter, value) -> {
            switch (meter.kind()) {
                case SUM -> all.merge(meter, value, Math::addExact);
                case LEVEL -> all.put(meter, value);
            }
        });
        return new HourRecord(all, lastOp, closedMillis);
    }

    HourRecord writtenBy(Uid op) {
        return new HourRecord(values, op, closedMillis);
    }

    HourRecord closedAt(long millis) {
        return new HourRecord(values, lastOp, millis);
    }
}
