package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.tests.wire.BlobCall;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every acknowledged write of a blob is one version of it, whoever deletes, has back and promotes meanwhile. */
class VersionsTest {
    private static final int CLIENTS = 8;
    private static final int CHANGES = 30;

    /** Content of each version that was acknowledged, by its id. */
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    private final AtomicInteger ids = new AtomicInteger();

    @BeforeAll
    static void keepWhatIsDeleted() throws IOException {
        String xml = "<StorageServiceProperties><DeleteRetentionPolicy><Enabled>true</Enabled><Days>7</Days>"
                + "</DeleteRetentionPolicy></StorageServiceProperties>";
        String target = Tenant.VERSIONS.path() + "/?restype=service&comp=properties";
        Client.once(Call.put(target, xml.getBytes(StandardCharsets.US_ASCII))).require(202);
    }

    @Test
    void noVersionIsLostAndNoneIsMadeUp() throws Exception {
        String container = RunningServer.container(Tenant.VERSIONS, "versions");
        String path = container + "/blob";
        Crowd.during(
                CLIENTS,
                (client, index) -> {
                    Random random = Seed.random("versions", index);
                    for (int i = 0; i < CHANGES; i++) {
                        change(client, path, random);
                    }
                    return index;
                },
                List.of(client -> {
                    Reply reply = client.send(Call.get(path)).require(200, 404);
                    if (reply.ok()) {
                        remember(reply.header("x-ms-version-id"), MarkedBytes.id(reply.body()));
                    }
                }));
        Client.once(Call.put(path + "?comp=undelete")).require(200);
        List<BlobList.Entry> listed = BlobList.of(container, "versions");
        assertThat(listed.stream().map(BlobList.Entry::version)).containsExactlyInAnyOrderElementsOf(versions.keySet());
        try (Client client = new Client()) {
            for (Map.Entry<String, Long> version : versions.entrySet()) {
                Reply reply = client.send(Call.get(path + "?versionid=" + version.getKey()))
                        .require(200);
                assertThat(MarkedBytes.id(reply.body())).isEqualTo(version.getValue());
            }
        }
        assertThat(listed.stream().filter(BlobList.Entry::current).map(BlobList.Entry::version))
                .isSubsetOf(versions.keySet().stream().max(String::compareTo).orElseThrow());
    }

    private void change(Client client, String path, Random random) throws IOException {
        String some = versions.keySet().stream()
                .skip(random.nextInt(1 + versions.size()))
                .findFirst()
                .orElse("");
        int id = ids.incrementAndGet();
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                byte[] content = MarkedBytes.of(id, random.nextBoolean() ? 100 : 20_000);
                Reply put = client.send(Call.blob(path, content)).require(201);
                remember(put.header("x-ms-version-id"), id);
            }
            case 2 -> client.send(Call.delete(path)).require(202, 404);
            case 3 -> client.send(Call.put(path + "?comp=undelete")).require(200, 404);
            case 4 -> {
                if (!some.isEmpty()) {
                    client.send(Call.delete(path + "?versionid=" + some)).require(202, 404);
                }
            }
            default -> promote(client, path, some);
        }
    }

    /** Makes a version the current one again, as a version of its own with the same content. */
    private void promote(Client client, String path, String version) throws IOException {
        if (version.isEmpty()) {
            return;
        }
        long content = Objects.requireNonNull(versions.get(version));
        Reply copy =
                client.send(Call.put(path).with("x-ms-copy-source", BlobCall.ROOT + path + "?versionid=" + version));
        if (copy.require(202, 404, 412, 503).ok()) {
            remember(copy.header("x-ms-version-id"), content);
        }
    }

    private void remember(String version, long id) {
        Long before = versions.putIfAbsent(version, id);
        assertThat(before == null || before == id)
                .as("version %s is %s and %s", version, id, before)
                .isTrue();
    }
}
