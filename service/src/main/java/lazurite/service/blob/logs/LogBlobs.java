package lazurite.service.blob.logs;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Pass;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.BlobCall;
import lazurite.service.blob.BlobOperation;
import lazurite.service.blob.BlobOperation.Checksums;
import lazurite.service.blob.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.BlobOperation.NewBlob;
import lazurite.service.blob.BlobOperations;
import lazurite.service.blob.BlobResult;
import lazurite.service.blob.Conditions;
import lazurite.service.blob.HttpProperties;
import lazurite.service.blob.Payload;
import lazurite.service.gateway.Enforcement;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of {@code $logs}: {@code blob/YYYY/MM/DD/hh00/000000.log}, each written once. What is written and deleted
 * is so under the orders in force, in the name of the account.
 *
 * <p>Concurrency: one thread.
 */
final class LogBlobs {
    private static final String CONTAINER = "$logs";
    private static final String VERSION = "2025-11-05";
    private static final int PAGE = 1_000;
    private static final int COUNTER_MAX = 1_000_000;
    private static final Pattern NAME = Pattern.compile("blob/\\d{4}/\\d{2}/\\d{2}/\\d{4}/\\d{6}\\.log");
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'blob'/yyyy/MM/dd/HH00/", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final HttpProperties PLAIN = new HttpProperties("text/plain", null, null, null, null, null);
    private static final Conditions CREATE_ONLY = new Conditions(List.of(), List.of("*"), null, null, null, null);

    private final BlobOperations blobs;
    private final Enforcement enforcement;

    /** Counters of the hours written last, by account and folder. */
    private final Map<String, Integer> next = new HashMap<>();

    LogBlobs(BlobOperations blobs, Enforcement enforcement) {
        this.blobs = blobs;
        this.enforcement = enforcement;
    }

    /**
     * Writes one log; it is synced when this returns.
     *
     * @param hour in which its requests began
     * @param metadata of the blob
     * @throws StorageException 403 AccountIsDisabled if an order forbids it; what a Put Blob meets
     */
    void write(Account account, Instant hour, byte[] lines, Map<String, String> metadata) {
        BlobCall call = call(account, Use.GROWTH);
        String folder = FOLDER.format(hour);
        String key = account.name() + "/" + folder;
        next.keySet().removeIf(other -> !other.endsWith(folder));
        for (int counter = next.getOrDefault(key, 0); counter < COUNTER_MAX; counter++) {
            if (put(folder + String.format(Locale.ROOT, "%06d.log", counter), lines, metadata, call)) {
                next.put(key, counter + 1);
                return;
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }

    /** Whether it was written; false if there is one of that name. */
    private boolean put(String name, byte[] lines, Map<String, String> metadata, BlobCall call) {
        try {
            return putInto(name, lines, metadata, call);
        } catch (StorageException e) {
            if (e.code() != ErrorCode.ContainerNotFound) {
                throw e;
            }
        }
        try {
            blobs.run(new BlobOperation.CreateContainer(CONTAINER, Map.of(), PublicRead.NEVER), call);
        } catch (StorageException e) {
            if (e.code() != ErrorCode.ContainerAlreadyExists) {
                throw e;
            }
        }
        return putInto(name, lines, metadata, call);
    }

    private boolean putInto(String name, byte[] lines, Map<String, String> metadata, BlobCall call) {
        try {
            blobs.run(
                    new BlobOperation.PutBlob(
                            CONTAINER,
                            name,
                            new NewBlob(PLAIN, metadata, Map.of(), null, CREATE_ONLY),
                            Checksums.NONE,
                            new Payload(lines.length, new ByteArrayInputStream(lines))),
                    call);
            return true;
        } catch (StorageException e) {
            if (e.code() == ErrorCode.BlobAlreadyExists) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Deletes the logs of hours that ended longer than that ago.
     *
     * @throws StorageException 403 AccountIsDisabled if an order forbids it
     */
    void expire(Account account, Instant now, int days) {
        BlobCall call = call(account, Use.CHANGE);
        String end = FOLDER.format(now.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS));
        String marker = null;
        do {
            BlobResult.Blobs page = page(marker, call);
            for (BlobResult.ListEntry entry : page == null ? List.<BlobResult.ListEntry>of() : page.entries()) {
                if (entry.name().compareTo(end) >= 0) {
                    return;
                }
                if (NAME.matcher(entry.name()).matches()) {
                    delete(entry.name(), call);
                }
            }
            marker = page == null ? null : page.nextMarker();
        } while (marker != null);
    }

    private BlobResult.@Nullable Blobs page(@Nullable String marker, BlobCall call) {
        try {
            return (BlobResult.Blobs) blobs.run(
                    new BlobOperation.ListBlobs(CONTAINER, "blob/", null, marker, null, PAGE, null, Set.of()), call);
        } catch (StorageException e) {
            if (e.code() == ErrorCode.ContainerNotFound) {
                return null;
            }
            throw e;
        }
    }

    private void delete(String name, BlobCall call) {
        try {
            blobs.run(
                    new BlobOperation.DeleteBlob(CONTAINER, name, null, DeleteSnapshots.INCLUDE, Conditions.NONE),
                    call);
        } catch (StorageException e) {
            if (e.code() != ErrorCode.BlobNotFound) {
                throw e;
            }
        }
    }

    private BlobCall call(Account account, Use use) {
        Pass pass = enforcement.check(account, ServiceKind.BLOB, use);
        Caller caller = new Caller(Caller.Kind.SHARED_KEY, "", account.name());
        return new BlobCall(account.name(), account.blob(), caller, VERSION, pass, _ -> {
            throw new IllegalStateException("logs are not copied");
        });
    }
}
