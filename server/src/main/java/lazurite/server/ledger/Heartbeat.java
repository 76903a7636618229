package lazurite.server.ledger;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import org.jspecify.annotations.Nullable;

/**
 * What the log says by itself: its genesis; a heartbeat every five minutes; and, where there was none for over ten, that
 * it was silent from when to when. Storage never waits for it: what cannot be written is tried again at the next beat.
 *
 * <p>Concurrency: one thread of its own, started and stopped by the thread that composes the server.
 */
final class Heartbeat {
    static final long EVERY_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /** Longest silence that needs no explanation (invariant I11). */
    static final long SILENCE_MILLIS_MAX = TimeUnit.MINUTES.toMillis(10);

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
    private static final String ACTOR = "server";

    private final Ledger ledger;
    private final Platform platform;
    private final String software;
    private final Thread thread;
    private volatile boolean closed;

    private Heartbeat(Ledger ledger, Platform platform, String software) {
        this.ledger = ledger;
        this.platform = platform;
        this.software = software;
        this.thread = platform.virtualThreads().newThread(this::run);
    }

    /** @param software version that runs */
    static Heartbeat start(Ledger ledger, Platform platform, String software) {
        Heartbeat heartbeat = new Heartbeat(ledger, platform, software);
        heartbeat.thread.start();
        return heartbeat;
    }

    /** Ends it, after the beat that it is at. */
    void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void run() {
        while (!closed) {
            try {
                beat();
            } catch (StorageException | RefusedException | CompletionException failed) {
                LOG.log(Level.WARNING, "the ledger took no heartbeat; the next is due in five minutes", failed);
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
        }
    }

    private void beat() {
        long now = platform.clock().millis();
        if (ledger.size() == 0) {
            ledger.append(LogStart.genesis(ledger.settings(), now, software, null))
                    .join();
        } else {
            resume(now);
        }
        append(now, new LogEvent.Heartbeat(software));
    }

    private void resume(long now) {
        Long last = newest();
        if (last != null && now - last > SILENCE_MILLIS_MAX) {
            append(now, new LogEvent.Resumed(last, now));
        }
    }

    /** When the newest published entry was made; null if there is none, or it cannot be read. */
    private @Nullable Long newest() {
        Note published = ledger.checkpoint();
        byte[] entry = published == null
                ? null
                : ledger.entry(Checkpoint.parse(published.text()).size() - 1);
        try {
            return entry == null ? null : (Long) Entry.parse(entry).time();
        } catch (RefusedException damaged) {
            LOG.log(Level.WARNING, "the newest entry of the ledger cannot be read: {0}", damaged.getMessage());
            return null;
        }
    }

    private void append(long now, LogEvent event) {
        ledger.append(event.draft(now, ACTOR, null)).join();
    }
}
