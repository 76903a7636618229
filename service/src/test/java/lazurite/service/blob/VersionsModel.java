package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lazurite.base.ErrorCode;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/** What Azure's pages on versions and soft delete say is kept, in lists. */
final class VersionsModel {
    boolean versioning;
    int days;
    Instant now = Instant.EPOCH;
    private final Map<String, Name> names = new TreeMap<>();

    /**
     * @param stamp its ETag; states with the same one have the same text
     * @param ends when it is gone, if it is deleted
     * @param whole whether it was the blob itself when it was deleted
     */
    record State(
            Stamp stamp,
            String text,
            String metadata,
            @Nullable Instant ends,
            boolean whole) {
        State back() {
            return new State(stamp, text, metadata, null, false);
        }

        State deleted(Instant until, boolean wholly) {
            return new State(stamp, text, metadata, until, wholly);
        }
    }

    Name name(String name) {
        return names.computeIfAbsent(name, Name::new);
    }

    static String line(String name, String kind, boolean deleted, Stamp stamp, String metadata) {
        return name + " " + kind + (deleted ? " deleted " : " ") + stamp.etag() + " " + metadata;
    }

    final class Name {
        private final String name;

        @Nullable
        State current;

        boolean isVersion;
        final List<State> previous = new ArrayList<>();
        final List<State> snapshots = new ArrayList<>();
        private final List<State> deletedVersions = new ArrayList<>();
        /** Snapshots and bases, in the order in which they were deleted or overwritten. */
        private final List<State> deletedOthers = new ArrayList<>();

        Name(String name) {
            this.name = name;
        }

        private void forget() {
            deletedVersions.removeIf(this::isOver);
            deletedOthers.removeIf(this::isOver);
        }

        private boolean isOver(State state) {
            return state.ends() != null && !now.isBefore(state.ends());
        }

        private Instant end() {
            return now.plus(Duration.ofDays(days));
        }

        /** The text of a state that is not deleted. */
        String text(Stamp stamp) {
            List<State> all = new ArrayList<>(previous);
            all.addAll(snapshots);
            if (current != null) {
                all.add(current);
            }
            return all.stream()
                    .filter(state -> state.stamp().equals(stamp))
                    .findFirst()
                    .orElseThrow()
                    .text();
        }

        void put(Stamp stamp, String text, String metadata) {
            if (current != null) {
                if (versioning || isVersion) {
                    previous.add(current);
                } else if (days > 0) {
                    deletedOthers.add(current.deleted(end(), false));
                }
            }
            current = new State(stamp, text, metadata, null, false);
            isVersion = versioning;
        }

        void setMetadata(Stamp stamp, String metadata) {
            State before = Objects.requireNonNull(current);
            if (versioning || isVersion) {
                previous.add(before);
            }
            current = new State(stamp, before.text(), metadata, null, false);
            isVersion = versioning;
        }

        void snapshot() {
            State base = Objects.requireNonNull(current);
            snapshots.add(base);
            if (versioning) {
                previous.add(base);
                isVersion = true;
            }
        }

        @Nullable
        ErrorCode delete(@Nullable DeleteSnapshots what) {
            if (current == null) {
                return ErrorCode.BlobNotFound;
            }
            if (what == null && !snapshots.isEmpty()) {
                return ErrorCode.SnapshotsPresent;
            }
            snapshots.forEach(this::buryOther);
            snapshots.clear();
            if (what == DeleteSnapshots.ONLY) {
                return null;
            }
            if (versioning || isVersion) {
                previous.add(current);
            } else if (days > 0) {
                deletedOthers.add(current.deleted(end(), true));
            }
            current = null;
            isVersion = false;
            return null;
        }

        private void buryOther(State state) {
            if (days > 0) {
                deletedOthers.add(state.deleted(end(), false));
            }
        }

        @Nullable
        ErrorCode deleteVersion(Stamp stamp, boolean isCurrent) {
            if (isCurrent && !snapshots.isEmpty()) {
                return ErrorCode.SnapshotsPresent;
            }
            State one = Objects.requireNonNull(isCurrent ? current : take(previous, stamp));
            if (isCurrent) {
                current = null;
                isVersion = false;
            }
            if (days > 0) {
                deletedVersions.add(one.deleted(end(), false));
            }
            return null;
        }

        void deleteSnapshot(Stamp stamp) {
            buryOther(take(snapshots, stamp));
        }

        private static State take(List<State> from, Stamp stamp) {
            State one = from.stream()
                    .filter(state -> state.stamp().equals(stamp))
                    .findFirst()
                    .orElseThrow();
            from.remove(one);
            return one;
        }

        @Nullable
        ErrorCode undelete() {
            forget();
            boolean found = current != null || !previous.isEmpty() || !deletedVersions.isEmpty();
            State whole = deletedOthers.stream()
                    .filter(State::whole)
                    .reduce((_, later) -> later)
                    .orElse(null);
            if (current == null && whole != null) {
                current = whole.back();
                isVersion = false;
                deletedOthers.remove(whole);
                found = true;
            }
            if (current != null) {
                deletedOthers.forEach(state -> snapshots.add(state.back()));
                deletedOthers.clear();
            }
            deletedVersions.forEach(state -> previous.add(state.back()));
            deletedVersions.clear();
            return found ? null : ErrorCode.BlobNotFound;
        }

        List<String> lines() {
            forget();
            List<String> lines = new ArrayList<>();
            previous.forEach(state -> lines.add(line(name, "version", false, state.stamp(), state.metadata())));
            snapshots.forEach(state -> lines.add(line(name, "snapshot", false, state.stamp(), state.metadata())));
            deletedVersions.forEach(state -> lines.add(line(name, "version", true, state.stamp(), state.metadata())));
            State whole = current != null
                    ? null
                    : deletedOthers.stream()
                            .filter(State::whole)
                            .reduce((_, later) -> later)
                            .orElse(null);
            deletedOthers.forEach(state -> lines.add(
                    line(name, state.equals(whole) ? "base" : "snapshot", true, state.stamp(), state.metadata())));
            if (current != null) {
                lines.add(line(name, "base", false, current.stamp(), current.metadata()));
            }
            lines.sort(Comparator.naturalOrder());
            return lines;
        }

        Usage usage() {
            forget();
            long base = current == null ? 0 : current.text().length();
            return new Usage(
                    current == null ? 0 : 1,
                    base,
                    bytes(snapshots),
                    bytes(previous),
                    bytes(deletedVersions) + bytes(deletedOthers),
                    0);
        }

        private static long bytes(List<State> states) {
            return states.stream().mapToLong(state -> state.text().length()).sum();
        }
    }
}
