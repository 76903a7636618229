package lazurite.tests.crash;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A body that is known by its seed, so that a model of megabytes takes a few words.
 *
 * @param blockId base64 id of the block it came as; empty for a body that was put as a whole or appended
 */
record Piece(String blockId, long seed, int length) {
    byte[] bytes() {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] join(List<Piece> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }
}
