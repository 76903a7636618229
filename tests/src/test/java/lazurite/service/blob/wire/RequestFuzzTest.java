package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import lazurite.base.StorageException;
import lazurite.http.Response;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.blob.list.Marker;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.gateway.XmlError;
import lazurite.tests.fuzz.RequestText;

/** Any head of a request is an operation or one of Azure's refusals, told in XML that every client can read. */
class RequestFuzzTest {
    private static final XMLInputFactory XML = factory();

    @FuzzTest(maxDuration = "2m30s")
    void aRequestIsReadOrRefused(byte[] bytes) throws Exception {
        try {
            Target target = RequestText.addressing().find(RequestText.parse(bytes), ServiceKind.BLOB);
            if (target == null) {
                return;
            }
            BlobOperation operation = BlobApi.parse(target);
            assertThat(operation.name()).isNotEmpty();
            assertThat(operation.permission()).isNotNull();
            assertThat(operation.resource()).isNotNull();
        } catch (StorageException refused) {
            assertThat(refused.status()).as("%s", refused).isBetween(400, 499);
            read(XmlError.render(refused, "00000000-0000-0000-0000-000000000000", Instant.EPOCH, false));
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aBatchIsTakenApartOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            List<BatchParts.Part> parts = BatchParts.read(text, "b", RequestText.parse(new byte[0]));
            assertThat(parts).hasSizeBetween(1, 256);
            for (BatchParts.Part part : parts) {
                assertThat(part.request().target()).startsWith("/").doesNotContain(" ");
                assertThat(part.request().method()).isNotEmpty();
            }
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aMarkerIsReadOrRefused(String text) {
        try {
            Marker marker = Marker.read(text);
            if (marker != null) {
                assertThat(Marker.read(marker.write())).isEqualTo(marker);
            }
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    private static void read(Response response) throws IOException, XMLStreamException {
        try (InputStream body = response.body().stream()) {
            XMLStreamReader reader = XML.createXMLStreamReader(body);
            while (reader.hasNext()) {
                reader.next();
            }
            reader.close();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }
}
