package lazurite.terms.document;

import java.util.Locale;

/** What a decision does to one service of a subscription, mildest first. Data is kept at every level. */
public enum Level {
    /** Nothing but the notice. */
    WARNED,
    /** Writes are refused. */
    NO_GROWTH,
    /** Reads only, through logged export grants. */
    EXPORT_ONLY,
    /** Neither reads nor writes. */
    DISABLED;

    /** As documents and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
