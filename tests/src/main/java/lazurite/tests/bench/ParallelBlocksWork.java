package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;

/** One blob of 1 GiB: 128 blocks of 8 MiB from 8 connections, then the block list. */
final class ParallelBlocksWork implements Work {
    private static final int CONNECTIONS = 8;
    private static final int BLOCK_BYTES = 8 * 1024 * 1024;

    @Override
    public String name() {
        return "parallel-1g";
    }

    @Override
    public String title() {
        return "1 GiB by 8 parallel blocks: seconds from the first block to the committed list";
    }

    @Override
    public String run(Settings settings, Path folder) {
        int blocks = settings.sized(128, 16);
        List<Contender> present =
                Turns.present(settings, List.of(Contender.LAZURITE, Contender.AZURITE_MEMORY, Contender.AZURITE_DISK));
        Map<Contender, List<Double>> seconds = new EnumMap<>(Contender.class);
        Map<Contender, Long> memory = new EnumMap<>(Contender.class);
        for (int round = 0; round < Math.min(3, settings.rounds()); round++) {
            for (Contender contender : present) {
                try (ServerUnderTest server = contender.start(folder.resolve("round-" + round))) {
                    seconds.computeIfAbsent(contender, c -> new ArrayList<>()).add(upload(server, blocks));
                    memory.merge(contender, ServerUsage.residentBytesMax(server), Math::max);
                }
            }
        }
        Table table = new Table("server", "seconds (median)", "MB/s", "peak memory");
        double bytes = (double) blocks * BLOCK_BYTES;
        seconds.forEach((contender, list) -> {
            Collections.sort(list);
            double median = list.get(list.size() / 2);
            long peak = memory.getOrDefault(contender, 0L);
            table.row(
                    contender.label(), Table.number(median), Table.number(bytes / 1e6 / median), Table.megabytes(peak));
        });
        return table.markdown();
    }

    private static double upload(ServerUnderTest server, int blocks) {
        Requests requests = new Requests(server);
        requests.createContainer();
        byte[] body = Requests.body(BLOCK_BYTES);
        var load = Requests.spread(CONNECTIONS, blocks / CONNECTIONS, i -> requests.block("large", i, body));
        long begun = System.nanoTime();
        Load.Result result = Load.once(server, load);
        if (result.errors() > 0) {
            throw new IllegalStateException(
                    result.errors() + " of " + blocks + " blocks were refused by " + server.name());
        }
        requests.commit("large", blocks);
        return (System.nanoTime() - begun) / 1e9;
    }
}
