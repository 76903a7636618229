package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import org.junit.jupiter.api.Test;

/**
 * Valid requests with a few bytes changed. So few are let in at once that one which never ended would soon keep the
 * others out.
 */
final class MutationsTest {
    private static final int ROUNDS = 3_000;
    private static final Map<String, String> NARROW =
            Map.of("LAZURITE_LIMITS_REQUESTS", "4", "LAZURITE_LIMITS_UPLOADS", "2");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final List<String> SCRAPS = List.of(
            "\r\n",
            "\n",
            "\u0000",
            "%",
            "%00",
            "%ff",
            "..",
            "//",
            "?",
            "&",
            "=",
            ":",
            ";",
            ",",
            " ",
            "\t",
            "\u00ff",
            "-1",
            "0",
            "99999999999999999999",
            "<",
            "</",
            "<!DOCTYPE a>",
            "&a;",
            "]]>",
            "chunked",
            "bytes=",
            "*",
            "\"",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 5\r\n",
            "Expect: 100-continue\r\n",
            "HTTP/1.0",
            "comp=");

    @Test
    void areAnsweredAsAzureDoesOrCutAndTheServerServesOn() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (ServerUnderTest server = RawCalls.serverWith("mutations", NARROW)) {
            RawCalls calls = new RawCalls(server);
            String container = calls.container();
            List<byte[]> requests = requests(calls, container);
            calls.assertServes(container);
            long quiet = ServerUsage.sockets(server);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] sent = mutated(requests.get(random.nextInt(requests.size())), random);
                String what = "seed " + seed + ", round " + round + ": " + latin1(sent);
                assertThat(statuses(exchange(calls, sent, what)))
                        .as(what)
                        .allMatch(status -> status < 500 || status == 503 || status == 501 || status == 505);
            }
            String fresh = calls.container();
            calls.assertServes(fresh);
            calls.awaitSockets(quiet, fresh);
        }
    }

    private static List<byte[]> requests(RawCalls calls, String container) {
        String id = Base64.getEncoder().encodeToString(new byte[8]);
        BlobCall get = BlobCall.of("GET", container + "/b");
        BlobCall blob = BlobCall.of("PUT", container + "/b");
        byte[] list = ("<?xml version=\"1.0\"?><BlockList><Latest>" + id + "</Latest></BlockList>")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tags = "<Tags><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tags>"
                .getBytes(StandardCharsets.UTF_8);
        byte[] batch = ("--b\r\nContent-Type: application/http\r\nContent-ID: 0\r\n\r\nDELETE " + container
                        + "/b HTTP/1.1\r\nContent-Length: 0\r\n\r\n--b--\r\n")
                .getBytes(StandardCharsets.UTF_8);
        return List.of(
                        put(container + "/b", new byte[200])
                                .header("x-ms-meta-a", "b")
                                .header("x-ms-tags", "a=b"),
                        put(container + "/large", new byte[100_000]),
                        get.header("x-ms-range", "bytes=0-99").header("x-ms-range-get-content-md5", "true"),
                        BlobCall.of("HEAD", container + "/b").header("if-none-match", "\"0x1\""),
                        blob.query("comp", "block").query("blockid", id).body(new byte[100]),
                        blob.query("comp", "blocklist").body(list),
                        get.query("comp", "blocklist").query("blocklisttype", "all"),
                        blob.query("comp", "tags").body(tags),
                        blob.query("comp", "snapshot"),
                        blob.query("comp", "lease").header("x-ms-lease-action", "break"),
                        blob.query("comp", "metadata").header("x-ms-meta-c", "d"),
                        put(container + "/append", new byte[0]).header("x-ms-blob-type", "AppendBlob"),
                        BlobCall.of("PUT", container + "/append")
                                .query("comp", "appendblock")
                                .body(new byte[50]),
                        BlobCall.of("PUT", container + "/copy")
                                .header("x-ms-copy-source", "http://127.0.0.1" + container + "/b"),
                        BlobCall.of("GET", container)
                                .query("restype", "container")
                                .query("comp", "list")
                                .query("delimiter", "/"),
                        BlobCall.of("GET", "/" + calls.account() + "/")
                                .query("comp", "blobs")
                                .query("where", "a = 'b'"),
                        BlobCall.of("POST", "/" + calls.account() + "/")
                                .query("comp", "batch")
                                .header("content-type", "multipart/mixed; boundary=b")
                                .body(batch))
                .stream()
                .map(call -> whole(call, calls))
                .toList();
    }

    private static byte[] whole(BlobCall call, RawCalls calls) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(call.signedHead(calls.signer()));
        all.writeBytes(call.body());
        return all.toByteArray();
    }

    /** One to four changes: a byte replaced, a stretch removed, repeated, or a scrap put in; mostly near the front. */
    private static byte[] mutated(byte[] request, Random random) {
        StringBuilder text = new StringBuilder(latin1(request));
        for (int changes = 1 + random.nextInt(4); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(random.nextInt(8) == 0 ? text.length() : Math.min(600, text.length()));
            int end = Math.min(text.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
                default -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All that comes back until the server closes, as it must: we have said all we say. */
    private static String exchange(RawCalls calls, byte[] bytes, String what) {
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        try (RawConnection connection = calls.connect()) {
            connection.send(bytes);
            connection.finish();
            connection.receiveAll(back);
        } catch (SocketException reset) {
            return back.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException hangs) {
            throw new AssertionError(what, hangs);
        }
        return back.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<Integer> statuses(String answers) {
        List<Integer> statuses = new ArrayList<>();
        for (Matcher matcher = STATUS.matcher(answers); matcher.find(); ) {
            statuses.add(Integer.parseInt(matcher.group(1)));
        }
        return statuses;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
