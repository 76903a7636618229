package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.blob.operation.BlobOperation.BlockChoice;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.settings.ServicePropertiesXml;
import lazurite.service.blob.tag.TagsXml;
import lazurite.service.blob.write.BlockListXml;
import lazurite.service.blob.write.SignedIdentifiersXml;
import org.jspecify.annotations.Nullable;

/** Any bytes are a document or one of Azure's refusals; what was read is read again from what we write of it. */
class XmlFuzzTest {
    /** Reads a document; throws to refuse it. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(byte[] document);
    }

    @FuzzTest(maxDuration = "2m30s")
    void aBlockListIsReadOrRefused(byte[] bytes) {
        List<BlockChoice> choices = read(bytes, BlockListXml::read);
        if (choices != null) {
            assertThat(BlockListXml.read(blockList(choices))).isEqualTo(choices);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void tagsAreReadOrRefused(byte[] bytes) throws IOException {
        Map<String, String> tags = read(bytes, TagsXml::read);
        if (tags != null) {
            assertThat(TagsXml.read(bytes(DocumentXml.tags(tags)))).isEqualTo(tags);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void policiesAreReadOrRefused(byte[] bytes) throws IOException {
        List<SignedIdentifier> policies = read(bytes, SignedIdentifiersXml::read);
        if (policies != null) {
            byte[] full = bytes(DocumentXml.identifiers(policies));
            List<SignedIdentifier> again = SignedIdentifiersXml.read(full);
            assertThat(again.stream().map(SignedIdentifier::id).toList())
                    .isEqualTo(policies.stream().map(SignedIdentifier::id).toList());
            assertThat(bytes(DocumentXml.identifiers(again))).isEqualTo(full);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void servicePropertiesAreReadOrRefused(byte[] bytes) throws IOException {
        ServiceProperties properties =
                read(bytes, document -> ServicePropertiesXml.read(document, ServiceProperties.NONE));
        if (properties != null) {
            byte[] again = bytes(DocumentXml.properties(properties));
            assertThat(ServicePropertiesXml.read(again, ServiceProperties.NONE)).isEqualTo(properties);
        }
    }

    private static <T> @Nullable T read(byte[] bytes, Reader<T> reader) {
        try {
            return reader.read(bytes);
        } catch (StorageException refused) {
            assertThat(refused.status()).as("%s", refused).isBetween(400, 499);
            return null;
        }
    }

    private static byte[] blockList(List<BlockChoice> choices) {
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (BlockChoice choice : choices) {
            String element = switch (choice.from()) {
                case LATEST -> "Latest";
                case COMMITTED -> "Committed";
                case UNCOMMITTED -> "Uncommitted";
            };
            xml.append('<').append(element).append('>').append(choice.blockId());
            xml.append("</").append(element).append('>');
        }
        return xml.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Body body) throws IOException {
        try (InputStream stream = body.stream()) {
            return stream.readAllBytes();
        }
    }
}
