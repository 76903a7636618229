package lazurite.governance.verify;

import lazurite.governance.event.Logged;
import lazurite.ledger.tree.Hash;

/**
 * An entry, as the checks see one after the other.
 *
 * @param sha256 of its bytes
 * @param past what the entries before it come to
 */
record Step(Logged logged, Hash sha256, Past past) {
    Place place() {
        return Place.of(logged);
    }

    /** When it was made, as far as the log bears it out; in milliseconds since 1970. */
    long time() {
        return past.timeOf(logged);
    }

    Maker maker() {
        return past.maker(logged.actor());
    }
}
