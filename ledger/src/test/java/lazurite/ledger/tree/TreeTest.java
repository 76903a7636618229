package lazurite.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.ledger.RefusedException;
import org.junit.jupiter.api.Test;

class TreeTest {
    private static final int SIZE_MAX = 70;
    private static final List<Hash> LEAVES = Leaves.hashes(SIZE_MAX);

    @Test
    void rootsAreThoseOfTheDefinition() {
        for (int size = 0; size <= SIZE_MAX; size++) {
            assertThat(tree(size).root(size)).isEqualTo(root(size));
        }
        assertThat(Merkle.EMPTY.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void everyInclusionProofVerifiesAndNoOtherDoes() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> proof = tree(size).inclusion(index, size);
                Proofs.verifyInclusion(LEAVES.get(index), index, size, root(size), proof);

                for (List<Hash> wrong : altered(proof)) {
                    assertRefused(LEAVES.get(index), index, size, wrong);
                }
                assertRefused(LEAVES.get((index + 1) % SIZE_MAX), index, size, proof);
                assertRefused(LEAVES.get(index), size, size, proof);
                assertRefused(LEAVES.get(index), -1, size, proof);
                if (size > 1) {
                    assertRefused(LEAVES.get(index), (index + 1) % size, size, proof);
                }
            }
        }
    }

    @Test
    void everyConsistencyProofVerifiesAndNoOtherDoes() {
        for (int newer = 0; newer <= SIZE_MAX; newer++) {
            for (int older = 0; older <= newer; older++) {
                List<Hash> proof = tree(newer).consistency(older, newer);
                Proofs.verifyConsistency(older, root(older), newer, root(newer), proof);

                for (List<Hash> wrong : altered(proof)) {
                    assertRefused(older, root(older), newer, wrong);
                }
                assertRefused(older, LEAVES.get(3).equals(root(older)) ? LEAVES.get(4) : LEAVES.get(3), newer, proof);
                assertRefused(newer + 1, root(older), newer, proof);
                assertRefused(-1, root(older), newer, proof);
            }
        }
    }

    @Test
    void aTreeOfTilesHasTheSameRootsAndProofs() {
        List<Hash> leaves = Leaves.hashes(70_000);
        Map<String, byte[]> tiles = Leaves.tiles(leaves);
        Hash root = Leaves.root(leaves);
        Tree tree = new Tree(new TileHashes(70_000, path -> tiles.getOrDefault(path.toString(), new byte[0])));

        assertThat(tree.root(70_000)).isEqualTo(root);
        for (int index : new int[] {0, 255, 256, 65_535, 65_536, 69_888, 69_999}) {
            Proofs.verifyInclusion(leaves.get(index), index, 70_000, root, tree.inclusion(index, 70_000));
        }
        for (int older : new int[] {1, 255, 256, 257, 65_535, 65_536, 65_537, 69_999}) {
            Hash before = Leaves.root(leaves.subList(0, older));
            Proofs.verifyConsistency(older, before, 70_000, root, tree.consistency(older, 70_000));
        }
    }

    @Test
    void tilesAreAsWideAsTheSpecificationSays() {
        assertThat(Tiles.widthAt(0, 272, 70_000)).isEqualTo(256);
        assertThat(Tiles.widthAt(0, 273, 70_000)).isEqualTo(112);
        assertThat(Tiles.widthAt(0, 274, 70_000)).isZero();
        assertThat(Tiles.widthAt(1, 0, 70_000)).isEqualTo(256);
        assertThat(Tiles.widthAt(1, 1, 70_000)).isEqualTo(17);
        assertThat(Tiles.widthAt(2, 0, 70_000)).isEqualTo(1);
        assertThat(Tiles.widthAt(3, 0, 70_000)).isZero();
        assertThat(Tiles.widthAt(0, 1, 256)).isZero();
        assertThat(Tiles.widthAt(1, 0, 256)).isEqualTo(1);
        assertThat(Tiles.widthAt(63, 0, Long.MAX_VALUE)).isZero();
        assertThat(Tiles.widthAt(0, Long.MAX_VALUE, 5)).isZero();
    }

    private static void assertRefused(Hash leaf, long index, long size, List<Hash> proof) {
        assertThatThrownBy(() -> Proofs.verifyInclusion(leaf, index, size, root((int) size), proof))
                .isInstanceOf(RefusedException.class);
    }

    private static void assertRefused(long older, Hash olderRoot, int newer, List<Hash> proof) {
        assertThatThrownBy(() -> Proofs.verifyConsistency(older, olderRoot, newer, root(newer), proof))
                .isInstanceOf(RefusedException.class);
    }

    private static Hash root(int size) {
        return Leaves.root(LEAVES.subList(0, size));
    }

    private static Tree tree(int size) {
        return Leaves.tree(LEAVES.subList(0, size));
    }

    private static List<List<Hash>> altered(List<Hash> proof) {
        List<List<Hash>> all = new ArrayList<>();
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(Merkle.EMPTY);
        all.add(longer);
        for (int i = 0; i < proof.size(); i++) {
            List<Hash> changed = new ArrayList<>(proof);
            changed.set(i, Merkle.EMPTY);
            all.add(changed);
        }
        if (!proof.isEmpty()) {
            all.add(proof.subList(0, proof.size() - 1));
        }
        return all;
    }
}
