package lazurite.store.collector;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import lazurite.base.Platform;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import org.jspecify.annotations.Nullable;

/**
 * An extent that the collector fills itself, with packed or copied messages. It stays open from one round to the next
 * until it is full or has rested for a while.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class OwnExtent {
    private final ExtentStore extents;
    private final Platform platform;
    private final long bytesMax;
    private final long idleNanosMax;
    private ExtentStore.@Nullable Writer writer;
    private long usedNanos;

    OwnExtent(ExtentStore extents, Platform platform, long bytesMax, long idleMillisMax) {
        this.extents = extents;
        this.platform = platform;
        this.bytesMax = bytesMax;
        this.idleNanosMax = TimeUnit.MILLISECONDS.toNanos(idleMillisMax);
    }

    /** The extent to append to, with room for {@code bytes} before its limit unless it is empty. */
    ExtentStore.Writer writer(long bytes) {
        ExtentStore.Writer current = writer;
        if (current != null && (current.sealed() || (current.size() > 0 && current.size() + bytes > bytesMax))) {
            seal();
            current = null;
        }
        if (current == null) {
            current = extents.create();
            writer = current;
        }
        usedNanos = platform.nanoTime().getAsLong();
        return current;
    }

    void addTo(Set<ExtentId> open) {
        if (writer != null && !writer.sealed()) {
            open.add(writer.id());
        }
    }

    boolean isOpen() {
        return writer != null;
    }

    /** Seals the extent if it has rested for long; returns whether it did. */
    boolean sealIfIdle() {
        boolean idle = isOpen() && platform.nanoTime().getAsLong() - usedNanos >= idleNanosMax;
        if (idle) {
            seal();
        }
        return idle;
    }

    /** Syncs what was appended, in this extent and in those that filled up meanwhile. */
    void sync() {
        if (writer != null) {
            writer.sync();
        }
    }

    /** Syncs and closes the extent. */
    void seal() {
        ExtentStore.Writer current = writer;
        writer = null;
        if (current != null) {
            try (current) {
                if (!current.sealed()) {
                    current.sync();
                }
            }
        }
    }
}
