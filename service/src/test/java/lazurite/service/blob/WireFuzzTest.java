package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.account.Target;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.settings.ServicePropertiesXml;
import lazurite.service.blob.tag.TagExpressions;
import lazurite.service.blob.tag.TagsXml;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.HttpDates;
import lazurite.service.blob.wire.BatchParts;
import lazurite.service.blob.wire.BlobApi;
import lazurite.service.blob.write.BlockListXml;
import lazurite.service.blob.write.SignedIdentifiersXml;
import org.junit.jupiter.api.Test;

/** Whatever comes in, nothing but a StorageException comes out. */
class WireFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "get");
    private static final List<String> PATHS = List.of(
            "/", "/con", "/con/", "/con/b", "/con/a/b", "//", "/$root/b", "/con/%F0%9F%98%80", "/con/%ff", "/CON/b");
    private static final List<String> PARAMETERS = List.of(
            "comp",
            "restype",
            "snapshot",
            "prefix",
            "delimiter",
            "marker",
            "maxresults",
            "include",
            "where",
            "blockid",
            "blocklisttype",
            "copyid",
            "timeout",
            "versionid",
            "startFrom",
            "sv");
    private static final List<String> WORDS = List.of(
            "list",
            "properties",
            "service",
            "container",
            "account",
            "metadata",
            "acl",
            "lease",
            "block",
            "blocklist",
            "appendblock",
            "tags",
            "tier",
            "copy",
            "seal",
            "snapshot",
            "batch",
            "blobs",
            "stats",
            "",
            "0",
            "-1",
            "AAAA",
            "2026-11-21T10:11:12.1234567Z",
            "a='b'",
            "a%3D%27b%27",
            "all",
            "true",
            "false",
            "acquire",
            "renew",
            "break",
            "BlockBlob",
            "AppendBlob",
            "PageBlob",
            "Hot",
            "Archive",
            "https://h/c/b",
            "\"0x1\"",
            "*",
            "W/\"x\"",
            "a=b",
            "bytes=0-1",
            "bytes=-",
            "bytes=",
            "99999999999999999999",
            "XrY7u+Ae7tCTyyK7j1rNww==",
            "AAAAAAAAAAA=",
            "11111111-2222-3333-4444-555555555555",
            "Thu, 09 May 2019 00:57:52 GMT",
            "multipart/mixed; boundary=b",
            "((((",
            "a%",
            "%",
            "'",
            "\u0000",
            "\u00ff",
            "\ud800");

    @Test
    void anyRequestIsAnOperationOrARefusal() {
        Random random = new Random(20_261_121);
        int operations = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Target target;
            try {
                target = target(random);
            } catch (StorageException e) {
                continue;
            }
            try {
                assertThat(BlobApi.parse(target).name()).isNotEmpty();
                operations++;
            } catch (StorageException e) {
                assertThat(e.code().status()).isBetween(400, 501);
            }
        }
        assertThat(operations).isPositive();
    }

    private static Target target(Random random) {
        StringBuilder line =
                new StringBuilder(pick(METHODS, random)).append(' ').append(pick(PATHS, random));
        char separator = '?';
        for (int i = random.nextInt(4); i > 0; i--) {
            line.append(separator).append(pick(PARAMETERS, random)).append('=').append(pick(WORDS, random));
            separator = '&';
        }
        String[] headers = new String[random.nextInt(6)];
        for (int i = 0; i < headers.length; i++) {
            HeaderName[] names = HeaderName.values();
            headers[i] = names[random.nextInt(names.length)].wire() + ": " + value(random);
        }
        Body body = new Body(random.nextInt(-1, 3), new ByteArrayInputStream(new byte[2]));
        return Requests.target(line.toString(), body, headers);
    }

    private static String value(Random random) {
        String word = pick(WORDS, random);
        return random.nextInt(4) == 0 && !word.isEmpty()
                ? mutated(word.getBytes(StandardCharsets.ISO_8859_1), random)
                : word;
    }

    @Test
    void anyDocumentIsReadOrRefused() {
        List<String> seeds = List.of(
                "<BlockList><Latest>MDAx</Latest><Committed><![CDATA[MDAy]]></Committed></BlockList>",
                "<?xml version='1.0'?><Tags><TagSet><Tag><Key>a</Key><Value>&#65;&lt;</Value></Tag></TagSet></Tags>",
                "<SignedIdentifiers><SignedIdentifier><Id>x</Id><AccessPolicy><Start>2026-01-01</Start>"
                        + "<Permission>r</Permission></AccessPolicy></SignedIdentifier></SignedIdentifiers>",
                "<StorageServiceProperties><Cors><CorsRule><AllowedOrigins>*</AllowedOrigins><AllowedMethods>GET"
                        + "</AllowedMethods><MaxAgeInSeconds>5</MaxAgeInSeconds></CorsRule></Cors>"
                        + "<DefaultServiceVersion>2020-02-10</DefaultServiceVersion></StorageServiceProperties>");
        Random random = new Random(42);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] document = mutate(pick(seeds, random).getBytes(StandardCharsets.UTF_8), random);
            quietly(() -> BlockListXml.read(document));
            quietly(() -> TagsXml.read(document));
            quietly(() -> SignedIdentifiersXml.read(document));
            quietly(() -> ServicePropertiesXml.read(document, ServiceProperties.NONE));
        }
    }

    @Test
    void anyExpressionAndBatchIsReadOrRefused() {
        List<String> expressions = List.of(
                "@container = 'c' AND \"a b\" >= 'it''s' AND \"a b\" < 'x'", "NOT (a='1' OR b <> '2') AND c>'3'");
        String batch = String.join(
                "\r\n",
                "--b",
                "Content-Type: application/http",
                "Content-ID: 0",
                "",
                "DELETE /c/b HTTP/1.1",
                "Content-Length: 0",
                "",
                "--b--",
                "");
        Random random = new Random(43);
        for (int i = 0; i < ROUNDS; i++) {
            String expression = mutated(pick(expressions, random).getBytes(StandardCharsets.UTF_8), random);
            quietly(() -> TagExpressions.parseCondition(expression));
            quietly(() -> TagExpressions.parseQuery(expression));
            String parts = mutated(batch.getBytes(StandardCharsets.ISO_8859_1), random);
            quietly(() -> BatchParts.read(
                    parts, "b", Requests.target("POST /?comp=batch").request()));
            String date = mutated("Thu, 09 May 2019 00:57:52 GMT".getBytes(StandardCharsets.UTF_8), random);
            Instant time = HttpDates.parse(date);
            assertThat(time == null || date.length() >= 24).as(date).isTrue();
        }
    }

    private static void quietly(Runnable read) {
        try {
            read.run();
        } catch (StorageException e) {
            assertThat(e.code().status()).isBetween(400, 499);
        }
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static String mutated(byte[] bytes, Random random) {
        return new String(mutate(bytes, random), StandardCharsets.ISO_8859_1);
    }

    /** Changes, drops or repeats a few bytes. */
    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(4); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(3)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed = Arrays.copyOf(changed, at);
                default -> changed[at] = changed[random.nextInt(changed.length)];
            }
        }
        return changed;
    }
}
