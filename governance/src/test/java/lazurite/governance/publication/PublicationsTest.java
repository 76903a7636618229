package lazurite.governance.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.publication.Publications.Page;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.tree.Hash;
import org.junit.jupiter.api.Test;

final class PublicationsTest {
    private static final Hash FIRST = Hash.sha256("first".getBytes(StandardCharsets.UTF_8));
    private static final Hash SECOND = Hash.sha256("second".getBytes(StandardCharsets.UTF_8));

    private final Publications publications = new Publications();
    private long size;

    @Test
    void thePagesNewestEntryCounts() {
        apply(new PublicationEvent.Published("a", FIRST, "text/html"));
        apply(new PublicationEvent.Updated("a", SECOND, "text/plain"));
        apply(new PublicationEvent.Published("b", FIRST, "text/html"));
        assertThat(publications.current("a")).isEqualTo(new Page.Present(1, 5, SECOND, "text/plain"));
        apply(new PublicationEvent.Withdrawn("a", PublicationEvent.Reason.ERROR));
        assertThat(publications.current("a")).isEqualTo(new Page.Withdrawn(3, 5, PublicationEvent.Reason.ERROR));
        apply(new PublicationEvent.Restored("a", FIRST, "text/html"));
        assertThat(publications.current("a")).isEqualTo(new Page.Present(4, 5, FIRST, "text/html"));
        assertThat(publications.all()).containsOnlyKeys("a", "b");
    }

    @Test
    void otherEntriesChangeNothing() {
        apply(new LogEvent.Heartbeat("1"));
        assertThat(publications.all()).isEmpty();
        assertThat(publications.current("a")).isNull();
    }

    private void apply(Event event) {
        publications.apply(new Logged(size++, event.draft(5, "olga", null).at(StreamPosition.FIRST), event));
    }
}
