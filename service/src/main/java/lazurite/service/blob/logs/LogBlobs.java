package lazurite.service.blob.logs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.system.SystemContainer;
import lazurite.service.gateway.Enforcement;

/**
 * The blobs of {@code $logs}: {@code blob/YYYY/MM/DD/hh00/000000.log}, each written once. What is written and deleted
 * is so under the orders in force, in the name of the account.
 *
 * <p>Concurrency: one thread.
 */
final class LogBlobs {
    private static final int COUNTER_MAX = 1_000_000;
    private static final Pattern NAME = Pattern.compile("blob/\\d{4}/\\d{2}/\\d{2}/\\d{4}/\\d{6}\\.log");
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'blob'/yyyy/MM/dd/HH00/", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final HttpProperties PLAIN = new HttpProperties("text/plain", null, null, null, null, null);

    private final SystemContainer container;

    /** Counters of the hours written last, by account and folder. */
    private final Map<String, Integer> next = new HashMap<>();

    LogBlobs(BlobOperations blobs, Enforcement enforcement) {
        this.container = new SystemContainer("$logs", blobs, enforcement);
    }

    /**
     * Writes one log; it is synced when this returns.
     *
     * @param hour in which its requests began
     * @param metadata of the blob
     * @throws StorageException 403 AccountIsDisabled if an order forbids it; what a Put Blob meets
     */
    void write(Account account, Instant hour, byte[] lines, Map<String, String> metadata) {
        String folder = FOLDER.format(hour);
        String key = account.name() + "/" + folder;
        next.keySet().removeIf(other -> !other.endsWith(folder));
        for (int counter = next.getOrDefault(key, 0); counter < COUNTER_MAX; counter++) {
            String name = folder + String.format(Locale.ROOT, "%06d.log", counter);
            if (container.create(account, name, lines, PLAIN, metadata)) {
                next.put(key, counter + 1);
                return;
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }

    /**
     * Deletes the logs of hours that ended longer than that ago.
     *
     * @throws StorageException 403 AccountIsDisabled if an order forbids it
     */
    void expire(Account account, Instant now, int days) {
        String end = FOLDER.format(now.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS));
        container.forEach(account, "blob/", name -> {
            if (name.compareTo(end) >= 0) {
                return false;
            }
            if (NAME.matcher(name).matches()) {
                container.delete(account, name);
            }
            return true;
        });
    }
}
