package lazurite.governance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.tree.Hash;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.Test;

/** Days of meters that no office would write. */
final class MetersCheckTest {
    private static final LocalDate DAY = LocalDate.parse("2026-01-05");

    private final MetersCheck check = new MetersCheck();
    private final Past past = new Past();
    private long index;

    @Test
    void daysThatAreLeftOutTakeNoRoomWithoutEnd() {
        int leaps = 1_000_000 / Indices.GAP_MAX;
        for (int i = 0; i < leaps; i++) {
            open("s-" + i);
            daily("s-" + i, DAY.plusDays(Indices.GAP_MAX));
        }
        open("s-last");
        daily("s-last", DAY.plusDays(1));
        daily("s-last", DAY);
        Judgement judged = check.findings().judged(past.silences());
        assertThat(judged.answer()).isEqualTo(Answer.BROKEN);
        assertThat(judged.findings().size() + judged.more())
                .as("each leap, and that of the last, behind which the first day is the next still")
                .isEqualTo(leaps + 1L);
    }

    private void open(String subscription) {
        see(new SubscriptionEvent.Opened(
                subscription, DAY.toString(), null, List.of(MeteredService.BLOB), "2026-02-04"));
    }

    private void daily(String subscription, LocalDate day) {
        see(new MeterEvent.Daily(subscription, day.toString(), List.of(), null, null));
    }

    private void see(Event event) {
        byte[] bytes = event.draft(0, "server", null).at(StreamPosition.FIRST).bytes();
        check.see(new Step(Logged.read(index++, bytes), Hash.sha256(bytes), past));
    }
}
