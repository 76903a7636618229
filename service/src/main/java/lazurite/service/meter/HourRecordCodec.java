package lazurite.service.meter;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import lazurite.terms.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Stored form of {@link HourRecord}.
 *
 * <p>Format: {@code docs/formats/meter.md}.
 */
final class HourRecordCodec {
    private static final int VERSION = 1;

    private HourRecordCodec() {}

    static byte[] write(HourRecord record) {
        RecordWriter out = new RecordWriter(VERSION);
        Stream.of(Meter.values())
                .filter(record.values()::containsKey)
                .forEach(meter -> out.text(1, meter.name()).number(2, record.value(meter)));
        return out.uid(3, record.lastOp()).number(4, record.closedMillis()).done();
    }

    static HourRecord read(byte[] bytes) {
        RecordReader in = new RecordReader("meter row", bytes, VERSION);
        Map<Meter, Long> values = new EnumMap<>(Meter.class);
        @Nullable Meter meter = null;
        @Nullable Uid lastOp = null;
        long closedMillis = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    meter = meter(in.text());
                    values.put(meter, 0L);
                }
                case 2 -> values.put(in.required(meter), in.number());
                case 3 -> lastOp = in.uid();
                case 4 -> closedMillis = in.number();
                default -> throw in.unknownField();
            }
        }
        return new HourRecord(values, lastOp, closedMillis);
    }

    private static Meter meter(String name) {
        return Stream.of(Meter.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StorageException(
                        ErrorCode.InternalError, "meter row has the meter " + name + ", unknown to this version"));
    }
}
