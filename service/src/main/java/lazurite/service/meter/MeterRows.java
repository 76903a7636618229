package lazurite.service.meter;

import java.util.List;
import java.util.function.Consumer;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;

/** Reads the rows of meters: by subscription, then by hour, then by service. */
public final class MeterRows {
    private static final int PAGE = 1_000;

    private MeterRows() {}

    /** An hour with what was used in it. */
    public record Hour(HourKey key, HourRecord record) {}

    /** Every closed hour from {@code from} (inclusive) to {@code to} (exclusive). */
    public static void closed(MetadataStore metadata, long from, long to, Consumer<Hour> action) {
        if (from < to) {
            eachGroup(
                    metadata,
                    group -> each(metadata, MeterKeys.closed(group, from, to), row -> action.accept(hour(row))));
        }
    }

    /** Every closed hour of one subscription. */
    public static void closed(MetadataStore metadata, String subscription, long from, long to, Consumer<Hour> action) {
        if (from < to) {
            Group group = MeterKeys.group(subscription);
            each(metadata, MeterKeys.closed(group, from, to), row -> action.accept(hour(row)));
        }
    }

    /** Every hour that is not closed yet. */
    public static void open(MetadataStore metadata, Consumer<Hour> action) {
        eachOpen(metadata, row -> action.accept(hour(row)));
    }

    static void eachOpen(MetadataStore metadata, Consumer<Row> action) {
        eachGroup(metadata, group -> each(metadata, MeterKeys.open(group), action));
    }

    static void each(MetadataStore metadata, KeyRange range, Consumer<Row> action) {
        KeyRange rest = range;
        while (true) {
            List<Row> page = metadata.scan(Family.BASE, rest, PAGE);
            page.forEach(action);
            if (page.size() < PAGE) {
                return;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    /** Goes from group to group without reading what is in them. */
    private static void eachGroup(MetadataStore metadata, Consumer<Group> action) {
        KeyRange rest = MeterKeys.ALL;
        while (true) {
            List<Row> first = metadata.scan(Family.BASE, rest, 1);
            if (first.isEmpty()) {
                return;
            }
            Group group = MeterKeys.group(first.getFirst().key());
            action.accept(group);
            Key end = group.prefix().prefixEnd();
            if (end == null) {
                return;
            }
            rest = MeterKeys.ALL.startingAt(end);
        }
    }

    private static Hour hour(Row row) {
        return new Hour(MeterKeys.read(row.key()), HourRecordCodec.read(row.value()));
    }
}
