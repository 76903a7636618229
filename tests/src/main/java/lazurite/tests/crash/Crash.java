package lazurite.tests.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import lazurite.tests.process.Repository;

/** Main class of `./lazurite crash`. */
public final class Crash {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String MODES = Arrays.stream(CrashSettings.Mode.values())
            .map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining("|"));
    private static final String USAGE = "crash [--mode " + MODES + "] [--rounds N] [--seed N] [--clients N]"
            + " [--load-millis N] [--check-every N] [--ignore-syncs PATTERN] [--mutations]";

    private Crash() {}

    /**
     * What was asked for.
     *
     * @param mutations leave out each kind of sync in turn, instead of rounds
     */
    record Asked(CrashSettings settings, boolean mutations) {}

    public static void main(String... arguments) throws IOException {
        Files.createDirectories(Repository.scratch());
        Path folder = Files.createTempDirectory(Repository.scratch(), "crash-");
        Asked asked;
        try {
            asked = parse(folder, arguments);
        } catch (IllegalArgumentException wrong) {
            Files.delete(folder);
            System.err.println("lazurite: " + wrong.getMessage());
            System.exit(MISUSED);
            return;
        }
        System.out.println(asked.settings());
        boolean passed = asked.mutations() ? mutations(asked.settings()) : rounds(asked.settings());
        System.exit(passed ? 0 : FAILED);
    }

    /** @throws IllegalArgumentException with one sentence */
    static Asked parse(Path folder, String... arguments) {
        CrashSettings settings = CrashSettings.of(CrashSettings.Mode.KILL, 100, new Random().nextLong(), folder);
        boolean mutations = false;
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String flag = rest.remove();
            if (flag.equals("--mutations")) {
                mutations = true;
            } else {
                settings = with(settings, flag, rest);
            }
        }
        return new Asked(settings, mutations);
    }

    private static CrashSettings with(CrashSettings s, String flag, Deque<String> rest) {
        return switch (flag) {
            case "--mode" -> s.in(mode(value(flag, rest)));
            case "--rounds" -> s.withRounds(count(flag, rest));
            case "--seed" -> s.seeded(number(flag, rest));
            case "--clients" -> s.withClients(count(flag, rest));
            case "--load-millis" -> s.withLoadMillisMax(count(flag, rest));
            case "--check-every" -> s.checkingEvery(count(flag, rest));
            case "--ignore-syncs" -> s.ignoring(value(flag, rest));
            default -> throw new IllegalArgumentException("unknown flag " + flag + "; " + USAGE);
        };
    }

    private static String value(String flag, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(flag + " needs a value; " + USAGE);
        }
        return rest.remove();
    }

    private static long number(String flag, Deque<String> rest) {
        String text = value(flag, rest);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(flag + " takes a whole number, found '" + text + "'", e);
        }
    }

    private static int count(String flag, Deque<String> rest) {
        long number = number(flag, rest);
        if (number < 1 || number > 1_000_000) {
            throw new IllegalArgumentException(flag + " is between 1 and 1000000, found " + number);
        }
        return (int) number;
    }

    private static CrashSettings.Mode mode(String value) {
        for (CrashSettings.Mode mode : CrashSettings.Mode.values()) {
            if (mode.name().equals(value.replace('-', '_').toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException("--mode is one of " + MODES + ", found '" + value + "'");
    }

    private static boolean rounds(CrashSettings settings) {
        long begun = System.nanoTime();
        try {
            CrashRun.Outcome outcome = CrashRun.run(settings, System.out::println);
            System.out.println("passed in " + (System.nanoTime() - begun) / 1_000_000_000 + " s: " + outcome);
            return true;
        } catch (Violation e) {
            System.out.println("VIOLATION: " + e.getMessage());
            return false;
        }
    }

    private static boolean mutations(CrashSettings settings) {
        var mutations = SyncMutations.run(settings.folder(), settings.seed(), settings.rounds(), System.out::println);
        return mutations.stream().allMatch(SyncMutations.Mutation::asItShouldBe);
    }
}
