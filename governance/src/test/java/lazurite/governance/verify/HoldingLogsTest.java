package lazurite.governance.verify;

import static lazurite.governance.verify.Scene.CUSTOMER;
import static lazurite.governance.verify.Scene.DAY;
import static lazurite.governance.verify.Scene.HOUR;
import static lazurite.governance.verify.Scene.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lazurite.governance.event.MeterEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldingLogsTest {
    @TempDir
    private Path folder;

    @Test
    void aLogWithEveryKindOfEntryHolds() throws Exception {
        try (Scene scene = WholeLog.scene()) {
            Verification said = Scene.verified(scene.folder(folder));
            assertThat(said.judgements()).allSatisfy(judgement -> {
                assertThat(judgement.findings()).as(judgement.toString()).isEmpty();
                assertThat(judgement.answer()).isEqualTo(Answer.HOLDS);
            });
            assertThat(said.of(Invariant.I8).unchecked()).isNotEmpty();
            assertThat(said.of(Invariant.I11).unchecked())
                    .containsExactly("whether the log still lives, since this is a folder");
            assertThat(said.of(Invariant.ROLES).unchecked())
                    .containsExactly("customers' signatures, since their keys are not public");
        }
    }

    @Test
    void anEmptyDayAfterTheGenesisHolds() throws Exception {
        try (Scene scene = Scene.begun()) {
            assertThat(Scene.verified(scene.folder(folder)).isUnbroken()).isTrue();
        }
    }

    @Test
    void daysThatTheServerSleptThroughAreLate() throws Exception {
        try (Scene scene = Scene.begun()) {
            scene.pass(HOUR);
            scene.sleep(4 * DAY);
            for (int day = 5; day < 9; day++) {
                scene.server(new MeterEvent.Daily(CUSTOMER, "2026-01-0" + day, List.of(), null, null));
            }
            scene.pass(10 * MINUTE);
            Verification said = Scene.verified(scene.folder(folder));
            assertThat(said.isUnbroken()).isTrue();
            assertThat(said.of(Invariant.I3).answer()).isEqualTo(Answer.LATE);
            assertThat(said.of(Invariant.I3).findings())
                    .extracting(Finding::sentence)
                    .contains("The meters of 2026-01-05 came after the end of the next day.");
            assertThat(said.of(Invariant.I11).answer()).isEqualTo(Answer.LATE);
            assertThat(said.of(Invariant.I11).findings())
                    .extracting(finding ->
                            finding.place() == null ? "" : finding.place().type())
                    .containsExactly("log.resumed");
        }
    }

    @Test
    void anotherLogsKeyProvesNothing() throws Exception {
        try (Scene scene = Scene.begun()) {
            scene.folder(folder);
            Files.writeString(
                    folder.resolve("checkpoint"),
                    Files.readString(folder.resolve("checkpoint")).replace("log.example", "log.exampel"));
            Verification said = Scene.verified(folder);
            assertThat(said.isUnbroken()).isFalse();
            assertThat(said.checkpoint()).isNull();
            assertThat(said.of(Invariant.I2).answer()).isEqualTo(Answer.UNCHECKED);
        }
    }
}
