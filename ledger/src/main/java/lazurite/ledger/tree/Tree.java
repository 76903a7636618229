package lazurite.ledger.tree;

import java.util.ArrayList;
import java.util.List;

/** Roots and proofs, made from the hashes of complete subtrees (RFC 6962 sections 2.1 to 2.1.2). */
public final class Tree {
    private final SubtreeHashes hashes;

    public Tree(SubtreeHashes hashes) {
        this.hashes = hashes;
    }

    /** The root over the first {@code size} entries. */
    public Hash root(long size) {
        return size == 0 ? Merkle.EMPTY : range(0, size);
    }

    /**
     * The hashes that lead from the entry at {@code index} to the root over {@code size} entries, leaf's sibling first.
     *
     * @throws IllegalArgumentException if the entry is not among them
     */
    public List<Hash> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no entry " + index + " in a tree of " + size);
        }
        List<Hash> proof = new ArrayList<>();
        inclusion(index, 0, size, proof);
        return proof;
    }

    /**
     * The hashes that show that the tree over {@code older} entries is the beginning of the one over {@code newer}.
     * Empty if either is all there is to show: equal sizes, or nothing before.
     *
     * @throws IllegalArgumentException if {@code older} is greater than {@code newer}
     */
    public List<Hash> consistency(long older, long newer) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("a tree of " + newer + " has no beginning of " + older);
        }
        List<Hash> proof = new ArrayList<>();
        if (older > 0 && older < newer) {
            consistency(older, 0, newer, true, proof);
        }
        return proof;
    }

    private void inclusion(long index, long from, long to, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            inclusion(index, from, middle, proof);
            proof.add(range(middle, to));
        } else {
            inclusion(index, middle, to, proof);
            proof.add(range(from, middle));
        }
    }

    /** @param known whether the whole range is the older tree, whose root the verifier has */
    private void consistency(long older, long from, long to, boolean known, List<Hash> proof) {
        if (older == to) {
            if (!known) {
                proof.add(range(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (older <= middle) {
            consistency(older, from, middle, known, proof);
            proof.add(range(middle, to));
        } else {
            consistency(older, middle, to, false, proof);
            proof.add(range(from, middle));
        }
    }

    private Hash range(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return hashes.hash(level, from >> level);
        }
        long middle = from + split(count);
        return Merkle.node(range(from, middle), range(middle, to));
    }

    /** The largest power of two below {@code count}, which is at least 2. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
