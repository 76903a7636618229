package lazurite.tests.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lazurite.tests.process.Command;
import lazurite.tests.process.ServerUnderTest;

/** How soon and how far the disk gets space back: what was deleted, large and small, and what is overwritten all the time. */
final class SpaceWork implements Work {
    private static final int MIB = 1024 * 1024;
    private static final int CONNECTIONS = 4;
    private static final int WAIT_SECONDS_MAX = 720;
    private static final int LIVE_BLOBS = 32;

    @Override
    public String name() {
        return "space";
    }

    @Override
    public String title() {
        return "Disk of Lazurite after deletions and under overwriting";
    }

    @Override
    public String run(Settings settings, Path folder) {
        Table table =
                new Table("what", "written", "live", "disk when written", "disk at the end", "seconds until back");
        large(settings, folder.resolve("large"), table);
        small(settings, folder.resolve("small"), table);
        overwritten(settings, folder.resolve("overwritten"), table);
        return table.markdown()
                + "\n\"Back\" is: the disk holds at most the live bytes and a tenth of the deleted ones,"
                + " and 96 MiB for metadata and its log. Overwriting is not waited for: its last column is how long it went on,"
                + " and the disk at the end the most seen meanwhile.\n";
    }

    /** One in sixteen blobs stays, so that every extent is over nine tenths dead. */
    private static void large(Settings settings, Path folder, Table table) {
        int blobs = settings.sized(192, 32);
        deleted(folder, "8 MiB blobs, 15 of 16 deleted", blobs, 8 * MIB, 16, table);
    }

    /** One in four stays, so that every pack is over half dead. */
    private static void small(Settings settings, Path folder, Table table) {
        int blobs = settings.sized(40_000, 2_000);
        deleted(folder, "8 KiB blobs, 3 of 4 deleted", blobs, 8 * 1024, 4, table);
    }

    private static void deleted(Path folder, String what, int blobs, int bytes, int keepOneIn, Table table) {
        try (ServerUnderTest server = Contender.LAZURITE.start(folder)) {
            Requests requests = new Requests(server);
            requests.createContainer();
            byte[] body = Requests.body(bytes);
            int each = blobs / CONNECTIONS;
            Load.once(server, Requests.spread(CONNECTIONS, each, i -> requests.put("n" + i, body)));
            long before = disk(folder);
            Load.once(
                    server,
                    Requests.spread(
                            CONNECTIONS,
                            each,
                            i -> i % keepOneIn == 0 ? requests.get("n" + i) : requests.delete("n" + i)));
            long written = (long) blobs * bytes;
            long live = written / keepOneIn;
            long enough = live + (written - live) / 10 + 96L * MIB;
            long begun = System.nanoTime();
            long now = disk(folder);
            while (now > enough && secondsSince(begun) < WAIT_SECONDS_MAX) {
                Pause.millis(500);
                now = disk(folder);
            }
            String took = now > enough ? "not within " + WAIT_SECONDS_MAX : Table.number(secondsSince(begun));
            row(table, what, written, live, before, now, took);
        }
    }

    private static void overwritten(Settings settings, Path folder, Table table) {
        try (ServerUnderTest server = Contender.LAZURITE.start(folder)) {
            Requests requests = new Requests(server);
            requests.createContainer();
            byte[] body = Requests.body(8 * MIB);
            int each = LIVE_BLOBS / CONNECTIONS;
            List<List<Prepared>> load = Requests.spread(CONNECTIONS, each, i -> requests.put("n" + i, body));
            Load.once(server, load);
            long first = disk(folder);
            int seconds = settings.sized(60, 3);
            CompletableFuture<Load.Result> running =
                    CompletableFuture.supplyAsync(() -> Load.forSeconds(server, load, seconds));
            long most = first;
            while (!running.isDone()) {
                Pause.millis(200);
                most = Math.max(most, disk(folder));
            }
            Load.Result result = running.join();
            String what = "32 blobs of 8 MiB overwritten";
            row(table, what, result.bytes(), (long) LIVE_BLOBS * body.length, first, most, Table.number(seconds));
        }
    }

    private static void row(Table table, String what, long written, long live, long before, long after, String took) {
        table.row(
                what,
                Table.megabytes(written),
                Table.megabytes(live),
                Table.megabytes(before),
                Table.megabytes(after),
                took);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** Files that vanish while they are counted are not an error. */
    private static long disk(Path folder) {
        Command.Result result = Command.run(
                List.of(
                        "du",
                        "-s",
                        "--block-size=1",
                        folder.resolve(Contender.LAZURITE.label()).toString()),
                Path.of("/"),
                Map.of(),
                Duration.ofMinutes(1));
        String last = result.output().lines().reduce("", (a, b) -> b);
        return Long.parseLong(last.split("\\s", 2)[0]);
    }
}
