package lazurite.tests.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Proves that the power cut notices a missing sync: every kind of sync that a run was seen to do is left out in turn (the shim does not
 * believe it), and the run must then fail.
 */
final class SyncMutations {
    /** Where a run's data lie below its disk. */
    static final String DATA = "of/some/depth/data/";

    private static final int CLIENTS = 3;
    private static final int LOAD_MILLIS_MAX = 600;

    private SyncMutations() {}

    /**
     * One kind of sync.
     *
     * @param path with its digits folded to `#`; a folder's ends in a slash
     * @param noticed what failed without it; empty when nothing did
     */
    record Mutation(String path, int syncs, String noticed) {
        boolean asItShouldBe() {
            return !noticed.isEmpty() || HARMLESS.containsKey(path);
        }

        String verdict() {
            String why = HARMLESS.get(path);
            if (noticed.isEmpty()) {
                return why == null ? "NOT NOTICED" : "not noticed, and need not be: " + why;
            }
            return "noticed: " + noticed.lines().findFirst().orElse("");
        }
    }

    /** Kinds whose loss loses nothing, and why. */
    static final Map<String, String> HARMLESS = Map.of(
            DATA + "meta/OPTIONS-#.dbtmp", "RocksDB's note of the options it was opened with, which no start reads");

    /** @param rounds tried for each kind before it counts as not noticed */
    static List<Mutation> run(Path folder, long seed, int rounds, Consumer<String> progress) {
        var learning = CrashSettings.of(CrashSettings.Mode.POWER_CUT, 4, seed, make(folder, "learning"));
        Map<String, Integer> kinds = CrashRun.run(learning, progress).syncs();
        progress.accept("kinds of syncs: " + kinds);
        List<Mutation> mutations = new ArrayList<>();
        int number = 0;
        for (var kind : kinds.entrySet()) {
            String noticed = without(make(folder, "without-" + number++), seed, rounds, kind.getKey());
            mutations.add(new Mutation(kind.getKey(), kind.getValue(), noticed));
            progress.accept("without syncs of " + kind.getKey() + ": "
                    + mutations.getLast().verdict());
        }
        return mutations;
    }

    /** What failed; empty when nothing did. */
    static String without(Path folder, long seed, int rounds, String kind) {
        String path = kind.endsWith("/") ? kind.substring(0, kind.length() - 1) : kind;
        CrashSettings settings = CrashSettings.of(CrashSettings.Mode.POWER_CUT, rounds, seed, folder)
                .withClients(CLIENTS)
                .withLoadMillisMax(LOAD_MILLIS_MAX)
                .ignoring(path.replace("#", "*"));
        try {
            CrashRun.run(settings, line -> {});
            return "";
        } catch (Violation e) {
            return e.toString();
        }
    }

    private static Path make(Path folder, String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
