package lazurite.service.blob.record;

import org.jspecify.annotations.Nullable;

/** A state of a blob that is asked for by its time: what {@code snapshot} and {@code versionid} name in a URL. */
public sealed interface Moment {
    Stamp stamp();

    /** As in a URL: {@code 2026-11-21T10:11:12.1234567Z}. */
    default String iso() {
        return stamp().iso();
    }

    /** Whether it is the version that is current: the blob in its place, as {@code base} has it. */
    default boolean isCurrent(@Nullable BlobRecord base) {
        return this instanceof Version
                && base != null
                && stamp().equals(base.life().version());
    }

    /** A snapshot, by the time at which it was taken. */
    record Snapshot(Stamp stamp) implements Moment {}

    /** A version, the current one included, by its version id. */
    record Version(Stamp stamp) implements Moment {}
}
