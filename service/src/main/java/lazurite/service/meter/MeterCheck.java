package lazurite.service.meter;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.store.Family;
import lazurite.store.MetadataStore;
import lazurite.store.Row;

/** Verifies the rows of meters in a store that nobody writes to. */
public final class MeterCheck {
    private static final int PROBLEMS_MAX = 1_000;

    private final MetadataStore metadata;
    private final List<String> problems = new ArrayList<>();

    private MeterCheck(MetadataStore metadata) {
        this.metadata = metadata;
    }

    /** Sentences about what is wrong, each naming its row; at most 1,000 of them. */
    public static List<String> walk(MetadataStore metadata) {
        MeterCheck check = new MeterCheck(metadata);
        MeterRows.each(metadata, MeterKeys.ALL, check::row);
        return List.copyOf(check.problems);
    }

    private void row(Row row) {
        try {
            HourKey key = MeterKeys.read(row.key());
            HourRecord record = HourRecordCodec.read(row.value());
            if (MeterKeys.open(key).equals(row.key())) {
                open(row, key, record);
            } else {
                closed(row, key, record);
            }
            record.values().forEach((meter, value) -> {
                if (value < 0) {
                    problem(row, "has less than nothing of " + meter);
                }
            });
        } catch (StorageException unreadable) {
            problem(row, "cannot be read: " + unreadable.getMessage());
        }
    }

    private void open(Row row, HourKey key, HourRecord record) {
        if (record.closed()) {
            problem(row, "is closed but stands among the open hours");
        }
        if (metadata.get(Family.BASE, MeterKeys.closed(key)) != null) {
            problem(row, "is counted on although the hour is closed");
        }
    }

    private void closed(Row row, HourKey key, HourRecord record) {
        if (!record.closed()) {
            problem(row, "stands among the closed hours but was never closed");
        } else if (record.closedMillis() < Hours.start(key.hour() + 1).toEpochMilli()) {
            problem(row, "was closed before its hour was over");
        }
    }

    private void problem(Row row, String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add("meter row " + row.key() + " " + what);
        }
    }
}
