package lazurite.service.meter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import lazurite.service.blob.Golden;
import lazurite.store.Uid;
import lazurite.terms.meter.Meter;
import org.junit.jupiter.api.Test;

/** Rows of meters written by version 1 mean what they meant. */
final class HourRecordGoldenTest {
    private static final Uid OP = new Uid(0x0102030405060708L, 0x090A0B0C0D0E0F10L);

    @Test
    void anOpenHour() {
        HourRecord record =
                new HourRecord(Map.of(Meter.Transactions, 3L, Meter.Ingress, 300L, Meter.Egress, 0L), OP, 0);
        Golden.assertForm(
                HourRecordGoldenTest.class, "open-hour", record, HourRecordCodec::write, HourRecordCodec::read);
    }

    @Test
    void aClosedHourWithEveryMeter() {
        Map<Meter, Long> values = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            values.put(meter, (1L << 50) + values.size());
        }
        HourRecord record = new HourRecord(values, OP, 1_795_777_200_123L);
        Golden.assertForm(
                HourRecordGoldenTest.class, "closed-hour", record, HourRecordCodec::write, HourRecordCodec::read);
    }

    @Test
    void aMeterOfNewerCodeIsAnErrorThatNamesIt() {
        byte[] row = HexFormat.of().parseHex("0101034d6f6f");
        assertThatThrownBy(() -> HourRecordCodec.read(row))
                .hasMessageContaining("meter row has the meter Moo, unknown to this version");
    }

    @Test
    void aValueWithoutItsMeterIsDamage() {
        byte[] row = HexFormat.of().parseHex("01020102");
        assertThatThrownBy(() -> HourRecordCodec.read(row)).hasMessageContaining("meter row is damaged");
    }
}
