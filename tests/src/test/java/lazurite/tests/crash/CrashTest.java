package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import lazurite.tests.crash.CrashSettings.Mode;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server, killed at work again and again. `./lazurite crash` does longer runs of the same. */
class CrashTest {
    private static final int CLIENTS = 3;
    private static final int LOAD_MILLIS_MAX = 600;

    @Test
    void nothingAcknowledgedIsLostOverAHundredKills() {
        CrashRun.Outcome outcome = run(settings(Mode.KILL, 100).checkingEvery(20));
        assertThat(outcome.acknowledged()).isPositive();
        assertThat(outcome.freed()).isPositive();
    }

    @Test
    void norWhereVersionsAreKept() {
        CrashRun.Outcome outcome = run(settings(Mode.KILL_VERSIONED, 12).checkingEvery(6));
        assertThat(outcome.acknowledged()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_CUT", "TORN"})
    void nothingAcknowledgedIsLostOverPowerCuts(Mode mode) {
        if (gcc()) {
            CrashRun.Outcome outcome = run(settings(mode, 12).checkingEvery(6));
            assertThat(outcome.acknowledged()).isPositive();
            assertThat(outcome.takenBack()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL_DISK", "WRITE_ERROR", "SYNC_ERROR"})
    void nothingAcknowledgedIsLostWhenTheDiskFailsAndThenThePower(Mode mode) {
        if (gcc()) {
            CrashRun.Outcome outcome = run(settings(mode, 8).checkingEvery(4));
            assertThat(outcome.acknowledged()).isPositive();
            assertThat(outcome.faults()).isPositive();
        }
    }

    /** The proof that the power cuts would notice. All kinds of syncs: `./lazurite crash --mutations`. */
    @ParameterizedTest
    @ValueSource(strings = {"meta/#.log", "extents/#/#.extent", "extents/#/", "master.key.new", "FORMAT.half"})
    void aSyncLeftOutIsNoticed(String kind) {
        if (gcc()) {
            long seed = seed();
            String noticed =
                    SyncMutations.without(SharedServer.folder("without-sync"), seed, 10, SyncMutations.DATA + kind);
            assertThat(noticed).as("seed " + seed).isNotEmpty();
        }
    }

    private static CrashSettings settings(Mode mode, int rounds) {
        return CrashSettings.of(mode, rounds, seed(), SharedServer.folder("crash"))
                .withClients(CLIENTS)
                .withLoadMillisMax(LOAD_MILLIS_MAX);
    }

    private static CrashRun.Outcome run(CrashSettings settings) {
        System.out.println(settings);
        CrashRun.Outcome outcome = CrashRun.run(settings, line -> {});
        System.out.println(outcome);
        return outcome;
    }

    private static long seed() {
        String given = System.getenv("LAZURITE_TESTS_SEED");
        return given == null ? new Random().nextLong() : Long.parseLong(given);
    }

    private static boolean gcc() {
        return Tools.present("crash under a power cut", List.of(Tools.program("gcc")));
    }
}
