package lazurite.governance.event;

import lazurite.ledger.entry.Entry;

/**
 * An entry of the log with its meaning.
 *
 * @param index its place in the log; below 0 in one that the log goes on from
 * @param first index of the first entry of the log that it stands in; 0 unless in one that the log goes on from
 */
public record Logged(long index, long first, Entry entry, Event event) {
    /** An entry of the log itself. */
    public Logged(long index, Entry entry, Event event) {
        this(index, 0, entry, event);
    }

    /**
     * Reads an entry as it stands in the log.
     *
     * @throws lazurite.ledger.RefusedException if it is none
     */
    public static Logged read(long index, byte[] bytes) {
        return read(index, 0, bytes);
    }

    /**
     * Reads an entry of a log or of one that it goes on from.
     *
     * @param first index of the first entry of the log that it stands in
     * @throws lazurite.ledger.RefusedException if it is none
     */
    public static Logged read(long index, long first, byte[] bytes) {
        Entry entry = Entry.parse(bytes);
        return new Logged(index, first, entry, Event.of(entry, first));
    }

    /** When it was made, in milliseconds since 1970. */
    public long time() {
        return entry.time();
    }

    /** Who made it. */
    public String actor() {
        return entry.actor();
    }
}
