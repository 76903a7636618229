package lazurite.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletionException;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.ledger.entry.Entry;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;

/** A store without room takes no entry; with room again, the log goes on. */
final class FullStoreTest {
    private static final Group OTHER = Group.of("X", "other");

    private final MemoryEngine engine = new MemoryEngine(Platform.system(), 1 << 20);
    private final UidSource uids = new UidSource(Platform.system());

    @Test
    void aFullStoreTakesNoEntryAndTheLogGoesOnBehindIt() {
        try (Ledger ledger = Logs.start(engine.metadata())) {
            ledger.append(Logs.draft("s", 0)).join();
            fill();
            assertThatThrownBy(() -> ledger.append(Logs.draft("s", 1)).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StorageException.class);
            assertThat(ledger.failure()).isInstanceOf(StorageException.class);
            assertThat(Logs.verified(ledger)).hasSize(1);

            commit(new Mutation.Delete(Family.BASE, OTHER.prefix()));
            ledger.append(Logs.draft("s", 2)).join();
            assertThat(ledger.failure()).isNull();
            List<Entry> entries = Logs.verified(ledger);
            assertThat(entries).hasSize(2);
            Logs.assertStreamsWhole(entries);
        }
    }

    private void fill() {
        int room = Math.toIntExact(engine.bytesFree()) - 64;
        commit(new Mutation.Put(Family.BASE, OTHER.prefix(), new byte[room]));
    }

    private void commit(Mutation mutation) {
        assertThat(engine.metadata().commit(new Commit(OTHER, uids.next(), List.of(), List.of(mutation), null)))
                .isTrue();
    }
}
