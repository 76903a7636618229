package lazurite.service.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.terms.meter.Meter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MeterCheckTest {
    private static final HourKey TEN = new HourKey("clinic", "blob", 498_682);
    private static final HourRecord OPEN = new HourRecord(Map.of(Meter.Ingress, 1L), null, 0);

    private final MeterRoom room = new MeterRoom();

    @BeforeEach
    void meter() {
        room.count("clinic", 1, 1);
        room.pass(Duration.ofHours(1));
        room.turn();
        room.count("clinic", 1, 1);
        room.turn();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void whatWasMeteredIsFoundInOrder() {
        assertThat(room.rows()).containsOnlyKeys("10 clinic blob closed", "11 clinic blob open");
        assertThat(MeterCheck.walk(room.store)).isEmpty();
    }

    @Test
    void whatCannotBeIsNamed() {
        put(MeterKeys.open(TEN), OPEN);
        assertProblem("is counted on although the hour is closed");
        put(MeterKeys.open(TEN), OPEN.closedAt(1));
        assertProblem("is closed but stands among the open hours");
        put(MeterKeys.closed(TEN), OPEN);
        assertProblem("stands among the closed hours but was never closed");
        put(MeterKeys.closed(TEN), OPEN.closedAt(1));
        assertProblem("was closed before its hour was over");
        put(MeterKeys.open(TEN.at(600_000)), OPEN.with(Map.of(Meter.Ingress, -2L)));
        assertProblem("has less than nothing of Ingress");
    }

    @Test
    void aRowThatCannotBeReadIsNamed() {
        put(MeterKeys.open(TEN), new byte[] {9});
        assertProblem("cannot be read: meter row has format version 9, newest known 1");
        put(MeterKeys.group("clinic").key("ox"), HourRecordCodec.write(OPEN));
        assertProblem("cannot be read: the key is none of a meter's row");
    }

    private void assertProblem(String words) {
        assertThat(MeterCheck.walk(room.store))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("meter row M/clinic\\x01")
                        .endsWith(words));
    }

    private void put(Key key, HourRecord record) {
        put(key, HourRecordCodec.write(record));
    }

    private void put(Key key, byte[] value) {
        Mutation put = new Mutation.Put(Family.BASE, key, value);
        room.store.commit(new Commit(MeterKeys.group("clinic"), new Uid(1, 2), List.of(), List.of(put), null));
    }
}
