package lazurite.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.ledger.tree.Hash;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are other than they were, below all checksums of the store. */
final class LedgerCheckTest {
    private static final int ENTRIES = 600;

    private final MetadataStore store = new MemoryEngine(Platform.system()).metadata();
    private final LogRows rows = Logs.rows(store);

    @BeforeEach
    void fill() {
        try (Ledger ledger = Logs.start(store)) {
            IntStream.range(0, ENTRIES)
                    .mapToObj(i -> ledger.append(Logs.draft("s" + i % 3, i)))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        assertThat(walk()).isEmpty();
    }

    @Test
    void aChangedEntryIsNamed() {
        change(Family.HISTORY, rows.entryKey(77), 40);
        assertThat(walk()).anyMatch(problem -> problem.contains("Its entry 77 is damaged"));
    }

    @Test
    void aChangedEntryBesideFullTilesKeepsTheLogFromSigning() {
        change(Family.HISTORY, rows.entryKey(ENTRIES - 1), 40);
        assertThat(walk()).anyMatch(problem -> problem.contains("do not lead to the root of its head"));
        assertThatThrownBy(() -> Logs.appender(store).head())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("do not lead to the root");
    }

    @Test
    void aMissingEntryIsNamed() {
        rows.commit(List.of(), List.of(new Mutation.Delete(Family.HISTORY, rows.entryKey(77))));
        assertThat(walk()).anyMatch(problem -> problem.contains("entry 77 is missing"));
    }

    @Test
    void aChangedTileIsNamed() {
        change(Family.HISTORY, rows.tileKey(0, 1), 32 * 5);
        assertThat(walk()).singleElement().asString().contains("Its tile tile/0/001 is damaged at entry 261");
    }

    @Test
    void aMissingTileIsNoDamage() {
        rows.commit(List.of(), List.of(new Mutation.Delete(Family.HISTORY, rows.tileKey(0, 1))));
        assertThat(walk()).isEmpty();
    }

    @Test
    void aChangedHeadIsNamed() {
        put(rows.headKey(), new Head(ENTRIES, Hash.sha256(), 1).bytes());
        assertThat(walk()).anyMatch(problem -> problem.contains("root of its head"));
    }

    @Test
    void aHeadThatIsAheadIsNamed() {
        put(rows.headKey(), new Head(ENTRIES + 1, rows.head().root(), 1).bytes());
        assertThat(walk()).anyMatch(problem -> problem.contains("entry " + ENTRIES + " is missing"));
    }

    @Test
    void aHeadThatIsBehindIsNamed() {
        put(rows.headKey(), Head.NONE.bytes());
        assertThat(walk()).anyMatch(problem -> problem.contains("more entries than it has"));
    }

    @Test
    void aChangedEndOfAStreamIsNamed() {
        put(rows.streamKey("s1"), new StreamEnd(3, Hash.sha256(), 4).bytes());
        assertThat(walk()).singleElement().asString().contains("The end of its stream s1");
    }

    @Test
    void aChangedCheckpointIsNamed() {
        change(Family.BASE, rows.publishedKey(), 30);
        assertThat(walk()).isNotEmpty();
    }

    private List<String> walk() {
        return LedgerCheck.walk(store, Platform.system());
    }

    private void change(Family family, Key key, int at) {
        byte[] row = Logs.there(rows.get(family, key)).clone();
        row[at] ^= 1;
        rows.commit(List.of(), List.of(new Mutation.Put(family, key, row)));
    }

    private void put(Key key, byte[] row) {
        rows.commit(List.of(), List.of(new Mutation.Put(Family.BASE, key, row)));
    }
}
