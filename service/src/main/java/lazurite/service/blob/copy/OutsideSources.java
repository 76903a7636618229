package lazurite.service.blob.copy;

import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.HttpProperties;
import org.jspecify.annotations.Nullable;

/**
 * Reads sources that are on other servers.
 *
 * <p>Concurrency: any thread; who asks bounds how many are read at once.
 */
@FunctionalInterface
public interface OutsideSources {
    /** No other server is read. */
    OutsideSources NONE = (wanted, version) -> {
        throw new StorageException(ErrorCode.CannotVerifyCopySource, "This server reads no other.").withStatus(403);
    };

    /**
     * Asks for the source and waits for the head of the answer. A thread that is interrupted gives up.
     *
     * @param version the x-ms-version to ask under
     * @throws StorageException CannotVerifyCopySource with the source's status where it has one: it is not there, may
     *     not be read, does not meet the conditions, or its address may not be reached
     */
    Opened open(Wanted wanted, String version);

    /**
     * What is asked of another server.
     *
     * @param url as the client sent it, its secrets included
     * @param range null for the whole
     * @param conditions ETags and times only
     * @param authorization sent along as Authorization; null if there is none
     * @param fileIntent sent along as x-ms-file-request-intent; null if there is none
     */
    record Wanted(
            String url,
            @Nullable ByteRange range,
            Conditions conditions,
            @Nullable String authorization,
            @Nullable String fileIntent) {}

    /**
     * A source on its way. Reading throws a StorageException, CannotVerifyCopySource, where it breaks off or is too
     * slow.
     *
     * @param length in bytes; -1 if the source does not say
     * @param properties those that the source is served under
     * @param metadata from its x-ms-meta headers
     * @param etag a strong one, without quotes; null if there is none
     * @param lastModified as sent; null if absent
     * @param type what an Azure Storage server calls it; null elsewhere
     * @param ending breaks it off, from any thread
     */
    record Opened(
            long length,
            InputStream stream,
            HttpProperties properties,
            Map<String, String> metadata,
            @Nullable String etag,
            @Nullable Instant lastModified,
            @Nullable BlobType type,
            Runnable ending)
            implements AutoCloseable {
        /** The same, with something to be done once it has ended. */
        Opened before(Runnable more) {
            return new Opened(length, stream, properties, metadata, etag, lastModified, type, () -> {
                ending.run();
                more.run();
            });
        }

        @Override
        public void close() {
            ending.run();
        }
    }
}
