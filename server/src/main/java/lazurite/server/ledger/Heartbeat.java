package lazurite.server.ledger;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;

/**
 * What the log says by itself: its genesis; a heartbeat every five minutes; and, where there was none for over ten, that
 * it was silent from when to when. Storage never waits for it: what cannot be written is tried again at the next beat.
 *
 * <p>Concurrency: one thread of its own, started and stopped by the thread that composes the server.
 */
final class Heartbeat {
    static final String LOG_STREAM = "log";
    static final String HEARTBEAT_STREAM = "heartbeat";
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
            } catch (StorageException | CompletionException failed) {
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
        append(EntryType.HEARTBEAT, HEARTBEAT_STREAM, now, Json.Fields.of(Map.of("software", new Json.Text(software))));
    }

    private void resume(long now) {
        Note published = ledger.checkpoint();
        byte[] newest = published == null
                ? null
                : ledger.entry(Checkpoint.parse(published.text()).size() - 1);
        long last = newest == null ? now : Entry.parse(newest).time();
        if (now - last > SILENCE_MILLIS_MAX) {
            append(
                    EntryType.LOG_RESUMED,
                    LOG_STREAM,
                    now,
                    Json.Fields.of(Map.of("from", new Json.Whole(last), "to", new Json.Whole(now))));
        }
    }

    private void append(EntryType type, String stream, long now, Json.Fields open) {
        ledger.append(new Draft(type, stream, now, ACTOR, open, null)).join();
    }
}
