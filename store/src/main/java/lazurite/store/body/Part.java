package lazurite.store.body;

import java.util.Objects;

/**
 * One entry of a parts list: a block of a block blob, an append of an append blob.
 *
 * @param blockId the block's id as the client wrote it (base64 text); empty for appends
 * @param body that holds its bytes, and perhaps those of its neighbours
 * @param from where in the body's content its bytes begin
 * @param length how many they are
 */
public record Part(String blockId, BodyRef body, long from, long length) {
    public Part {
        Objects.checkFromIndexSize(from, length, body.length());
    }

    /** A part that has its body to itself. */
    public Part(String blockId, BodyRef body) {
        this(blockId, body, 0, body.length());
    }

    /** Whether the part's bytes are all that the body holds. */
    public boolean whole() {
        return length == body.length();
    }

    /** Its first bytes, of which there are at least {@code most}. */
    public Part first(long most) {
        return new Part(blockId, body, from, most);
    }

    /** Whether the next part's bytes lie right behind this one's, so that one read gets both. */
    public boolean goesOnIn(Part next) {
        return next.from == from + length && next.body.equals(body);
    }
}
