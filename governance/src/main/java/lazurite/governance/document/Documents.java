package lazurite.governance.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * Documents by their SHA-256, and openings by their commitment ({@code docs/formats/ledger.md}). What is put here is
 * durable when the call returns, so that an entry can name it.
 *
 * <p>Concurrency: any thread.
 */
public final class Documents {
    /** Most bytes of a document. */
    public static final int BYTES_MAX = 1 << 20;

    private static final String KIND = "G";
    private static final byte PRIVATE = 0;
    private static final byte PUBLIC = 1;
    private static final byte WITHDRAWN = 2;
    private static final int OPENING_BYTES_MAX = 1 << 20;

    private final MetadataStore store;
    private final UidSource uids;
    private final Group group;

    /** A document that is or was there. */
    public sealed interface Found {
        /** @param isPublic whether everybody may read it */
        record Present(byte[] bytes, boolean isPublic) implements Found {}

        /** It was there and is gone. */
        record Withdrawn() implements Found {}
    }

    /** @param origin of the log whose entries name them, or of the very first of those that it goes on from */
    public Documents(MetadataStore store, UidSource uids, String origin) {
        this.store = store;
        this.uids = uids;
        this.group = Group.of(KIND, origin);
    }

    /**
     * Keeps a document. One that is public stays public; one that was withdrawn is there again.
     *
     * @param isPublic whether everybody may read it
     */
    public Hash put(byte[] bytes, boolean isPublic) {
        if (bytes.length > BYTES_MAX) {
            throw new RefusedException(
                    "A document has " + bytes.length + " bytes, at most " + BYTES_MAX + " are allowed.");
        }
        Hash hash = Hash.sha256(bytes);
        change(key("d", hash), row -> {
            boolean open = isPublic || (row != null && row[0] == PUBLIC);
            byte[] value = new byte[1 + bytes.length];
            value[0] = open ? PUBLIC : PRIVATE;
            System.arraycopy(bytes, 0, value, 1, bytes.length);
            return value;
        });
        return hash;
    }

    /** The document of that hash; null if it never was here. Bytes that are not those of the hash are an InternalError. */
    public @Nullable Found find(Hash hash) {
        byte[] row = store.get(Family.BASE, key("d", hash));
        if (row == null) {
            return null;
        }
        if (row[0] == WITHDRAWN) {
            return new Found.Withdrawn();
        }
        byte[] bytes = Arrays.copyOfRange(row, 1, row.length);
        if (!Hash.sha256(bytes).equals(hash)) {
            throw new StorageException(ErrorCode.InternalError, "The document " + hash + " is damaged.");
        }
        return new Found.Present(bytes, row[0] == PUBLIC);
    }

    /** Destroys the document; that it was there stays known. Nothing happens if it is not there. */
    public void withdraw(Hash hash) {
        change(key("d", hash), row -> row == null ? null : new byte[] {WITHDRAWN});
    }

    /** Keeps what an entry commits to. */
    public Hash keep(Opening opening) {
        Hash commitment = opening.commitment();
        byte[] row = new FieldWriter()
                .text("salt", opening.saltHex())
                .json("content", opening.content())
                .done()
                .canonical();
        change(key("o", commitment), before -> row);
        return commitment;
    }

    /** The opening of that commitment; null if it is not here, or destroyed. */
    public @Nullable Opening opening(Hash commitment) {
        byte[] row = store.get(Family.BASE, key("o", commitment));
        if (row == null) {
            return null;
        }
        FieldReader in = FieldReader.of(Json.parseCanonical(row, OPENING_BYTES_MAX));
        return new Opening(Hash.parseHex(in.text("salt")).bytes(), in.fields("content"));
    }

    /** Destroys the opening: nobody can show any more what the commitment means. */
    public void destroy(Hash commitment) {
        change(key("o", commitment), row -> null);
    }

    private Key key(String kind, Hash hash) {
        byte[] prefix = kind.getBytes(StandardCharsets.US_ASCII);
        byte[] suffix = Arrays.copyOf(prefix, prefix.length + Hash.BYTES);
        System.arraycopy(hash.bytes(), 0, suffix, prefix.length, Hash.BYTES);
        return group.key(suffix);
    }

    @FunctionalInterface
    private interface Change {
        /** The row as it shall be, null for none. */
        byte @Nullable [] of(byte @Nullable [] row);
    }

    private void change(Key key, Change change) {
        while (true) {
            byte[] was = store.get(Family.BASE, key);
            byte[] now = change.of(was);
            if (Arrays.equals(was, now)) {
                return;
            }
            Condition unchanged =
                    was == null ? new Condition.Absent(Family.BASE, key) : new Condition.Equal(Family.BASE, key, was);

            Mutation mutation =
                    now == null ? new Mutation.Delete(Family.BASE, key) : new Mutation.Put(Family.BASE, key, now);
            if (store.commit(new Commit(group, uids.next(), List.of(unchanged), List.of(mutation), null))) {
                return;
            }
        }
    }
}
