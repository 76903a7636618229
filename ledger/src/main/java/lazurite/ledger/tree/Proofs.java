package lazurite.ledger.tree;

import java.util.Iterator;
import java.util.List;
import lazurite.ledger.RefusedException;

/** Verifies proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2). */
public final class Proofs {
    /** Most hashes in a proof: one for each level of the greatest tree. */
    public static final int HASHES_MAX = 63;

    private Proofs() {}

    /** Refuses unless the proof leads from the leaf at {@code index} to the root over {@code size} entries. */
    public static void verifyInclusion(Hash leaf, long index, long size, Hash root, List<Hash> proof) {
        if (index < 0 || index >= size) {
            throw new RefusedException("Entry " + index + " is not in a tree of " + size + ".");
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : proof) {
            if (last == 0) {
                throw new RefusedException("The inclusion proof is too long.");
            }
            if ((node & 1) == 1 || node == last) {
                hash = Merkle.node(sibling, hash);
                int levels = (node & 1) == 1 ? 0 : Math.min(Long.numberOfTrailingZeros(node), 63);
                node >>= levels;
                last >>= levels;
            } else {
                hash = Merkle.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw new RefusedException("The inclusion proof is too short.");
        }
        if (!hash.equals(root)) {
            throw new RefusedException("The inclusion proof does not lead to the root.");
        }
    }

    /** Refuses unless the proof shows that the older tree is the beginning of the newer one. */
    public static void verifyConsistency(long older, Hash olderRoot, long newer, Hash newerRoot, List<Hash> proof) {
        if (older < 0 || older > newer) {
            throw new RefusedException("A tree of " + newer + " has no beginning of " + older + ".");
        }
        if (older == 0 || older == newer) {
            Hash expected = older == 0 ? Merkle.EMPTY : newerRoot;
            if (!proof.isEmpty() || !olderRoot.equals(expected)) {
                throw inconsistent();
            }
            return;
        }
        Iterator<Hash> rest = proof.iterator();
        long skipped = Long.numberOfTrailingZeros(older);
        long node = (older - 1) >> skipped;
        long last = (newer - 1) >> skipped;
        Hash start = node == 0 ? olderRoot : next(rest);
        Hash olderHash = start;
        Hash newerHash = start;
        while (rest.hasNext()) {
            Hash sibling = rest.next();
            if (last == 0) {
                throw inconsistent();
            }
            if ((node & 1) == 1 || node == last) {
                olderHash = Merkle.node(sibling, olderHash);
                newerHash = Merkle.node(sibling, newerHash);
                int levels = (node & 1) == 1 ? 0 : Math.min(Long.numberOfTrailingZeros(node), 63);
                node >>= levels;
                last >>= levels;
            } else {
                newerHash = Merkle.node(newerHash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0 || !olderHash.equals(olderRoot) || !newerHash.equals(newerRoot)) {
            throw inconsistent();
        }
    }

    private static Hash next(Iterator<Hash> rest) {
        if (!rest.hasNext()) {
            throw inconsistent();
        }
        return rest.next();
    }

    private static RefusedException inconsistent() {
        return new RefusedException("The consistency proof does not lead to both roots.");
    }
}
