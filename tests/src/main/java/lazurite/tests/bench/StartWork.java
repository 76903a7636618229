package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lazurite.tests.process.Launch;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;

/** From the fork to the first HTTP answer, on an empty folder and on one that holds data; and memory when nothing happens. */
final class StartWork implements Work {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "Start to first answer, and resident memory after 10 idle seconds: medians";
    }

    @Override
    public String run(Settings settings, Path folder) {
        Table table = new Table("server", "empty folder ms", "with data ms", "idle memory");
        int rounds = settings.sized(7, 1);
        for (Contender contender : Turns.present(settings, List.of(Contender.values()))) {
            List<Double> empty = new ArrayList<>();
            List<Double> filled = new ArrayList<>();
            long idle = 0;
            for (int round = 0; round < rounds; round++) {
                Launch launch = contender.launch(folder.resolve(contender.label() + "-" + round));
                empty.add(startAndFill(contender, launch));
                try (ServerUnderTest server = launch.start()) {
                    filled.add(server.startTook().toNanos() / 1e6);
                    if (round == 0) {
                        Pause.millis(settings.sized(10_000, 500));
                        idle = ServerUsage.residentBytes(server);
                    }
                }
            }
            table.row(contender.label(), median(empty), median(filled), Table.megabytes(idle));
        }
        return table.markdown();
    }

    private static double startAndFill(Contender contender, Launch launch) {
        try (ServerUnderTest server = launch.start()) {
            Requests requests = new Requests(server);
            if (contender != Contender.NGINX) {
                requests.createContainer();
            }
            byte[] body = Requests.body(4096);
            Load.once(server, Requests.spread(4, 250, i -> requests.put("n" + i, body)));
            return server.startTook().toNanos() / 1e6;
        }
    }

    private static String median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return Table.number(sorted.get(sorted.size() / 2));
    }
}
