package lazurite.service.blob.operation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import lazurite.base.Crc64;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import org.jspecify.annotations.Nullable;

/** The hashes by which client and server tell that a body arrived whole. */
public final class BodyHashes {
    private BodyHashes() {}

    public static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The eight bytes of the wire form, little-endian. */
    public static byte[] wire(Crc64 crc) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(crc.value())
                .array();
    }

    public static byte[] crcOf(byte[] bytes) {
        Crc64 crc = new Crc64();
        crc.update(bytes);
        return wire(crc);
    }

    /** @throws StorageException 400 Md5Mismatch, Crc64Mismatch */
    public static void verify(Checksums expected, byte[] body) {
        verify(
                expected,
                expected.md5() == null ? null : md5().digest(body),
                expected.crc64() == null ? null : crcOf(body));
    }

    /**
     * @param md5 null if it was not computed since none is expected, as with {@code crc64}
     * @throws StorageException 400 Md5Mismatch, Crc64Mismatch
     */
    public static void verify(Checksums expected, byte @Nullable [] md5, byte @Nullable [] crc64) {
        if (expected.md5() != null && !MessageDigest.isEqual(expected.md5(), md5)) {
            throw new StorageException(ErrorCode.Md5Mismatch)
                    .with("UserSpecifiedMd5", base64(expected.md5()))
                    .with("ServerCalculatedMd5", base64(md5));
        }
        if (expected.crc64() != null && !MessageDigest.isEqual(expected.crc64(), crc64)) {
            throw new StorageException(ErrorCode.Crc64Mismatch)
                    .with("UserSpecifiedCrc64", base64(expected.crc64()))
                    .with("ServerCalculatedCrc64", base64(crc64));
        }
    }

    private static String base64(byte @Nullable [] bytes) {
        return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
    }
}
