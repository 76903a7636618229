package lazurite.service.blob.logs;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import lazurite.base.Platform;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.settings.Logging;
import lazurite.service.gateway.Enforcement;
import lazurite.service.gateway.RequestObserver;
import lazurite.service.gateway.RequestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the requests of accounts that have logging on into their {@code $logs}, best effort as Azure's: lines wait in
 * memory for at most {@link #INTERVAL}, are dropped and counted where they would be too many or cannot be written, and
 * are lost when the process is killed. Old logs are deleted as the accounts' retention policies say.
 *
 * <p>Concurrency: {@link #completed} from any thread, without waiting. One thread writes.
 */
public final class StorageLog implements RequestObserver {
    /** How long lines wait to be written. */
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(StorageLog.class.getName());
    private static final long WAITING_CHARACTERS_MAX = 16 << 20;
    private static final long WRITTEN_EARLY_CHARACTERS = 4 << 20;
    private static final long EXPIRY_NANOS = Duration.ofHours(1).toNanos();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final BlobOperations operations;
    private final Accounts accounts;
    private final Platform platform;
    private final Duration interval;
    private final LogBlobs blobs;
    private final ConcurrentMap<String, Logging> settings = new ConcurrentHashMap<>();
    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingCharacters = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    private record Line(String account, String version, Instant time, LogType type, String text) {}

    /** What one blob is made of. */
    private record Group(String account, String version, Instant hour) {}

    private StorageLog(
            BlobOperations operations,
            Accounts accounts,
            Enforcement enforcement,
            Platform platform,
            Duration interval) {
        this.operations = operations;
        this.accounts = accounts;
        this.platform = platform;
        this.interval = interval;
        this.blobs = new LogBlobs(operations, enforcement);
        this.thread = platform.virtualThreads().newThread(this::run);
    }

    /**
     * Starts to log.
     *
     * @param interval how long lines wait to be written
     */
    public static StorageLog start(
            BlobOperations operations,
            Accounts accounts,
            Enforcement enforcement,
            Platform platform,
            Duration interval) {
        StorageLog log = new StorageLog(operations, accounts, enforcement, platform, interval);
        log.thread.start();
        return log;
    }

    /** Without its head a request has no line. */
    @Override
    public void completed(RequestRecord request) {}

    @Override
    public void completed(RequestRecord request, Request sent, @Nullable Response answer) {
        String account = request.account();
        if (account == null) {
            return;
        }
        try {
            log(account, request, sent, answer);
        } catch (RuntimeException unreadable) {
            LOG.log(Level.DEBUG, "settings of " + account + " cannot be read", unreadable);
            dropped.incrementAndGet();
        }
    }

    private void log(String account, RequestRecord request, Request sent, @Nullable Response answer) {
        Logging known = settings.get(account);
        Logging logging = known != null
                ? known
                : settings.computeIfAbsent(
                        account, name -> operations.properties(name).logging());
        if ("SetServiceProperties".equals(request.operation())) {
            settings.remove(account);
        }
        LogType type = LogType.of(request, sent);
        if (type.isOn(logging) && LoggedAs.of(request, sent).counts(request)) {
            String text = LogLine.of(logging.version(), request, sent, answer);
            add(new Line(account, logging.version(), request.time(), type, text));
        }
    }

    private void add(Line line) {
        int length = line.text().length();
        long characters = waitingCharacters.addAndGet(length);
        if (closed || characters > WAITING_CHARACTERS_MAX) {
            waitingCharacters.addAndGet(-length);
            dropped.incrementAndGet();
            return;
        }
        waiting.add(line);
        if (characters >= WRITTEN_EARLY_CHARACTERS && characters - length < WRITTEN_EARLY_CHARACTERS) {
            LockSupport.unpark(thread);
        }
    }

    /** Lines written. */
    public long written() {
        return written.get();
    }

    /** Lines that were not written. */
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        long expired = platform.nanoTime().getAsLong() - EXPIRY_NANOS;
        while (!closed) {
            long now = platform.nanoTime().getAsLong();
            if (now - expired >= EXPIRY_NANOS) {
                expire();
                expired = now;
            }
            LockSupport.parkNanos(this, interval.toNanos());
            write();
        }
        write();
    }

    private void write() {
        Map<Group, ByteArrayOutputStream> texts = new LinkedHashMap<>();
        Map<Group, Described> described = new LinkedHashMap<>();
        for (Line next = waiting.poll(); next != null; next = waiting.poll()) {
            Line line = next;
            waitingCharacters.addAndGet(-line.text().length());
            Group group = new Group(line.account(), line.version(), line.time().truncatedTo(ChronoUnit.HOURS));
            texts.computeIfAbsent(group, _ -> new ByteArrayOutputStream())
                    .writeBytes(line.text().getBytes(StandardCharsets.UTF_8));
            described.computeIfAbsent(group, _ -> new Described(line.time())).add(line);
        }
        described.forEach((group, lines) -> write(group, lines, texts.get(group)));
    }

    private void write(Group group, Described lines, @Nullable ByteArrayOutputStream text) {
        Account account = accounts.find(group.account());
        if (account == null || text == null) {
            dropped.addAndGet(lines.count);
            return;
        }
        try {
            blobs.write(account, group.hour(), text.toByteArray(), lines.metadata(group.version()));
            written.addAndGet(lines.count);
            failing = false;
        } catch (RuntimeException refused) {
            dropped.addAndGet(lines.count);
            if (!failing) {
                LOG.log(Level.WARNING, "logs of " + group.account() + " cannot be written; lines are dropped", refused);
            }
            failing = true;
        }
    }

    private void expire() {
        for (Account account : accounts.all().values()) {
            try {
                int days = operations.properties(account.name()).logging().retentionDays();
                if (days > 0) {
                    blobs.expire(account, platform.clock().instant(), days);
                }
            } catch (RuntimeException refused) {
                LOG.log(Level.WARNING, "old logs of " + account.name() + " cannot be deleted yet", refused);
            }
        }
    }

    /** Writes what waits, and ends. To be called once no request is served any more. */
    public void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    /** What a log's metadata tells of its lines. */
    private static final class Described {
        private final Set<LogType> types = EnumSet.noneOf(LogType.class);
        private Instant first;
        private Instant last;
        private int count;

        Described(Instant time) {
            first = time;
            last = time;
        }

        void add(Line line) {
            types.add(line.type());
            first = line.time().isBefore(first) ? line.time() : first;
            last = line.time().isAfter(last) ? line.time() : last;
            count++;
        }

        Map<String, String> metadata(String version) {
            return Map.of(
                    "LogType",
                    types.stream().map(LogType::label).collect(Collectors.joining(",")),
                    "LogVersion",
                    version,
                    "StartTime",
                    TIME.format(first),
                    "EndTime",
                    TIME.format(last));
        }
    }
}
