package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import lazurite.tests.process.Repository;

/**
 * How a run is cut.
 *
 * @param only names of works to run; empty means all
 * @param contenders which servers take part
 * @param rounds turns that each server gets
 * @param seconds length of one turn
 * @param warmupSeconds load on each server before its first turn, so that what compiles at run time is compiled
 * @param quick sizes scaled down, to see that everything runs; its figures mean nothing
 * @param report file that takes the results
 */
record Settings(
        Set<String> only,
        Set<Contender> contenders,
        int rounds,
        int seconds,
        int warmupSeconds,
        boolean quick,
        Path report) {
    static final String USAGE =
            "bench [--only NAME]... [--server NAME]... [--rounds N] [--seconds N] [--warmup SECONDS] [--quick] [--report FILE]";

    Settings {
        only = Set.copyOf(only);
        contenders = contenders.isEmpty() ? EnumSet.allOf(Contender.class) : EnumSet.copyOf(contenders);
    }

    static Settings parse(String... arguments) {
        Set<String> only = new HashSet<>();
        Set<Contender> contenders = EnumSet.noneOf(Contender.class);
        int rounds = 5;
        int seconds = 5;
        int warmup = 40;
        boolean quick = false;
        Path report = Repository.root().resolve("docs/benchmarks.md");
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String flag = rest.remove();
            switch (flag) {
                case "--only" -> only.add(value(flag, rest));
                case "--server" -> contenders.add(Contender.named(value(flag, rest)));
                case "--rounds" -> rounds = number(flag, rest);
                case "--seconds" -> seconds = number(flag, rest);
                case "--warmup" -> warmup = number(flag, rest);
                case "--report" -> report = Path.of(value(flag, rest)).toAbsolutePath();
                case "--quick" -> quick = true;
                default -> throw new IllegalArgumentException("unknown flag " + flag + "; " + USAGE);
            }
        }
        return new Settings(
                only, contenders, quick ? 1 : rounds, quick ? 1 : seconds, quick ? 1 : warmup, quick, report);
    }

    private static String value(String flag, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(flag + " needs a value; " + USAGE);
        }
        return rest.remove();
    }

    private static int number(String flag, Deque<String> rest) {
        int number = Integer.parseInt(value(flag, rest));
        if (number < 1) {
            throw new IllegalArgumentException(flag + " starts at 1; " + USAGE);
        }
        return number;
    }

    /** The full size, or the small one in a quick run. */
    int sized(int full, int small) {
        return quick ? small : full;
    }
}
