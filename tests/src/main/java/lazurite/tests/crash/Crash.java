package lazurite.tests.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Random;
import lazurite.tests.process.Repository;

/** Main class of long crash runs: `--mode`, `--rounds`, `--seed`, `--clients`, `--check-every`, `--ignore-syncs`, `--mutations`. */
public final class Crash {
    private static final String USAGE =
            "crash [--mode kill|power-cut|torn|full-disk|write-error|sync-error] [--rounds N] [--seed N] [--clients N] [--check-every N]"
                    + " [--ignore-syncs PATTERN] [--mutations]";

    private Crash() {}

    public static void main(String... arguments) throws IOException {
        Files.createDirectories(Repository.scratch());
        Path folder = Files.createTempDirectory(Repository.scratch(), "crash-");
        CrashSettings settings = CrashSettings.of(CrashSettings.Mode.KILL, 100, new Random().nextLong(), folder);
        boolean mutations = false;
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String flag = rest.remove();
            if (flag.equals("--mutations")) {
                mutations = true;
            } else if (rest.isEmpty()) {
                System.err.println(USAGE);
                System.exit(2);
            } else {
                settings = with(settings, flag, rest.remove());
            }
        }
        System.out.println(settings);
        boolean passed = mutations ? mutations(settings) : rounds(settings);
        System.exit(passed ? 0 : 1);
    }

    private static CrashSettings with(CrashSettings s, String flag, String value) {
        return switch (flag) {
            case "--mode" ->
                new CrashSettings(
                        mode(value),
                        s.rounds(),
                        s.seed(),
                        s.clients(),
                        s.loadMillisMax(),
                        s.checkEvery(),
                        s.ignoredSyncs(),
                        s.folder());
            case "--rounds" ->
                new CrashSettings(
                        s.mode(),
                        Integer.parseInt(value),
                        s.seed(),
                        s.clients(),
                        s.loadMillisMax(),
                        s.checkEvery(),
                        s.ignoredSyncs(),
                        s.folder());
            case "--seed" ->
                new CrashSettings(
                        s.mode(),
                        s.rounds(),
                        Long.parseLong(value),
                        s.clients(),
                        s.loadMillisMax(),
                        s.checkEvery(),
                        s.ignoredSyncs(),
                        s.folder());
            case "--clients" -> s.withClients(Integer.parseInt(value));
            case "--check-every" -> s.checkingEvery(Integer.parseInt(value));
            case "--ignore-syncs" -> s.ignoring(value);
            default -> throw new IllegalArgumentException("unknown flag " + flag + "; " + USAGE);
        };
    }

    private static CrashSettings.Mode mode(String value) {
        return CrashSettings.Mode.valueOf(value.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static boolean rounds(CrashSettings settings) {
        try {
            System.out.println("passed: " + CrashRun.run(settings, System.out::println));
            return true;
        } catch (Violation e) {
            System.out.println("VIOLATION: " + e.getMessage());
            return false;
        }
    }

    private static boolean mutations(CrashSettings settings) {
        var mutations = SyncMutations.run(settings.folder(), settings.seed(), settings.rounds(), System.out::println);
        return mutations.stream().noneMatch(mutation -> mutation.noticed().isEmpty());
    }
}
