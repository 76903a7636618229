package lazurite.tests.crash;

import java.nio.file.Path;

/**
 * How a run of rounds is done.
 *
 * @param seed decides everything but the timing between threads and processes
 * @param loadMillisMax a round's load ends, by a kill, at a random time up to this
 * @param checkEvery the data directory is checked offline after each so many rounds, and at the end
 * @param ignoredSyncs pattern of paths whose syncs do not count, as if they were not in the code; empty for none
 * @param folder an empty folder for data, logs and the shim
 */
record CrashSettings(
        Mode mode,
        int rounds,
        long seed,
        int clients,
        int loadMillisMax,
        int checkEvery,
        String ignoredSyncs,
        Path folder) {

    /** What happens to the data when the process dies, and to the disk before. */
    enum Mode {
        /** The process dies, the kernel writes what it has. */
        KILL,
        /** Likewise; versions are kept, and deleted containers. */
        KILL_VERSIONED,
        /** The power goes: what no sync covered is lost. */
        POWER_CUT,
        /** The power goes: of what no sync covered, a random part is lost. */
        TORN,
        /** The disk fills up under load; then the power goes. */
        FULL_DISK,
        /** A write fails under load; then the power goes. */
        WRITE_ERROR,
        /** A sync fails under load; then the power goes. */
        SYNC_ERROR;

        boolean shimmed() {
            return this != KILL && this != KILL_VERSIONED;
        }

        boolean faulty() {
            return this == FULL_DISK || this == WRITE_ERROR || this == SYNC_ERROR;
        }
    }

    CrashSettings {
        if (rounds < 1 || clients < 1 || loadMillisMax < CrashRun.KILL_MILLIS_MIN + 1 || checkEvery < 1) {
            throw new IllegalArgumentException(
                    "rounds, clients and check-every start at 1, load-millis at " + (CrashRun.KILL_MILLIS_MIN + 1));
        }
    }

    static CrashSettings of(Mode mode, int rounds, long seed, Path folder) {
        return new CrashSettings(mode, rounds, seed, 4, 1_500, 1, "", folder);
    }

    CrashSettings in(Mode other) {
        return new CrashSettings(other, rounds, seed, clients, loadMillisMax, checkEvery, ignoredSyncs, folder);
    }

    CrashSettings withRounds(int number) {
        return new CrashSettings(mode, number, seed, clients, loadMillisMax, checkEvery, ignoredSyncs, folder);
    }

    CrashSettings seeded(long other) {
        return new CrashSettings(mode, rounds, other, clients, loadMillisMax, checkEvery, ignoredSyncs, folder);
    }

    CrashSettings checkingEvery(int every) {
        return new CrashSettings(mode, rounds, seed, clients, loadMillisMax, every, ignoredSyncs, folder);
    }

    CrashSettings ignoring(String syncs) {
        return new CrashSettings(mode, rounds, seed, clients, loadMillisMax, checkEvery, syncs, folder);
    }

    CrashSettings withClients(int number) {
        return new CrashSettings(mode, rounds, seed, number, loadMillisMax, checkEvery, ignoredSyncs, folder);
    }

    CrashSettings withLoadMillisMax(int millis) {
        return new CrashSettings(mode, rounds, seed, clients, millis, checkEvery, ignoredSyncs, folder);
    }
}
