package lazurite.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.ExtentStore.Writer;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {
    private static final Group GROUP = Group.of("F", "inc", "name");

    private final UidSource uids = new UidSource(Platform.system());
    private final MemoryEngine engine = new MemoryEngine(Platform.system(), 1 << 20);

    @Test
    void whatDoesNotFitIsRefusedAndWhatIsDeletedMakesRoom() {
        put("a", 600_000);
        assertThatThrownBy(() -> put("b", 600_000)).hasMessageContaining("full");
        put("a", 1_000_000);
        assertThatThrownBy(() -> put("b", 600_000)).hasMessageContaining("full");
        engine.metadata().discard(Family.BODY, List.of(GROUP.key("a")));
        put("b", 600_000);
    }

    @Test
    void everythingDeletedIsEverythingFree() {
        long free = engine.bytesFree();
        put("a", 1000);
        put("a", 10);
        Writer writer = engine.extents().create();
        writer.append(ByteBuffer.allocate(200_000));
        assertThat(engine.bytesFree()).isLessThan(free - 200_000);

        engine.extents().delete(writer.id());
        engine.metadata()
                .commit(new Commit(
                        GROUP,
                        uids.next(),
                        List.of(),
                        List.of(new Mutation.Delete(Family.BODY, GROUP.key("a"))),
                        null));
        assertThat(engine.bytesFree()).isEqualTo(free);
    }

    @Test
    void anExtentThatNoLongerFitsIsSealed() {
        Writer writer = engine.extents().create();
        writer.append(ByteBuffer.allocate(900_000));

        assertThatThrownBy(() -> writer.append(ByteBuffer.allocate(900_000))).hasMessageContaining("full");
        assertThat(writer.sealed()).isTrue();
    }

    private void put(String name, int bytes) {
        Mutation put = new Mutation.Put(Family.BODY, GROUP.key(name), new byte[bytes]);
        engine.metadata().commit(new Commit(GROUP, uids.next(), List.of(), List.of(put), null));
    }
}
