package lazurite.service.blob.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import lazurite.base.Platform;
import lazurite.service.account.Account;
import lazurite.service.blob.avro.AvroFile;
import lazurite.service.blob.event.ChangeEvent;
import lazurite.service.blob.event.ChangeEvents;
import lazurite.service.blob.event.ChangeEvents.Place;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.system.SystemContainer;

/**
 * Writes the feed of one account after the other, each event exactly once: before a block is appended, the note beside
 * the place says where and up to which event, so that after a crash the length of the file tells whether it was.
 *
 * <p>A segment holds the events of an hour by their time, but none goes back: what comes late, also since the clock was
 * set back, stands in the newest segment.
 *
 * <p>Concurrency: one thread.
 */
final class FeedWriter {
    /** Under which name the feed follows the events. */
    static final String FOLLOWER = "feed";

    static final Duration GRACE = Duration.ofMinutes(2);

    private static final int EVENTS_MAX = 200;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final HttpProperties JSON = new HttpProperties("application/json", null, null, null, null, null);
    private static final HttpProperties AVRO = new HttpProperties("avro/binary", null, null, null, null, null);

    private final ChangeEvents events;
    private final SystemContainer container;
    private final Platform platform;
    private final UnaryOperator<String> endpoint;
    private final Limits limits;

    /**
     * When a file takes no more.
     *
     * @param fileBytes that it may have before its last block
     * @param fileBlocks at most 50,000, as append blobs have
     */
    record Limits(long fileBytes, int fileBlocks) {
        static final Limits STANDARD = new Limits(64L << 20, 40_000);
    }

    /** @param endpoint of an account's Blob service, without a slash at its end */
    FeedWriter(
            ChangeEvents events,
            SystemContainer container,
            Platform platform,
            UnaryOperator<String> endpoint,
            Limits limits) {
        this.events = events;
        this.container = container;
        this.platform = platform;
        this.endpoint = endpoint;
        this.limits = limits;
    }

    /**
     * Writes the next events, or ends a segment whose time is over.
     *
     * @return how many events it wrote; 0 if there were none
     * @throws lazurite.base.StorageException what a write meets; it is gone on with from what is stored
     */
    int step(Account account) {
        Place place = events.place(account.name(), FOLLOWER);
        FeedNote known = FeedNote.read(place.note());
        FeedNote note = known == null ? begin(account, place) : known;
        if (note.inFlight() != 0) {
            long length = Math.max(0, container.length(account, note.path()));
            long last = length > note.length() ? note.inFlight() : place.sequence();
            note = length < note.length() ? begin(account, place) : settled(note, length);
            place = save(account, last, note);
        }
        List<ChangeEvent> next = events.after(account.name(), place.sequence(), EVENTS_MAX);
        if (next.isEmpty()) {
            finishIfOver(account, place, note);
            return 0;
        }
        FeedHour hour = hour(next.getFirst(), note);
        if (!hour.equals(note.hour())) {
            finish(account, note);
            put(account, hour.manifest(), FeedDocuments.manifest(hour, false, now()));
            note = FeedNote.segment(hour, sync());
        } else if (note.length() >= limits.fileBytes() || note.blocks() >= limits.fileBlocks()) {
            note = note.nextFile(sync());
        }
        return append(account, place, note, next);
    }

    /** The block in flight is in the file, or is not. */
    private static FeedNote settled(FeedNote note, long length) {
        return length > note.length() ? note.appended(length) : note.appending(0);
    }

    private int append(Account account, Place place, FeedNote note, List<ChangeEvent> next) {
        AvroFile file = new AvroFile(FeedRecord.SCHEMA, note.sync());
        byte[] head = note.length() == 0 ? file.head() : new byte[0];
        int count = 0;
        long last = place.sequence();
        String address = endpoint.apply(account.name());
        for (ChangeEvent event : next) {
            if (!hour(event, note).equals(note.hour()) || file.size() >= BLOCK_BYTES) {
                break;
            }
            FeedRecord.write(event, account, address, file.next());
            last = event.sequence();
            count++;
        }
        byte[] block = joined(head, file.take());
        save(account, place.sequence(), note.appending(last));
        if (note.length() == 0) {
            container.createAppend(account, note.path(), AVRO);
        }
        container.append(account, note.path(), note.length(), block);
        save(account, last, note.appended(note.length() + block.length));
        return count;
    }

    /** Where an event goes: never into a segment that takes no more, or behind which there is a newer one. */
    private static FeedHour hour(ChangeEvent event, FeedNote note) {
        FeedHour open = note.finished() ? note.hour().next() : note.hour();
        return FeedHour.later(FeedHour.of(event.time().instant()), open);
    }

    /**
     * What clients expect to find of a feed in which nothing has happened yet; one that was off before goes on, and one
     * whose files were deleted meanwhile begins anew.
     */
    private FeedNote begin(Account account, Place place) {
        put(account, FeedHour.FIRST.manifest(), FeedDocuments.manifest(FeedHour.FIRST, true, now()));
        FeedHour newest = newest(account);
        put(account, newest.manifest(), FeedDocuments.manifest(newest, true, now()));
        put(account, FeedDocuments.SEGMENTS, FeedDocuments.segments(newest, now()));
        FeedNote note = FeedNote.after(newest);
        save(account, place.sequence(), note);
        return note;
    }

    private FeedHour newest(Account account) {
        FeedHour[] newest = {FeedHour.FIRST};
        container.forEach(account, FeedHour.MANIFESTS, name -> {
            FeedHour hour = FeedHour.ofManifest(name);
            newest[0] = hour == null ? newest[0] : FeedHour.later(hour, newest[0]);
            return true;
        });
        return newest[0];
    }

    private void finishIfOver(Account account, Place place, FeedNote note) {
        if (!note.finished() && !now().isBefore(note.hour().end().plus(GRACE))) {
            finish(account, note);
            save(account, place.sequence(), note.done());
        }
    }

    private void finish(Account account, FeedNote note) {
        if (!note.finished()) {
            put(account, note.hour().manifest(), FeedDocuments.manifest(note.hour(), true, now()));
            put(account, FeedDocuments.SEGMENTS, FeedDocuments.segments(note.hour(), now()));
        }
    }

    /**
     * Deletes the segments that ended longer than that ago, the newest never.
     *
     * @param now for what cannot be taken back
     */
    void expire(Account account, Instant now, int days) {
        Instant end = now.minus(Duration.ofDays(days));
        FeedNote note = FeedNote.read(events.place(account.name(), FOLLOWER).note());
        List<FeedHour> over = new ArrayList<>();
        container.forEach(account, FeedHour.MANIFESTS, name -> {
            FeedHour hour = FeedHour.ofManifest(name);
            if (hour == null || hour.equals(FeedHour.FIRST)) {
                return true;
            }
            boolean expired = !hour.end().isAfter(end) && note != null && hour.compareTo(note.hour()) < 0;
            if (expired) {
                over.add(hour);
            }
            return expired;
        });
        for (FeedHour hour : over) {
            container.forEach(account, hour.folder(), name -> {
                container.delete(account, name);
                return true;
            });
            container.delete(account, hour.manifest());
        }
    }

    private Place save(Account account, long sequence, FeedNote note) {
        Place place = new Place(sequence, note.write());
        events.passed(account.name(), FOLLOWER, place);
        return place;
    }

    private void put(Account account, String name, byte[] document) {
        container.put(account, name, document, JSON, Map.of());
    }

    private byte[] sync() {
        byte[] sync = new byte[AvroFile.SYNC_BYTES];
        platform.random().nextBytes(sync);
        return sync;
    }

    private Instant now() {
        return platform.clock().instant();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
