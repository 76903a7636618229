package lazurite.ledger.tree;

/** Where the hashes of a tree are read from. */
public interface SubtreeHashes {
    /**
     * The hash of the complete subtree over the 2^level entries from {@code index}·2^level on, all of which are in the
     * tree.
     */
    Hash hash(int level, long index);
}
