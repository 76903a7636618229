package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.List;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;

/** Memory while 64 clients each upload 256 MiB at once, in one Put Blob each. */
final class ManyUploadsWork implements Work {
    private static final int UPLOADS = 64;

    @Override
    public String name() {
        return "uploads-64";
    }

    @Override
    public String title() {
        return "64 uploads of 256 MiB at once: peak memory";
    }

    @Override
    public String run(Settings settings, Path folder) {
        byte[] body = Requests.body(settings.sized(256, 2) * 1024 * 1024);
        Table table = new Table("server", "peak memory", "memory before", "MB/s", "CPU-s/GB", "refused");
        for (Contender contender :
                Turns.present(settings, List.of(Contender.LAZURITE, Contender.AZURITE_DISK, Contender.NGINX))) {
            try (ServerUnderTest server = contender.start(folder)) {
                Requests requests = new Requests(server);
                if (contender != Contender.NGINX) {
                    requests.createContainer();
                }
                long before = ServerUsage.residentBytes(server);
                Load.Result result =
                        Load.once(server, Requests.spread(UPLOADS, 1, i -> requests.put("upload-" + i, body)));
                table.row(
                        contender.label(),
                        Table.megabytes(ServerUsage.residentBytesMax(server)),
                        Table.megabytes(before),
                        Table.number(result.megabytesPerSecond()),
                        Table.number(ServerUsage.cpuSeconds(server) / (result.bytes() / 1e9)),
                        String.valueOf(result.errors()));
            }
        }
        return table.markdown();
    }
}
