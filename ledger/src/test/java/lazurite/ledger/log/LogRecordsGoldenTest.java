package lazurite.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import lazurite.base.StorageException;
import lazurite.ledger.tree.Merkle;
import org.junit.jupiter.api.Test;

/** What is on disk means what it meant. */
class LogRecordsGoldenTest {
    private static final String HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String HEAD = "01" + "010104" + "0220" + HASH + "030106";
    private static final String STREAM = "01" + "010102" + "0220" + HASH + "03010a";

    @Test
    void aHeadIsReadAndWritten() {
        Head head = new Head(2, Merkle.EMPTY, 3);

        assertThat(Head.read(bytes(HEAD))).isEqualTo(head);
        assertThat(head.bytes()).isEqualTo(bytes(HEAD));
        assertThat(Head.read(Head.NONE.bytes())).isEqualTo(Head.NONE);
    }

    @Test
    void anEndOfAStreamIsReadAndWritten() {
        StreamEnd end = new StreamEnd(1, Merkle.EMPTY, 5);

        assertThat(StreamEnd.read(bytes(STREAM))).isEqualTo(end);
        assertThat(end.bytes()).isEqualTo(bytes(STREAM));
    }

    @Test
    void newerAndDamagedRowsAreErrors() {
        for (String row : new String[] {"", "02" + "010104", "01" + "010104", "01" + "0202ffff", HEAD + "040100"}) {
            assertThatThrownBy(() -> Head.read(bytes(row))).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> StreamEnd.read(bytes(row))).isInstanceOf(StorageException.class);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
