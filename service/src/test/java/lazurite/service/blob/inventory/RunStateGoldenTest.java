package lazurite.service.blob.inventory;

import java.time.Instant;
import lazurite.service.blob.Golden;
import org.junit.jupiter.api.Test;

/** The state of an inventory written by version 1 means what it meant. */
final class RunStateGoldenTest {
    @Test
    void anInventoryThatIsWhole() {
        RunState state = new RunState(Instant.ofEpochSecond(64), Instant.ofEpochSecond(65), true);
        Golden.assertForm(RunStateGoldenTest.class, "run-state", state, RunState::write, RunState::read);
    }
}
