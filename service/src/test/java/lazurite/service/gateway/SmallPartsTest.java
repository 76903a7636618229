package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.service.account.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallPartsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:11:12.123456789Z");

    @Test
    void errorsAreRenderedAsAzureDoes() throws IOException {
        Response response = XmlError.render(
                new StorageException(ErrorCode.InvalidHeaderValue)
                        .with("HeaderName", "x<y>")
                        .with("HeaderValue", "a&b\u0000\ud800\ud83d\ude00\r\n\uffff"),
                "id",
                NOW,
                false);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers().first("Content-Type")).isEqualTo("application/xml");
        assertThat(new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>InvalidHeaderValue</Code><Message>"
                        + "The value for one of the HTTP headers is not in the correct format.\nRequestId:id"
                        + "\nTime:2026-11-21T10:11:12.1234567Z</Message><HeaderName>x&lt;y&gt;</HeaderName>"
                        + "<HeaderValue>a&amp;b??\ud83d\ude00&#xD;\n?</HeaderValue></Error>");
    }

    @Test
    void whateverADetailHoldsTheErrorIsXml() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder detail = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                detail.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
            }
            Response response = XmlError.render(
                    new StorageException(ErrorCode.AuthenticationFailed).with("Detail", detail.toString()),
                    "id",
                    NOW,
                    false);
            byte[] bytes = response.body().stream().readAllBytes();
            assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void aReplacedStatusIsTheAnswers() {
        StorageException error = new StorageException(ErrorCode.CannotVerifyCopySource).withStatus(304);

        assertThat(XmlError.render(error, "id", NOW, false).body().length()).isZero();
        assertThat(XmlError.render(error, "id", NOW, false).status()).isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-02-12, sv=2020-10-02&sig=x, 2021-02-12",
        ", sv=2020-10-02&sig=x, 2020-10-02",
        ", sv=2020-10-02&sig=x&api-version=2021-06-08, 2021-06-08",
        ", sv=2020-10-02, ",
        ", sv=junk&sig=x, ",
        ", , ",
        "2100-01-01, , 2100-01-01",
    })
    void theVersionIsTheHeadersThenTheSass(String header, String query, String effective) {
        Headers headers = new Headers().addIfPresent("x-ms-version", header);
        String raw = query == null ? "" : query;

        assertThat(new ServiceVersion().asked(headers, Query.parse(raw))).isEqualTo(effective);
    }

    @Test
    void requestIdsAreGuidsAndNeverRepeat() {
        RequestIds ids = new RequestIds(new Random(1));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = ids.next();
            assertThat(UUID.fromString(id).toString()).isEqualTo(id);
            assertThat(seen.add(id)).isTrue();
        }
    }

    @Test
    void uploadsTakeTurnsAndSmallBodiesDoNot() {
        Admission admission = new Admission(new Limits(2, 1, Duration.ZERO, 4));
        Body large = new Body(5, Body.empty().stream());
        Body unknown = new Body(-1, Body.empty().stream());
        try (Admission.Turn _ = admission.upload(large)) {
            assertThat(admission.uploadsInFlight()).isEqualTo(1);
            assertThat(catchThrowableOfType(StorageException.class, () -> admission.upload(unknown))
                            .code())
                    .isEqualTo(ErrorCode.ServerBusy);
            admission.upload(new Body(4, Body.empty().stream())).close();
        }
        assertThat(admission.uploadsInFlight()).isZero();
        admission.upload(unknown).close();

        assertThat(admission.tryEnter()).isTrue();
        assertThat(admission.tryEnter()).isTrue();
        assertThat(admission.tryEnter()).isFalse();
        admission.leave();
        assertThat(admission.requestsInFlight()).isEqualTo(1);
    }
}
