package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters kept by compare-and-set count every success once. */
class CountersTest {
    private static final int CLIENTS = 16;
    private static final int INCREMENTS = 12;

    @Test
    void aCounterInMetadataIsExact() throws Exception {
        String path = RunningServer.container("counters") + "/metadata";
        Client.once(Call.blob(path, MarkedBytes.of(1, 100)).with("x-ms-meta-count", "0"))
                .require(201);
        List<Integer> done = Crowd.of(CLIENTS, (client, index) -> {
            int counted = 0;
            while (counted < INCREMENTS) {
                Reply now = client.send(Call.head(path)).require(200);
                int count = Integer.parseInt(now.header("x-ms-meta-count"));
                Reply set = client.send(Call.put(path + "?comp=metadata")
                        .with("x-ms-meta-count", Integer.toString(count + 1))
                        .with("if-match", now.etag()));
                counted += set.require(200, 412).ok() ? 1 : 0;
            }
            return counted;
        });
        assertThat(done).hasSize(CLIENTS);
        assertThat(Client.once(Call.head(path)).header("x-ms-meta-count"))
                .isEqualTo(Integer.toString(CLIENTS * INCREMENTS));
    }

    @Test
    void aCounterInTagsIsExact() throws Exception {
        String path = RunningServer.container("counters") + "/tags";
        Client.once(Call.blob(path, MarkedBytes.of(1, 100)).with("x-ms-tags", "count=0"))
                .require(201);
        Crowd.of(CLIENTS, (client, index) -> {
            int counted = 0;
            while (counted < INCREMENTS) {
                String xml =
                        client.send(Call.get(path + "?comp=tags")).require(200).text();
                int count = Integer.parseInt(xml.substring(xml.indexOf("<Value>") + 7, xml.indexOf("</Value>")));
                Reply set = client.send(
                        Call.put(path + "?comp=tags", tags(count + 1)).with("x-ms-if-tags", "count = '" + count + "'"));
                counted += set.require(204, 412).ok() ? 1 : 0;
            }
            return counted;
        });
        assertThat(Client.once(Call.get(path + "?comp=tags")).text())
                .contains("<Value>" + CLIENTS * INCREMENTS + "</Value>");
    }

    private static byte[] tags(int count) {
        return ("<Tags><TagSet><Tag><Key>count</Key><Value>" + count + "</Value></Tag></TagSet></Tags>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
