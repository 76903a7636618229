package lazurite.terms.document;

import java.util.Locale;

/** How grave it is that a clause's predicate holds. */
public enum Severity {
    /** To be explained. */
    WARN,
    /** To be looked into by a person. */
    REVIEW,
    /** To be looked into before anything else. */
    CRITICAL;

    /** As documents and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
