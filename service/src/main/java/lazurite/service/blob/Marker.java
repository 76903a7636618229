package lazurite.service.blob;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a listing starts. Its text is opaque to clients: base64url of a version byte, the snapshot's
 * ticks (0: from the name's first entry) and the name.
 *
 * @param name first name of the next page
 * @param snapshot first snapshot of that name to list; null for all
 */
record Marker(String name, @Nullable Stamp snapshot) {
    private static final byte VERSION = 1;

    String write() {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(1 + Long.BYTES + nameBytes.length)
                .put(VERSION)
                .putLong(snapshot == null ? 0 : snapshot.ticks())
                .put(nameBytes)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null for an absent or empty marker; 400 for one that was never given out. */
    static @Nullable Marker read(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() > Long.BYTES && bytes.get() == VERSION) {
                long ticks = bytes.getLong();
                String name = StandardCharsets.UTF_8.decode(bytes).toString();
                return new Marker(name, ticks == 0 ? null : new Stamp(ticks));
            }
        } catch (IllegalArgumentException e) {
            throw new StorageException(ErrorCode.InvalidMarker, ErrorCode.InvalidMarker.message(), e);
        }
        throw new StorageException(ErrorCode.InvalidMarker);
    }
}
