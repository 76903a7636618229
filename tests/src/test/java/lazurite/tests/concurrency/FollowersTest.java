package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Many writers on few names: the change feed tells each change once and in order, the replica becomes the source. */
class FollowersTest {
    private static final int WRITERS = 8;
    private static final int CHANGES = 25;
    private static final int NAMES = 3;
    private static final String SOURCE = Tenant.SOURCE.path() + "/" + Tenant.DOCS;
    private static final String REPLICA = Tenant.REPLICA.path() + "/" + Tenant.DOCS;

    /** Type, blob and ETag of each change that was acknowledged; no ETag of those that were deleted. */
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    private final AtomicInteger ids = new AtomicInteger();

    @Test
    void followersSeeWhatManyWritersDid() throws Exception {
        Client.once(Call.put(SOURCE + "?restype=container")).require(201);
        Client.once(Call.put(REPLICA + "?restype=container")).require(201);
        Crowd.of(WRITERS, (client, index) -> {
            Random random = Seed.random("followers", index);
            for (int i = 0; i < CHANGES; i++) {
                change(client, "b" + random.nextInt(NAMES), random);
            }
            return index;
        });
        List<FeedReader.Event> told = told();
        List<String> lines = told.stream().map(FollowersTest::line).toList();
        assertThat(without(acknowledged, lines)).as("done and not told").isEmpty();
        assertThat(without(lines, acknowledged)).as("told and not done").isEmpty();
        assertThat(told.stream().map(FeedReader.Event::sequencer)).isSorted().doesNotHaveDuplicates();
        for (int i = 0; i < NAMES; i++) {
            inOrder(told, "b" + i);
        }
        replicated();
    }

    private void change(Client client, String name, Random random) throws IOException {
        String path = SOURCE + "/" + name;
        int id = ids.incrementAndGet();
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                byte[] content = MarkedBytes.of(id, random.nextBoolean() ? 100 : 30_000);
                acknowledge("BlobCreated", name, client.send(Call.blob(path, content)));
            }
            case 3 -> {
                Call metadata = Call.put(path + "?comp=metadata").with("x-ms-meta-id", Integer.toString(id));
                acknowledge("BlobPropertiesUpdated", name, client.send(metadata));
            }
            case 4 -> {
                Call properties = Call.put(path + "?comp=properties").with("x-ms-blob-content-type", "text/" + id);
                acknowledge("BlobPropertiesUpdated", name, client.send(properties));
            }
            default -> acknowledge("BlobDeleted", name, client.send(Call.delete(path)));
        }
    }

    private void acknowledge(String type, String name, Reply reply) {
        if (reply.require(200, 201, 202, 404).ok()) {
            acknowledged.add(type + " " + name + " " + reply.etag().replace("\"", ""));
        }
    }

    private static List<String> without(Collection<String> all, Collection<String> these) {
        List<String> left = new ArrayList<>(all);
        these.forEach(left::remove);
        return left;
    }

    /** Reads the feed until it tells as much as was done. */
    private List<FeedReader.Event> told() throws IOException {
        return Until.answered(
                () -> FeedReader.of(Tenant.SOURCE, Tenant.DOCS), told -> told.size() >= acknowledged.size());
    }

    private static boolean isDelete(FeedReader.Event event) {
        return event.type().equals("BlobDeleted");
    }

    private static String line(FeedReader.Event event) {
        return event.type() + " " + event.blob() + " " + (isDelete(event) ? "" : event.etag());
    }

    /** ETags grow with each write, and what is deleted is what was written last. */
    private static void inOrder(List<FeedReader.Event> told, String blob) {
        String last = "";
        boolean there = false;
        for (FeedReader.Event event : told.stream().filter(ofBlob(blob)).toList()) {
            if (isDelete(event)) {
                assertThat(there).as("%s of a blob that is there", event).isTrue();
                assertThat(event.etag()).isEqualTo(last);
            } else {
                assertThat(event.etag()).isGreaterThan(last);
            }
            last = event.etag();
            there = !isDelete(event);
        }
    }

    private static Predicate<FeedReader.Event> ofBlob(String blob) {
        return event -> event.blob().equals(blob);
    }

    /** Lists both ends until they say the same, then compares contents. A replica keeps its version's first ETag. */
    private static void replicated() throws IOException {
        List<BlobList.Entry> source = BlobList.of(SOURCE, "versions");
        List<BlobList.Entry> _ = Until.answered(() -> BlobList.of(REPLICA, "versions"), source::equals);
        List<String> different = new ArrayList<>();
        try (Client client = new Client()) {
            for (BlobList.Entry entry : source) {
                String blob = "/" + entry.name() + "?versionid=" + entry.version();
                if (!state(client, SOURCE + blob).equals(state(client, REPLICA + blob))) {
                    different.add(blob);
                }
            }
        }
        assertThat(source).isNotEmpty();
        assertThat(different).isEmpty();
    }

    private static String state(Client client, String blob) throws IOException {
        Reply reply = client.send(Call.get(blob)).require(200);
        return MarkedBytes.id(reply.body()) + " " + reply.header("x-ms-meta-id") + " " + reply.header("content-type");
    }
}
