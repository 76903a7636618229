package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;

/** The same load in turn on several servers, round by round, so that what the machine does meanwhile hits all alike. */
final class Turns {
    private static final long REST_MILLIS = 500;

    private Turns() {}

    /** Brings a server into the state that the load needs, and makes the load. */
    interface Preparation {
        List<List<Prepared>> prepare(Contender contender, ServerUnderTest server);
    }

    /**
     * One server's turns.
     *
     * @param residentBytesMax since its start
     */
    record Outcome(List<Turn> turns, long residentBytesMax) {
        double median(ToDoubleFunction<Turn> figure) {
            double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
            return sorted[sorted.length / 2];
        }

        long errors() {
            return turns.stream().mapToLong(turn -> turn.load().errors()).sum();
        }
    }

    record Turn(Load.Result load, double cpuSeconds) {
        double cpuSecondsPerGigabyte() {
            return cpuSeconds / (load.bytes() / 1e9);
        }

        double cpuMicrosPerRequest() {
            return cpuSeconds * 1e6 / load.requests();
        }
    }

    static Map<Contender, Outcome> run(
            Settings settings,
            List<Contender> contenders,
            Path folder,
            Map<String, String> environment,
            Preparation preparation) {
        Map<Contender, ServerUnderTest> servers = new EnumMap<>(Contender.class);
        Map<Contender, List<Turn>> turns = new EnumMap<>(Contender.class);
        try {
            Map<Contender, List<List<Prepared>>> loads = new EnumMap<>(Contender.class);
            for (Contender contender : contenders) {
                ServerUnderTest server = contender.start(folder, environment);
                servers.put(contender, server);
                loads.put(contender, preparation.prepare(contender, server));
                turns.put(contender, new ArrayList<>());
                Load.forSeconds(server, at(loads, contender), settings.warmupSeconds());
            }
            for (int round = 0; round < settings.rounds(); round++) {
                for (Contender contender : rotated(contenders, round)) {
                    Pause.millis(REST_MILLIS);
                    ServerUnderTest server = at(servers, contender);
                    at(turns, contender).add(turn(server, at(loads, contender), settings.seconds()));
                }
            }
            Map<Contender, Outcome> outcomes = new EnumMap<>(Contender.class);
            turns.forEach((contender, list) ->
                    outcomes.put(contender, new Outcome(list, ServerUsage.residentBytesMax(at(servers, contender)))));
            return outcomes;
        } finally {
            servers.values().forEach(ServerUnderTest::kill);
        }
    }

    private static Turn turn(ServerUnderTest server, List<List<Prepared>> load, int seconds) {
        double before = ServerUsage.cpuSeconds(server);
        Load.Result result = Load.forSeconds(server, load, seconds);
        return new Turn(result, ServerUsage.cpuSeconds(server) - before);
    }

    private static <T> T at(Map<Contender, T> map, Contender contender) {
        T value = map.get(contender);
        if (value == null) {
            throw new IllegalStateException(contender.label() + " does not take part");
        }
        return value;
    }

    private static List<Contender> rotated(List<Contender> contenders, int round) {
        List<Contender> order = new ArrayList<>(contenders);
        java.util.Collections.rotate(order, round);
        return order;
    }

    /** Those of the wanted that take part and are here, in a fixed order. */
    static List<Contender> present(Settings settings, List<Contender> wanted) {
        return wanted.stream()
                .filter(settings.contenders()::contains)
                .filter(Contender::available)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
