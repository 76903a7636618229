package lazurite.service.blob.feed;

import java.util.Objects;
import lazurite.service.blob.Golden;
import org.junit.jupiter.api.Test;

/** A feed's note written by version 1 means what it meant. */
final class FeedNoteGoldenTest {
    @Test
    void aNote() {
        FeedNote note = new FeedNote(new FeedHour(64), true, 2, new byte[] {7, 8}, 65, 3, 66);
        Golden.assertForm(
                FeedNoteGoldenTest.class,
                "feed-note",
                note,
                FeedNote::write,
                bytes -> Objects.requireNonNull(FeedNote.read(bytes)));
    }
}
