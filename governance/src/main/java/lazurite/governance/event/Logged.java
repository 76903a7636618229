package lazurite.governance.event;

import lazurite.ledger.entry.Entry;

/**
 * An entry of the log with its meaning.
 *
 * @param index its place in the log
 */
public record Logged(long index, Entry entry, Event event) {
    /**
     * Reads an entry as it stands in the log.
     *
     * @throws lazurite.ledger.RefusedException if it is none
     */
    public static Logged read(long index, byte[] bytes) {
        Entry entry = Entry.parse(bytes);
        return new Logged(index, entry, Event.of(entry));
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
