package lazurite.service.blob.event;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import lazurite.service.blob.Golden;
import lazurite.service.blob.event.ChangeEvent.TagsUpdated;
import lazurite.service.blob.event.ChangeEvent.Updated;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Stamp;
import org.junit.jupiter.api.Test;

/** An event written by version 1 means what it meant. */
final class ChangeEventGoldenTest {
    @Test
    void anEvent() {
        ChangeEvent event = new ChangeEvent(
                9,
                new UUID(1, 2),
                ChangeEvent.Type.TIER_CHANGED,
                "a",
                new Stamp(64),
                new Origin("b", "c"),
                "d",
                "e",
                "f",
                new Stamp(65),
                "g",
                66,
                BlobType.PAGE,
                new Stamp(67),
                new Stamp(68),
                "h",
                Map.of("i", "j"),
                Map.of("k", new Updated("l", "m")),
                new TagsUpdated(Map.of("n", "o"), Map.of("p", "q")),
                Map.of("r", "s"));
        Golden.assertForm("change-event", event, ChangeEventCodec::write, bytes -> ChangeEventCodec.read(9, bytes));
    }

    @Test
    void theEventsOfACommit() {
        ChangeEventCodec.Committed committed =
                new ChangeEventCodec.Committed("a", List.of(new byte[] {1, 2}, new byte[] {3}));
        Golden.assertForm(
                "committed-events", committed, ChangeEventCodec.Committed::write, ChangeEventCodec.Committed::read);
    }
}
