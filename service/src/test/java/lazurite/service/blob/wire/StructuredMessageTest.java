package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import lazurite.base.Crc64;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.account.Target;
import lazurite.service.blob.BlobServiceRoom;
import lazurite.service.blob.Requests;
import lazurite.service.blob.operation.BlobOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StructuredMessageTest {
    private static final String FORM = "x-ms-structured-body: XSM/1.0; properties=crc64";
    private static final byte[] CONTENT = "a content of some bytes".getBytes(StandardCharsets.US_ASCII);

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("con");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aMessageOfAnySegmentsIsItsContent() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] content = new byte[random.nextInt(5_000)];
            random.nextBytes(content);
            int segment = 1 + random.nextInt(2_000);
            byte[] message = message(content, segment);
            assertThat(decoder(message, content.length).readAllBytes())
                    .as("seed %s", seed)
                    .isEqualTo(content);
        }
    }

    @Test
    void whatIsEncodedIsDecodedAgainAndHasTheLengthItSays() throws IOException {
        for (int length : new int[] {0, 1, 100, 4 << 20, (4 << 20) + 1, 9 << 20}) {
            byte[] content = new byte[length];
            new Random(length).nextBytes(content);
            StructuredEncoder encoder = new StructuredEncoder(new ByteArrayInputStream(content), length);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            assertThat(encoder.transferTo(sent)).isEqualTo(encoder.length());
            assertThat(decoder(sent.toByteArray(), length).readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void segmentsGrowWhereTheirNumberWouldNotFit() {
        long length = 5_000L << 30;
        assertThat(StructuredMessage.segments(length)).isLessThanOrEqualTo(0xFFFF);
        assertThat(StructuredMessage.segments(length) * StructuredMessage.segmentLength(length))
                .isGreaterThanOrEqualTo(length);
    }

    @Test
    void aContentThatIsShorterThanItSaidBreaksTheAnswerOff() {
        StructuredEncoder encoder = new StructuredEncoder(new ByteArrayInputStream(CONTENT), CONTENT.length + 1);
        assertThat(catchThrowableOfType(IOException.class, encoder::readAllBytes))
                .isNotNull();
    }

    @Test
    void everyMalformedMessageIsRefusedAndStoresNothing() {
        refused("InvalidInput", set(0, 2));
        refused("InvalidInput", set(1, 1));
        refused("InvalidInput", set(8, 0x80));
        refused("InvalidInput", set(9, 0));
        refused("InvalidInput", set(9, 3));
        refused("InvalidInput", set(11, 0));
        refused("InvalidInput", set(11, 200));
        refused("InvalidInput", set(12, 0xFF));
        refused("InvalidInput", set(13, 2));
        refused("Crc64Mismatch", set(15, 11));
        refused("InvalidInput", set(15, 200));
        refused("Crc64Mismatch", set(15, 0));
        refused("InvalidInput", set(22, 0x80));
        refused("Crc64Mismatch", set(23, 'b'));
        refused("Crc64Mismatch", set(33, 0));
        refused("InvalidInput", set(41, 1));
        refused("Crc64Mismatch", message -> flipped(message, message.length - 1));
        refused("InvalidInput", message -> Arrays.copyOf(message, message.length + 1));
        for (int length = 0; length < message(CONTENT, 10).length; length++) {
            int cut = length;
            refused("InvalidInput", message -> Arrays.copyOf(message, cut));
        }
    }

    @Test
    void aBodyWithoutALengthIsHeldToTheMessagesOwn() throws IOException {
        byte[] message = message(CONTENT, 10);
        run(put(message, -1, CONTENT.length));
        assertThat(room.get("con", "b")).isEqualTo(CONTENT);
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        assertThat(catchThrowableOfType(StorageException.class, () -> run(put(longer, -1, CONTENT.length))))
                .hasMessageContaining("goes on");
    }

    @Test
    void theLengthOfTheContentIsNeededAndHeldToTheLimit() {
        Target without = Requests.sized("PUT /con/b", 50, "x-ms-blob-type: BlockBlob", FORM);
        assertThat(Requests.refusal(without).code().wire()).isEqualTo("MissingRequiredHeader");
        Target longer = Requests.sized(
                "PUT /con/b", 50, "x-ms-blob-type: BlockBlob", FORM, "x-ms-structured-content-length: 51");
        assertThat(Requests.refusal(longer).code().wire()).isEqualTo("InvalidHeaderValue");
        Target both = Requests.sized(
                "PUT /con/b",
                50,
                "x-ms-blob-type: BlockBlob",
                FORM,
                "x-ms-structured-content-length: 1",
                "x-ms-content-crc64: iJh5CoYUi64=");
        assertThat(Requests.refusal(both).code().wire()).isEqualTo("InvalidHeaderValue");
        Target big = Requests.sized(
                "PUT /con/b?comp=appendblock",
                (100 << 20) + 100,
                FORM,
                "x-ms-structured-content-length: " + ((100 << 20) + 1));
        assertThat(Requests.refusal(big).code().wire()).isEqualTo("RequestBodyTooLarge");
        Target fits = Requests.sized(
                "PUT /con/b?comp=appendblock",
                (100 << 20) + 100,
                FORM,
                "x-ms-structured-content-length: " + (100 << 20));
        assertThat(BlobApi.parse(fits)).isInstanceOf(BlobOperation.AppendBlock.class);
    }

    private void refused(String code, UnaryOperator<byte[]> change) {
        byte[] message = change.apply(message(CONTENT, 10));
        long length = message.length;
        if (length < CONTENT.length) {
            return;
        }
        StorageException refusal =
                catchThrowableOfType(StorageException.class, () -> run(put(message, length, CONTENT.length)));
        assertThat(refusal).as("%s", Arrays.toString(message)).isNotNull();
        assertThat(refusal.code().wire()).isEqualTo(code);
        assertThat(catchThrowableOfType(StorageException.class, () -> room.get("con", "b"))
                        .code()
                        .wire())
                .isEqualTo("BlobNotFound");
    }

    private void run(BlobOperation operation) {
        room.run(operation);
    }

    private static BlobOperation put(byte[] message, long bodyLength, long contentLength) {
        return BlobApi.parse(Requests.target(
                "PUT /con/b",
                new Body(bodyLength, new ByteArrayInputStream(message)),
                "x-ms-blob-type: BlockBlob",
                "Content-Length: " + message.length,
                FORM,
                "x-ms-structured-content-length: " + contentLength));
    }

    private static InputStream decoder(byte[] message, long contentLength) {
        return new StructuredDecoder(new ByteArrayInputStream(message), message.length, contentLength);
    }

    private static UnaryOperator<byte[]> set(int at, int value) {
        return message -> {
            message[at] = (byte) value;
            return message;
        };
    }

    private static byte[] flipped(byte[] message, int at) {
        message[at] ^= 1;
        return message;
    }

    /** Written by the protocol's words, not by the encoder under test. */
    static byte[] message(byte[] content, int segmentLength) {
        int segments = Math.max(1, Math.ceilDiv(content.length, segmentLength));
        ByteBuffer out =
                ByteBuffer.allocate(21 + segments * 18 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 1).putLong(out.capacity()).putShort((short) 1).putShort((short) segments);
        for (int i = 0; i < segments; i++) {
            byte[] part =
                    Arrays.copyOfRange(content, i * segmentLength, Math.min(content.length, (i + 1) * segmentLength));
            out.putShort((short) (i + 1)).putLong(part.length).put(part).putLong(Crc64.of(part));
        }
        return out.putLong(Crc64.of(content)).array();
    }
}
