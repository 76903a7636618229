package lazurite.service.blob.list;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.record.HistoryKind;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a listing starts. Its text is opaque to clients: base64url of a version byte, a byte for the
 * kind of row and its ticks (both 0: from the name's first entry), and the name. Version 1, without the kind, was
 * written before there was more to list of a name than snapshots.
 *
 * @param name first name of the next page
 * @param from first row of that name to list; null for all
 */
public record Marker(String name, @Nullable Place from) {
    private static final byte VERSION = 2;
    private static final byte SNAPSHOTS_ONLY = 1;

    /**
     * A place among the entries of one name.
     *
     * @param kind code of the {@link HistoryKind}, or {@link #LAST}
     * @param ticks of the first row of that kind
     */
    record Place(char kind, long ticks) {
        /** Behind the history: the blob itself. */
        static final char LAST = '~';
    }

    public String write() {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(2 + Long.BYTES + nameBytes.length)
                .put(VERSION)
                .put(from == null ? 0 : (byte) from.kind())
                .putLong(from == null ? 0 : from.ticks())
                .put(nameBytes)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null for an absent or empty marker; 400 for one that was never given out. */
    public static @Nullable Marker read(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() > Long.BYTES) {
                byte version = bytes.get();
                if (version == SNAPSHOTS_ONLY) {
                    long ticks = bytes.getLong();
                    return new Marker(name(bytes), ticks == 0 ? null : new Place(HistoryKind.SNAPSHOT.code(), ticks));
                }
                if (version == VERSION && bytes.remaining() > Long.BYTES) {
                    char kind = (char) bytes.get();
                    long ticks = bytes.getLong();
                    return new Marker(name(bytes), kind == 0 ? null : new Place(kind, ticks));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new StorageException(ErrorCode.InvalidMarker, ErrorCode.InvalidMarker.message(), e);
        }
        throw new StorageException(ErrorCode.InvalidMarker);
    }

    private static String name(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
