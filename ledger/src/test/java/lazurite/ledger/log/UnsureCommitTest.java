package lazurite.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store over a network may fail without telling whether the commit took effect, or let it take effect later. */
class UnsureCommitTest {
    private final LossyStore store = new LossyStore(new MemoryEngine(Platform.system()).metadata());
    private final Appender appender = Logs.appender(store);

    @Test
    void aCommitWhoseAnswerIsLostIsFoundToHaveTakenEffect() {
        appender.append(List.of(Logs.submission("s", 0)));
        store.lossOfNextAnswer = true;

        assertThat(appender.append(List.of(Logs.submission("s", 1), Logs.submission("s", 2))))
                .allMatch(Outcome.Logged.class::isInstance);
        assertThat(appender.head().size()).isEqualTo(3);
    }

    @Test
    void aCommitThatIsLostFailsAndNothingIsLeftOfIt() {
        appender.append(List.of(Logs.submission("s", 0)));
        store.holdingNextCommit = true;

        assertThatThrownBy(() -> appender.append(List.of(Logs.submission("s", 1))))
                .isInstanceOf(StorageException.class);
        assertThat(appender.head().size()).isEqualTo(1);
        appender.append(List.of(Logs.submission("s", 2)));
        assertThat(store.releaseHeld()).containsExactly(false);
        publishedIsWhole(2);
    }

    @Test
    void aCommitThatComesLateAfterItsAppenderDiedTakesNoEffect() {
        appender.append(List.of(Logs.submission("s", 0)));
        store.holdingNextCommit = true;
        store.failingAfterHeld = true;
        assertThatThrownBy(() -> appender.append(List.of(Logs.submission("s", 1))))
                .isInstanceOf(StorageException.class);
        store.failingAfterHeld = false;

        Appender next = Logs.appender(store);
        next.append(List.of(Logs.submission("s", 2)));
        assertThat(store.releaseHeld()).containsExactly(false);
        publishedIsWhole(2);
    }

    private void publishedIsWhole(int size) {
        Logs.publisher(store).publish(Logs.appender(store).head(), false);
        try (Ledger ledger = Logs.open(store)) {
            assertThat(Logs.verified(ledger)).hasSize(size);
            Logs.assertStreamsWhole(Logs.verified(ledger));
        }
    }

    /** Passes everything on, but loses answers, and holds commits back, when told to. */
    private static final class LossyStore implements MetadataStore {
        private final MetadataStore store;
        private final List<Commit> held = new ArrayList<>();
        private boolean lossOfNextAnswer;
        private boolean holdingNextCommit;
        private boolean failingAfterHeld;

        LossyStore(MetadataStore store) {
            this.store = store;
        }

        List<Boolean> releaseHeld() {
            return held.stream().map(store::commit).toList();
        }

        @Override
        public boolean commit(Commit commit) {
            if (holdingNextCommit) {
                holdingNextCommit = false;
                held.add(commit);
                throw failure();
            }
            if (failingAfterHeld) {
                throw failure();
            }
            boolean done = store.commit(commit);
            if (lossOfNextAnswer) {
                lossOfNextAnswer = false;
                throw failure();
            }
            return done;
        }

        @Override
        public CompletableFuture<Boolean> submit(Commit commit) {
            return CompletableFuture.completedFuture(commit(commit));
        }

        @Override
        public byte @Nullable [] get(Family family, Key key) {
            return store.get(family, key);
        }

        @Override
        public List<Row> scan(Family family, KeyRange range, int limit) {
            return store.scan(family, range, limit);
        }

        @Override
        public List<Row> scanBack(Family family, KeyRange range, int limit) {
            return store.scanBack(family, range, limit);
        }

        @Override
        public void discard(Family family, List<Key> keys) {
            store.discard(family, keys);
        }

        @Override
        public void close() {
            store.close();
        }

        private static StorageException failure() {
            return new StorageException(ErrorCode.ServerBusy, "The network is down.");
        }
    }
}
