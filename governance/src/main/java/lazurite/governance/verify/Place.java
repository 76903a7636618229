package lazurite.governance.verify;

import lazurite.governance.event.Logged;

/**
 * Where an entry stands.
 *
 * @param index in the log
 * @param type as entries write it; empty if it cannot be told
 * @param stream empty if it cannot be told
 */
public record Place(long index, String type, String stream) {
    static Place of(Logged logged) {
        return new Place(logged.index(), logged.entry().type().wire(), logged.entry().stream());
    }

    /** Of what is no entry. */
    static Place of(long index) {
        return new Place(index, "", "");
    }

    /** For people: {@code entry 17, meter.daily in meter/s-1}. */
    public String text() {
        return "entry " + index + (type.isEmpty() ? "" : ", " + type + " in " + stream);
    }
}
