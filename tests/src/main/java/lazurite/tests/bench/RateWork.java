package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.ServerUnderTest;

/**
 * One kind of request over a number of kept connections, for a time.
 *
 * @param contenders who is asked
 * @param environment given to each server's process
 */
record RateWork(
        String name,
        String title,
        List<Contender> contenders,
        Map<String, String> environment,
        Kind kind,
        int bytes,
        int connections)
        implements Work {
    private static final int SMALL_NAMES = 2_000;
    private static final int LARGE_NAMES = 16;
    private static final int LARGE = 1024 * 1024;

    /** What one request does. A server without blocks gets a plain put in their place. */
    enum Kind {
        PUT,
        GET,
        PUT_BLOCK,
        GET_RANGE
    }

    @Override
    public String run(Settings settings, Path folder) {
        List<Contender> present = Turns.present(settings, contenders);
        return table(Turns.run(settings, present, folder, environment, this::prepare));
    }

    private List<List<Prepared>> prepare(Contender contender, ServerUnderTest server) {
        Requests requests = new Requests(server);
        boolean files = contender == Contender.NGINX;
        if (!files) {
            requests.createContainer();
        }
        byte[] body = Requests.body(bytes);
        int each = Math.max(1, (bytes >= LARGE ? LARGE_NAMES : SMALL_NAMES) / connections);
        return switch (kind) {
            case PUT -> Requests.spread(connections, each, i -> requests.put("n" + i, body));
            case PUT_BLOCK ->
                Requests.spread(
                        connections,
                        each,
                        i -> files ? requests.put("n" + i, body) : requests.block("n" + i % 4, i, body));
            case GET -> {
                Load.once(server, Requests.spread(connections, each, i -> requests.put("n" + i, body)));
                yield Requests.spread(connections, each, i -> requests.get("n" + i));
            }
            case GET_RANGE -> {
                Load.once(server, List.of(List.of(requests.put("whole", Requests.body(bytes * 8)))));
                yield Requests.spread(connections, each, i -> requests.range("whole", (long) bytes * (i % 8), bytes));
            }
        };
    }

    private String table(Map<Contender, Turns.Outcome> outcomes) {
        double ours = outcomes.containsKey(Contender.LAZURITE) ? rate(outcomes, Contender.LAZURITE) : 0;
        Table table = new Table(
                "server",
                "per second",
                "MB/s",
                "Lazurite to it",
                "median ms",
                "p99 ms",
                "CPU µs each",
                "CPU-s/GB",
                "peak memory",
                "errors");
        outcomes.forEach((contender, outcome) -> table.row(
                contender.label(),
                Table.number(rate(outcomes, contender)),
                Table.number(outcome.median(turn -> turn.load().megabytesPerSecond())),
                Table.ratio(ours, rate(outcomes, contender)),
                Table.number(outcome.median(turn -> turn.load().medianMillis())),
                Table.number(outcome.median(turn -> turn.load().p99Millis())),
                Table.number(outcome.median(Turns.Turn::cpuMicrosPerRequest)),
                Table.number(outcome.median(Turns.Turn::cpuSecondsPerGigabyte)),
                Table.megabytes(outcome.residentBytesMax()),
                String.valueOf(outcome.errors())));
        return table.markdown();
    }

    private static double rate(Map<Contender, Turns.Outcome> outcomes, Contender contender) {
        Turns.Outcome outcome = outcomes.get(contender);
        return outcome == null ? 0 : outcome.median(turn -> turn.load().perSecond());
    }
}
