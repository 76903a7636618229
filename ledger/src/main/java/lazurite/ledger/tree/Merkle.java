package lazurite.ledger.tree;

import java.security.MessageDigest;
import java.util.List;

/** How leaves and nodes are hashed (RFC 6962 section 2.1). */
public final class Merkle {
    /** The root of the tree without entries. */
    public static final Hash EMPTY = Hash.sha256();

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Merkle() {}

    public static Hash leaf(byte[] entry) {
        MessageDigest digest = Hash.digest();
        digest.update(LEAF);
        digest.update(entry);
        return Hash.finish(digest);
    }

    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = Hash.digest();
        digest.update(NODE);
        left.feed(digest);
        right.feed(digest);
        return Hash.finish(digest);
    }

    /** The root of the complete subtree above these hashes, whose count is a power of two. */
    public static Hash above(List<Hash> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int half = hashes.size() / 2;
        return node(above(hashes.subList(0, half)), above(hashes.subList(half, hashes.size())));
    }
}
