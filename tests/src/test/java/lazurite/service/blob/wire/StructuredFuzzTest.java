package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/** Any bytes are a structured message or refused; a content always comes back from its own message, unless it is hurt. */
class StructuredFuzzTest {
    @FuzzTest(maxDuration = "2m30s")
    void anyMessageIsReadOrRefused(byte[] bytes) throws IOException {
        long contentLength = bytes.length == 0 ? 0 : bytes[0] & 0xFF;
        byte[] message = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        byte[] content = decoded(message, contentLength);
        assertThat(content == null || content.length == contentLength).isTrue();
    }

    @FuzzTest(maxDuration = "2m30s")
    void aHurtMessageIsRefused(byte[] bytes) throws IOException {
        if (bytes.length < 3) {
            return;
        }
        byte[] content = Arrays.copyOfRange(bytes, 3, bytes.length);
        byte[] message = new StructuredEncoder(new ByteArrayInputStream(content), content.length).readAllBytes();
        assertThat(decoded(message, content.length)).isEqualTo(content);
        int at = ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF)) % message.length;
        message[at] ^= bytes[2] == 0 ? 1 : bytes[2];
        assertThat(decoded(message, content.length)).isNull();
    }

    private static byte @Nullable [] decoded(byte[] message, long contentLength) throws IOException {
        try {
            return new StructuredDecoder(new ByteArrayInputStream(message), message.length, contentLength)
                    .readAllBytes();
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
            return null;
        }
    }
}
