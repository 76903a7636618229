package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A listing names nothing twice and forgets nothing that was there from its first page to its last. */
class ListingTest {
    private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");
    private static final Pattern MARKER = Pattern.compile("<NextMarker>([^<]+)</NextMarker>");

    @Test
    void pagesHoldTogetherWhileBlobsComeAndGo() throws Exception {
        String container = RunningServer.container("listing");
        TreeSet<String> stable = new TreeSet<>();
        TreeSet<String> folded = new TreeSet<>();
        for (int i = 0; i < 120; i++) {
            stable.add(i % 6 == 0 ? "s%03d".formatted(i) : "d%02d/s%03d".formatted(i % 40, i));
        }
        stable.forEach(name -> folded.add(name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : name));
        Crowd.of(8, (client, index) -> {
            int at = 0;
            for (String name : stable) {
                if (at++ % 8 == index) {
                    client.send(Call.blob(container + "/" + name, MarkedBytes.of(1, 16)))
                            .require(201);
                }
            }
            return index;
        });
        Random random = Seed.random("listing", 0);
        List<Crowd.Step> churn = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long seed = random.nextLong();
            Random own = new Random(seed);
            churn.add(client -> churn(client, container, own));
        }
        Crowd.during(
                4,
                (client, index) -> {
                    for (int pass = 0; pass < 3; pass++) {
                        boolean flat = index % 2 == 0;
                        String query = container + "?restype=container&comp=list&maxresults=" + (5 + pass)
                                + (flat ? "" : "&delimiter=%2F");
                        assertThat(names(client, query)).containsAll(flat ? stable : folded);
                    }
                    return index;
                },
                churn);
    }

    @Test
    void aNameWhoseBlocksAreCommittedMeanwhileIsListed() throws Exception {
        String container = RunningServer.container("listing");
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            names.add("n%03d".formatted(i));
        }
        try (Client client = new Client()) {
            for (String name : names) {
                client.send(BlockUpload.block(container + "/" + name, BlockUpload.id(0, 0), MarkedBytes.of(1, 50)))
                        .require(201);
            }
        }
        String query = container + "?restype=container&comp=list&include=uncommittedblobs&maxresults=50";
        Crowd.during(
                1,
                (client, index) -> {
                    for (String name : names.descendingSet()) {
                        client.send(BlockUpload.commit(container + "/" + name, "Latest", List.of(BlockUpload.id(0, 0))))
                                .require(201);
                    }
                    return index;
                },
                List.of(
                        client -> assertThat(names(client, query)).containsAll(names),
                        client -> assertThat(names(client, query)).containsAll(names)));
    }

    @Test
    void containersAreListedOnceWhileOthersComeAndGo() throws Exception {
        String account = Tenant.DEV.path();
        TreeSet<String> stable = new TreeSet<>();
        try (Client client = new Client()) {
            for (int i = 0; i < 30; i++) {
                String name = "among-%03d".formatted(2 * i);
                client.send(Call.put(account + "/" + name + "?restype=container"))
                        .require(201);
                stable.add(name);
            }
        }
        Random random = Seed.random("containers", 0);
        Crowd.during(
                2,
                (client, index) -> {
                    for (int pass = 0; pass < 3; pass++) {
                        assertThat(names(client, account + "/?comp=list&prefix=among-&maxresults=4"))
                                .containsAll(stable);
                    }
                    return index;
                },
                List.of(client -> {
                    String path = account + "/among-%03d?restype=container".formatted(2 * random.nextInt(30) + 1);
                    client.send(Call.put(path)).require(201, 409);
                    client.send(Call.delete(path)).require(202, 404);
                }));
    }

    private static void churn(Client client, String container, Random random) throws IOException {
        String name = "d%02d/x%02d".formatted(random.nextInt(40), random.nextInt(20));
        Call change = random.nextInt(3) == 0
                ? Call.blob(container + "/" + name, MarkedBytes.of(1, 16))
                : Call.delete(container + "/" + name);
        client.send(change).require(201, 202, 404);
    }

    /** Every name of every page; fails the test unless they ascend. */
    private static List<String> names(Client client, String query) throws IOException {
        List<String> names = new ArrayList<>();
        String marker = "";
        do {
            String xml = client.send(Call.get(query + marker)).require(200).text();
            List<String> page = new ArrayList<>();
            for (Matcher matcher = NAME.matcher(xml); matcher.find(); ) {
                page.add(matcher.group(1));
            }
            page.sort(null);
            for (String name : page) {
                assertThat(names.isEmpty() ? "" : names.getLast())
                        .as("the name before %s", name)
                        .isLessThan(name);
                names.add(name);
            }
            Matcher next = MARKER.matcher(xml);
            marker = next.find() ? "&marker=" + URLEncoder.encode(next.group(1), StandardCharsets.UTF_8) : "";
        } while (!marker.isEmpty());
        return names;
    }
}
