package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;

/** What a blob costs to look at and to read after it grew in very many steps, beside one of the same bytes put whole. */
final class GrowthWork implements Work {
    private static final int MIB = 1024 * 1024;
    private static final int PAGE = 512;
    private static final int CONNECTIONS = 8;

    /** Requests that are signed at once: a signature is good for 15 minutes. */
    private static final int BATCH = 8_000;

    private static final int LOOKS = 400;
    private static final int READS = 15;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String title() {
        return "Blobs that grew in many small steps, beside block blobs of the same size put whole: medians, half a minute after the last step";
    }

    @Override
    public String run(Settings settings, Path folder) {
        try (ServerUnderTest server = start(folder)) {
            return new Run(settings, server).measure();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With versions kept, as they are one of the ways to grow. */
    private static ServerUnderTest start(Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                accounts:
                  - name: devstoreaccount1
                    blob:
                      versioning: true
                """);
        return LazuriteServer.fromLauncher(folder.resolve("lazurite"), List.of("--config", config.toString()))
                .start();
    }

    /** A blob that has grown, and how many bytes it has. */
    private record Grown(String blob, String what, int bytes, double seconds) {
        String whole() {
            return "whole-" + blob;
        }
    }

    private static final class Run {
        private final Settings settings;
        private final ServerUnderTest server;
        private final Requests requests;

        Run(Settings settings, ServerUnderTest server) {
            this.settings = settings;
            this.server = server;
            this.requests = new Requests(server);
        }

        String measure() {
            requests.createContainer();
            List<Grown> all =
                    List.of(pages(), appends(), blocks("small", 1_000), blocks("blocks", 16 << 10), versions());
            for (Grown grown : all) {
                Load.once(server, List.of(List.of(requests.put(grown.whole(), Requests.body(grown.bytes())))));
            }
            Pause.millis(settings.sized(30_000, 1_000));
            Table table = new Table(
                    "blob",
                    "steps took s",
                    "HEAD ms",
                    "whole",
                    "listing ms",
                    "whole",
                    "read MB/s",
                    "whole",
                    "range ms",
                    "whole");
            all.forEach(grown -> row(grown, table));
            return table.markdown();
        }

        private Grown pages() {
            int length = settings.sized(64, 4) * MIB;
            int writes = settings.sized(100_000, 2_000);
            Random random = new Random(1);
            byte[] page = Requests.body(PAGE);
            requests.createPages("pages", length);
            double seconds =
                    steps(writes, _ -> requests.page("pages", (long) random.nextInt(length / PAGE) * PAGE, page));
            return new Grown("pages", "%,d pages of 512 bytes at random".formatted(writes), length, seconds);
        }

        private Grown appends() {
            int appends = settings.sized(50_000, 2_000);
            byte[] bytes = Requests.body(100);
            requests.createAppend("appends");
            double seconds = steps(appends, _ -> requests.append("appends", bytes));
            return new Grown("appends", "%,d appends of 100 bytes".formatted(appends), 100 * appends, seconds);
        }

        private Grown blocks(String blob, int bytesEach) {
            int blocks = settings.sized(50_000, 2_000);
            byte[] bytes = Requests.body(bytesEach);
            double seconds = steps(blocks, i -> requests.block(blob, i, bytes));
            long begun = System.nanoTime();
            requests.commit(blob, blocks);
            seconds += (System.nanoTime() - begun) / 1e9;
            return new Grown(blob, "%,d blocks of %,d bytes".formatted(blocks, bytesEach), bytesEach * blocks, seconds);
        }

        private Grown versions() {
            int versions = settings.sized(10_000, 500);
            byte[] bytes = Requests.body(4 << 10);
            double seconds = steps(versions, _ -> requests.put("versions", bytes));
            return new Grown("versions", "%,d versions of 4 KiB".formatted(versions), bytes.length, seconds);
        }

        /** Sends each request once; those who come first are numbered lower, on each connection. */
        private double steps(int count, IntFunction<Prepared> request) {
            double seconds = 0;
            for (int done = 0; done < count; done += BATCH) {
                int first = done;
                int each = Math.min(BATCH, count - done) / CONNECTIONS;
                var load = Requests.spread(CONNECTIONS, each, i -> request.apply(first + i));
                long begun = System.nanoTime();
                Load.Result result = Load.once(server, load);
                seconds += (System.nanoTime() - begun) / 1e9;
                if (result.errors() > 0) {
                    throw new IllegalStateException(result.errors() + " of the steps failed");
                }
            }
            return seconds;
        }

        /** Turn by turn, so that both meet the same weather. */
        private void row(Grown grown, Table table) {
            Random random = new Random(2);
            int range = Math.min(MIB, grown.bytes() / 4);
            double[] head =
                    medians(LOOKS, grown, blob -> requests.expect(200, BlobCall.of("HEAD", requests.path(blob))));
            double[] listing = medians(
                    LOOKS, grown, blob -> requests.expect(200, requests.list().query("prefix", blob)));
            double[] read =
                    medians(READS, grown, blob -> requests.expect(200, BlobCall.of("GET", requests.path(blob))));
            double[] ranges = medians(LOOKS, grown, blob -> {
                long from = random.nextInt(grown.bytes() - range);
                BlobCall get = BlobCall.of("GET", requests.path(blob));
                requests.expect(206, get.header("x-ms-range", "bytes=" + from + "-" + (from + range - 1)));
            });
            double megabytes = grown.bytes() / 1e3;
            table.row(
                    grown.what(),
                    Table.number(grown.seconds()),
                    Table.number(head[0]),
                    Table.number(head[1]),
                    Table.number(listing[0]),
                    Table.number(listing[1]),
                    Table.number(megabytes / read[0]),
                    Table.number(megabytes / read[1]),
                    Table.number(ranges[0]),
                    Table.number(ranges[1]));
        }

        private static double[] medians(int times, Grown grown, Consumer<String> look) {
            List<Double> ours = new ArrayList<>();
            List<Double> whole = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                ours.add(millis(() -> look.accept(grown.blob())));
                whole.add(millis(() -> look.accept(grown.whole())));
            }
            ours.sort(null);
            whole.sort(null);
            return new double[] {ours.get(times / 2), whole.get(times / 2)};
        }

        private static double millis(Runnable look) {
            long begun = System.nanoTime();
            look.run();
            return (System.nanoTime() - begun) / 1e6;
        }
    }
}
