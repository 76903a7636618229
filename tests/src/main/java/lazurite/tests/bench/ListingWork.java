package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;

/** What a listing page and a put cost at ten thousand names, at a million, and after the million was deleted. */
final class ListingWork implements Work {
    private static final int CONNECTIONS = 32;
    private static final int FOLDERS = 100;
    private static final int PAGE = 1_000;
    private static final int PAGES = 10;
    private static final long PEER_SECONDS_MAX = 180;
    private static final Pattern MARKER = Pattern.compile("<NextMarker>([^<]+)</NextMarker>");

    @Override
    public String name() {
        return "listing";
    }

    @Override
    public String title() {
        return "Listing and putting at 10 thousand and 1 million names in 100 folders, and after deleting them: medians, pages of 1,000";
    }

    @Override
    public String run(Settings settings, Path folder) {
        Table table = new Table(
                "server", "names", "flat page ms", "first page ms", "by delimiter ms", "4 KiB puts/s, 32 connections");
        List<String> notes = new ArrayList<>();
        for (Contender contender : Turns.present(settings, List.of(Contender.LAZURITE, Contender.AZURITE_MEMORY))) {
            try (ServerUnderTest server = contender.start(folder)) {
                measure(settings, contender, server, table, notes);
            }
        }
        return table.markdown() + "\n" + String.join("\n", notes) + "\n";
    }

    private static void measure(
            Settings settings, Contender contender, ServerUnderTest server, Table table, List<String> notes) {
        Requests requests = new Requests(server);
        requests.createContainer();
        int few = settings.sized(10_000, 2_000);
        int many = settings.sized(1_000_000, 5_000);
        long secondsMax = contender == Contender.LAZURITE ? Long.MAX_VALUE : PEER_SECONDS_MAX;
        populate(server, requests, 0, few, secondsMax);
        row(settings, contender, server, requests, String.format("%,d", few), table);
        int reached = populate(server, requests, few, many, secondsMax);
        row(settings, contender, server, requests, String.format("%,d", reached), table);
        if (reached < many) {
            notes.add("- " + contender.label() + " took " + String.format("%,d", reached) + " names within "
                    + PEER_SECONDS_MAX / 60 + " minutes; it was not filled further.");
        }
        long begun = System.nanoTime();
        inBatches(server, 0, reached, number -> requests.delete(blob(number)), Long.MAX_VALUE);
        notes.add("- " + contender.label() + " deleted them in " + Table.number((System.nanoTime() - begun) / 1e9)
                + " s.");
        row(settings, contender, server, requests, "after deleting", table);
    }

    private static String blob(int number) {
        return "folder-%03d/name-%08d".formatted(number % FOLDERS, number / FOLDERS);
    }

    private static int populate(ServerUnderTest server, Requests requests, int from, int to, long secondsMax) {
        byte[] body = Requests.body(16);
        return inBatches(server, from, to, number -> requests.put(blob(number), body), secondsMax);
    }

    /** Requests are signed shortly before they are sent: a signature is good for 15 minutes. */
    private static int inBatches(
            ServerUnderTest server, int from, int to, IntFunction<Prepared> request, long secondsMax) {
        int batch = 32_000;
        long begun = System.nanoTime();
        int done = from;
        while (done < to && (System.nanoTime() - begun) / 1e9 < secondsMax) {
            int first = done;
            int count = Math.min(batch, to - done);
            int each = (count + CONNECTIONS - 1) / CONNECTIONS;
            var load = Requests.spread(CONNECTIONS, each, i -> request.apply(first + Math.min(i, count - 1)));
            Load.once(server, load);
            done += count;
        }
        return done;
    }

    private static void row(
            Settings settings,
            Contender contender,
            ServerUnderTest server,
            Requests requests,
            String names,
            Table table) {
        double first = median(PAGES, i -> millis(requests, requests.list().query("maxresults", String.valueOf(PAGE))));
        double flat = flatPages(requests);
        double delimited = median(PAGES, i -> millis(requests, requests.list().query("delimiter", "/")));
        byte[] body = Requests.body(4096);
        var load = Requests.spread(CONNECTIONS, 200, i -> requests.put("put/" + i, body));
        Load.Result puts = Load.forSeconds(server, load, settings.seconds());
        inBatches(server, 0, CONNECTIONS * 200, i -> requests.delete("put/" + i), Long.MAX_VALUE);
        table.row(
                contender.label(),
                names,
                Table.number(flat),
                Table.number(first),
                Table.number(delimited),
                Table.number(puts.perSecond()));
    }

    /** Pages one after another, so that they lie all over the names. */
    private static double flatPages(Requests requests) {
        List<Double> times = new ArrayList<>();
        BlobCall call = requests.list().query("maxresults", String.valueOf(PAGE));
        for (int page = 0; page < PAGES; page++) {
            long begun = System.nanoTime();
            String xml = requests.expect(200, call).text();
            times.add((System.nanoTime() - begun) / 1e6);
            Matcher marker = MARKER.matcher(xml);
            if (!marker.find()) {
                break;
            }
            call = call.query("marker", marker.group(1).replace("&amp;", "&"));
        }
        times.sort(null);
        return times.get(times.size() / 2);
    }

    private static double millis(Requests requests, BlobCall call) {
        long begun = System.nanoTime();
        requests.expect(200, call);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double median(int times, IntFunction<Double> measured) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(measured.apply(i));
        }
        all.sort(null);
        return all.get(all.size() / 2);
    }
}
