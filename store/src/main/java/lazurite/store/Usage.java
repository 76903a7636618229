package lazurite.store;

/**
 * Stored bytes by kind, in content length, and the number of base blobs: a total or a change of it (then any part may
 * be negative). What Azure bills as capacity is {@link #bytes()}.
 */
public record Usage(long blobs, long base, long snapshots, long versions, long softDeleted, long uncommitted) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(
                blobs + other.blobs,
                base + other.base,
                snapshots + other.snapshots,
                versions + other.versions,
                softDeleted + other.softDeleted,
                uncommitted + other.uncommitted);
    }

    public Usage minus(Usage other) {
        return plus(new Usage(
                -other.blobs, -other.base, -other.snapshots, -other.versions, -other.softDeleted, -other.uncommitted));
    }

    /** All bytes. */
    public long bytes() {
        return base + snapshots + versions + softDeleted + uncommitted;
    }

    public static Usage ofUncommitted(long bytes) {
        return new Usage(0, 0, 0, 0, 0, bytes);
    }
}
