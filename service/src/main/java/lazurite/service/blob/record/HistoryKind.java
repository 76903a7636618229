package lazurite.service.blob.record;

/**
 * What a row of family HISTORY is. What is deleted has kinds of its own, so that whoever looks for what is there never
 * meets it; the order is that of the keys.
 */
public enum HistoryKind {
    /** A deleted snapshot or blob that can be had back. */
    DELETED('d'),
    SNAPSHOT('s'),
    /** A version that is not the current one. */
    VERSION('v'),
    /** A deleted version that can be had back. */
    DELETED_VERSION('w');

    private final char code;

    HistoryKind(char code) {
        this.code = code;
    }

    /** What the key's suffix begins with. */
    public char code() {
        return code;
    }

    /** Whether such rows have a {@link Deletion}, and are gone when it ends. */
    public boolean deleted() {
        return this == DELETED || this == DELETED_VERSION;
    }

    public boolean version() {
        return this == VERSION || this == DELETED_VERSION;
    }

    /** What it becomes when it is deleted. */
    public HistoryKind afterDelete() {
        return version() ? DELETED_VERSION : DELETED;
    }

    /** What it becomes when it is had back. */
    public HistoryKind afterUndelete() {
        return version() ? VERSION : SNAPSHOT;
    }

    /** How clients name such a row. */
    public Moment moment(Stamp stamp) {
        return version() ? new Moment.Version(stamp) : new Moment.Snapshot(stamp);
    }

    /** What is there under that name. */
    public static HistoryKind of(Moment moment) {
        return switch (moment) {
            case Moment.Snapshot _ -> SNAPSHOT;
            case Moment.Version _ -> VERSION;
        };
    }
}
