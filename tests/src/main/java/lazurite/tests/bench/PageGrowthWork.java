package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;

/** What a page blob costs to look at and to read after many small writes, beside a blob of the same bytes put whole. */
final class PageGrowthWork implements Work {
    private static final int MIB = 1024 * 1024;
    private static final int PAGE = 512;
    private static final int CONNECTIONS = 8;
    private static final int BATCH = 8_000;
    private static final int LOOKS = 400;
    private static final int READS = 15;

    @Override
    public String name() {
        return "page-growth";
    }

    @Override
    public String title() {
        return "A page blob of 64 MiB after 100,000 random writes of 512 bytes, beside a block blob of that size put whole: medians";
    }

    @Override
    public String run(Settings settings, Path folder) {
        Table table = new Table("blob", "HEAD ms", "listing ms", "read MB/s", "1 MiB range ms");
        try (ServerUnderTest server = Contender.LAZURITE.start(folder)) {
            return measure(settings, server, table);
        }
    }

    static String measure(Settings settings, ServerUnderTest server, Table table) {
        Requests requests = new Requests(server);
        requests.createContainer();
        int mib = settings.sized(64, 4);
        int writes = settings.sized(100_000, 2_000);
        byte[] whole = Requests.body(mib * MIB);
        Load.once(server, List.of(List.of(requests.put("whole", whole))));
        requests.createPages("pages", whole.length);
        double seconds = write(server, requests, whole.length / PAGE, writes);
        row(requests, "whole", mib, "put whole", table);
        row(requests, "pages", mib, "by pages", table);
        Pause.millis(settings.sized(30_000, 1_000));
        row(requests, "whole", mib, "put whole, half a minute later", table);
        row(requests, "pages", mib, "by pages, half a minute later", table);
        return table.markdown() + "\n- " + String.format("%,d", writes) + " writes on " + CONNECTIONS
                + " connections took " + Table.number(seconds) + " s.\n";
    }

    /** Requests are signed shortly before they are sent: a signature is good for 15 minutes. */
    private static double write(ServerUnderTest server, Requests requests, int pages, int writes) {
        Random random = new Random(1);
        byte[] body = Requests.body(PAGE);
        double seconds = 0;
        for (int done = 0; done < writes; done += BATCH) {
            int each = Math.min(BATCH, writes - done) / CONNECTIONS;
            var load = Requests.spread(
                    CONNECTIONS, each, _ -> requests.page("pages", (long) random.nextInt(pages) * PAGE, body));
            long begun = System.nanoTime();
            Load.once(server, load);
            seconds += (System.nanoTime() - begun) / 1e9;
        }
        return seconds;
    }

    private static void row(Requests requests, String blob, int mib, String what, Table table) {
        BlobCall list = requests.list().query("prefix", blob);
        BlobCall get = BlobCall.of("GET", requests.path(blob));
        Random random = new Random(2);
        double head = median(LOOKS, () -> requests.expect(200, BlobCall.of("HEAD", requests.path(blob))));
        double listing = median(LOOKS, () -> requests.expect(200, list));
        double read = median(READS, () -> requests.expect(200, get));
        double range = median(LOOKS, () -> {
            long from = (long) random.nextInt(mib) * MIB;
            requests.expect(206, get.header("x-ms-range", "bytes=" + from + "-" + (from + MIB - 1)));
        });
        table.row(
                what,
                Table.number(head),
                Table.number(listing),
                Table.number(mib * (double) MIB / read / 1_000),
                Table.number(range));
    }

    private static double median(int times, Runnable action) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            action.run();
            all.add((System.nanoTime() - begun) / 1e6);
        }
        all.sort(null);
        return all.get(all.size() / 2);
    }
}
