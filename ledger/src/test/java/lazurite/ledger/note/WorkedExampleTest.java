package lazurite.ledger.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TileHashes;
import lazurite.ledger.tree.Tiles;
import lazurite.ledger.tree.Tree;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/formats/ledger.md}, which verifiers of other makes accept, byte for byte. */
class WorkedExampleTest {
    private static final String VKEY =
            "lazurite.example/log/2026+d2952aae+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
    private static final byte[] E0 =
            "{\"index\":0,\"type\":\"lazurite.meter.daily/v1\",\"sub\":\"S0\",\"storage_bytes\":0}".getBytes(UTF_8);
    private static final byte[] E1 =
            "{\"index\":1,\"type\":\"lazurite.meter.daily/v1\",\"sub\":\"S1\",\"storage_bytes\":1000}".getBytes(UTF_8);
    private static final String CHECKPOINT = """
            lazurite.example/log/2026
            2
            ocJVwHxqX1tXPH0O4r7rUZYEmxz4/kIc57cWRYFrGIQ=

            — lazurite.example/log/2026 0pUqrviOIJ/btUGJqz7n0CE/Zoh3B4zH/gcQpWOqJo5R9GiIFrdXSnVuTCapBA23yDluerLjGNi5zt35oQ5UpdMfSw4=
            """;

    @Test
    void theTreeIsTheSame() {
        assertThat(Merkle.leaf(E0).hex()).isEqualTo("30cb4a94a4415110522341ba17a262a1ee67d3cdc303b0baba9df671a199b4c5");
        assertThat(Merkle.leaf(E1).hex()).isEqualTo("21cb7ca0d12e6960fe207d80da2b7881b8f23598c4a4f967b3761586fcaacec7");
        byte[] tile = Tiles.ofHashes(List.of(Merkle.leaf(E0), Merkle.leaf(E1)));
        assertThat(new Tree(new TileHashes(2, path -> tile)).root(2).hex())
                .isEqualTo("a1c255c07c6a5f5b573c7d0ee2beeb5196049b1cf8fe421ce7b71645816b1884");
    }

    @Test
    void theKeyIsTheSame() {
        assertThat(key().verifier().text()).isEqualTo(VKEY);
        assertThat(VerifierKey.parse(VKEY)).isEqualTo(key().verifier());
    }

    @Test
    void theCheckpointIsTheSame() {
        Checkpoint checkpoint =
                new Checkpoint("lazurite.example/log/2026", 2, Merkle.node(Merkle.leaf(E0), Merkle.leaf(E1)));
        NoteSignature line = key().sign(checkpoint, Instant.EPOCH);

        assertThat(new Note(checkpoint.text(), List.of(line)).bytes())
                .asString(UTF_8)
                .isEqualTo(CHECKPOINT);
        Note read = Note.parse(CHECKPOINT.getBytes(UTF_8));
        assertThat(Checkpoint.parse(read.text())).isEqualTo(checkpoint);
        assertThat(VerifierKey.parse(VKEY).verify(read.text(), read.signatures().getFirst()))
                .isEmpty();
    }

    private static SignerKey key() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        return new SignerKey("lazurite.example/log/2026", SignatureType.ED25519, seed);
    }
}
