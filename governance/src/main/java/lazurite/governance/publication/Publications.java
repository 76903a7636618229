package lazurite.governance.publication;

import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import lazurite.governance.event.Logged;
import lazurite.governance.event.PublicationEvent;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What the log's entries come to: which page is there, and which was withdrawn.
 *
 * <p>Concurrency: one thread applies entries in the log's order; any thread reads.
 */
public final class Publications {
    private final ConcurrentSkipListMap<String, Page> pages = new ConcurrentSkipListMap<>();

    /** A page as its newest entry says. */
    public sealed interface Page {
        /** Of the entry. */
        long index();

        /** Of the entry, in milliseconds since 1970. */
        long time();

        /**
         * It is there.
         *
         * @param sha256 of its bytes
         * @param mediaType as the operator wrote it
         */
        record Present(long index, long time, Hash sha256, String mediaType) implements Page {}

        /** It is gone. */
        record Withdrawn(long index, long time, PublicationEvent.Reason reason) implements Page {}
    }

    /** Takes the log's next entry; those of other matters change nothing. */
    public void apply(Logged logged) {
        if (logged.event() instanceof PublicationEvent event) {
            pages.put(event.page(), page(logged, event));
        }
    }

    /** The page of that name; null if there never was one. */
    public @Nullable Page current(String page) {
        return pages.get(page);
    }

    /** Every page that there is or was, by name. */
    public SortedMap<String, Page> all() {
        return Collections.unmodifiableSortedMap(pages);
    }

    private static Page page(Logged logged, PublicationEvent event) {
        return switch (event) {
            case PublicationEvent.Published it -> present(logged, it.sha256(), it.mediaType());
            case PublicationEvent.Updated it -> present(logged, it.sha256(), it.mediaType());
            case PublicationEvent.Restored it -> present(logged, it.sha256(), it.mediaType());
            case PublicationEvent.Withdrawn it -> new Page.Withdrawn(logged.index(), logged.time(), it.reason());
        };
    }

    private static Page present(Logged logged, Hash sha256, String mediaType) {
        return new Page.Present(logged.index(), logged.time(), sha256, mediaType);
    }
}
