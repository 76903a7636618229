package lazurite.service.blob.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import lazurite.base.Crc64;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.Content;
import lazurite.store.body.Bodies;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.DataKey;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request body in: reads, hashes and stores it, before any lock is held.
 *
 * <p>Concurrency: any thread; one pooled buffer for each body being taken.
 */
public final class Intake {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Bodies bodies;
    private final ArrayBlockingQueue<byte[]> buffers = new ArrayBlockingQueue<>(128);

    public Intake(Bodies bodies) {
        this.bodies = bodies;
    }

    /**
     * A body that was taken and verified.
     *
     * @param body null if it was empty
     * @param md5 null if it was not asked for
     * @param crc64 null if it was not asked for
     */
    public record Taken(@Nullable WrittenBody body, long length, byte @Nullable [] md5, byte @Nullable [] crc64)
            implements AutoCloseable {
        /** Makes the transaction name the body; what it returns goes into the record. */
        public Content name(BlobTransaction transaction) {
            if (body == null) {
                return new Content.Empty();
            }
            transaction.putAll(body.mutations(transaction.group()));
            transaction.gain(body.ref());
            return new Content.Single(body.ref());
        }

        @Override
        public void close() {
            if (body != null) {
                body.close();
            }
        }
    }

    /**
     * @param lengthMax longest body allowed, in bytes
     * @param md5 whether to compute it even if the client gave none
     * @param crc64 likewise
     */
    public Taken take(DataKey key, Payload payload, Checksums expected, long lengthMax, boolean md5, boolean crc64) {
        checkLength(payload.length(), lengthMax);
        MessageDigest digest = md5 || expected.md5() != null ? BodyHashes.md5() : null;
        Crc64 crc = crc64 || expected.crc64() != null ? new Crc64() : null;
        byte[] buffer = buffers.poll();
        byte[] held = buffer == null ? new byte[BUFFER_BYTES] : buffer;
        try (BodyWriter writer = bodies.write(key)) {
            long length = 0;
            int read;
            while ((read = payload.stream().read(held)) >= 0) {
                length += read;
                checkLength(length, lengthMax);
                if (digest != null) {
                    digest.update(held, 0, read);
                }
                if (crc != null) {
                    crc.update(held, 0, read);
                }
                writer.write(held, 0, read);
            }
            byte[] actualMd5 = digest == null ? null : digest.digest();
            byte[] actualCrc = crc == null ? null : BodyHashes.wire(crc);
            BodyHashes.verify(expected, actualMd5, actualCrc);
            return new Taken(length == 0 ? null : writer.finish(), length, actualMd5, actualCrc);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            buffers.offer(held);
        }
    }

    /** A small body (a document) as bytes, verified. */
    public static byte[] document(Payload payload, Checksums expected, int lengthMax) {
        checkLength(payload.length(), lengthMax);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(512);
            byte[] buffer = new byte[8 << 10];
            int read;
            while ((read = payload.stream().read(buffer)) >= 0) {
                checkLength((long) out.size() + read, lengthMax);
                out.write(buffer, 0, read);
            }
            byte[] bytes = out.toByteArray();
            BodyHashes.verify(expected, bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkLength(long length, long lengthMax) {
        if (length > lengthMax) {
            throw new StorageException(ErrorCode.RequestBodyTooLarge).with("MaxLimit", Long.toString(lengthMax));
        }
    }
}
