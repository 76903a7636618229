package lazurite.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lazurite.ledger.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000",
                "tile/0/000.p/1",
                "tile/1/x001/x234/067",
                "tile/63/999.p/255",
                "tile/entries/x001/000",
                "tile/entries/x001/x234/067.p/7",
                "tile/0/x009/x223/x372/x036/x854/x774/999"
            })
    void everyPathIsReadAndWritten(String path) {
        assertThat(TilePath.parse(path)).hasToString(path);
    }

    @Test
    void numbersMeanWhatTheyMean() {
        assertThat(TilePath.parse("tile/3/x001/x234/067.p/9")).isEqualTo(new TilePath.Hashes(3, 1_234_067, 9));
        assertThat(TilePath.parse("tile/entries/012")).isEqualTo(new TilePath.Entries(12, 256));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/0000",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001",
                "tile/0/000.p",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/1/2",
                "tile/x001.p/3",
                "tile/entries",
                "tile/entries.p/5",
                "tile/0/ 01",
                "tile/0/x99/999",
                "/tile/0/000",
                "tile/0/000/",
                "tile/data/000",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/0/\u0661\u0662\u0663"
            })
    void everythingElseIsRefused(String path) {
        assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(RefusedException.class);
    }

    @Test
    void entriesAreReadAsTheyWereWritten() {
        List<byte[]> entries = List.of(new byte[0], Leaves.entry(7), new byte[65_535]);
        byte[] tile = Tiles.ofEntries(entries);

        assertThat(Tiles.entries(tile, 3)).usingRecursiveComparison().isEqualTo(entries);
        assertThatThrownBy(() -> Tiles.entries(tile, 2)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Tiles.entries(tile, 4)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Tiles.hashes(tile, 3)).isInstanceOf(RefusedException.class);
    }
}
