package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import lazurite.base.Platform;
import lazurite.governance.office.Quorum;
import lazurite.ledger.log.OlderLogs;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;

final class RememberedQuorumTest {
    private final MetadataStore store = new MemoryEngine(Platform.system()).metadata();
    private final Set<Long> covered = new TreeSet<>();

    @Test
    void aQuorumThatWasReachedStays() {
        assertThat(quorum("a/log").covers(7)).isFalse();
        covered.add(7L);
        assertThat(quorum("a/log").covers(7)).isTrue();
        covered.clear();
        assertThat(quorum("a/log").covers(7))
                .as("behind a restart, without witnesses")
                .isTrue();
        assertThat(quorum("a/log").covers(8)).isFalse();
        assertThat(quorum("another/log").covers(7)).isFalse();
    }

    /** Of a process of its own. */
    private Quorum quorum(String origin) {
        Quorum now = new Quorum() {
            @Override
            public boolean needed() {
                return true;
            }

            @Override
            public boolean covers(long index) {
                return covered.contains(index);
            }
        };
        return new RememberedQuorum(
                now, store, new UidSource(Platform.system()), index -> new OlderLogs.Place(origin, index));
    }
}
