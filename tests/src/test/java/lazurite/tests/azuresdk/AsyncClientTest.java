package lazurite.tests.azuresdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.FluxUtil;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.ParallelTransferOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The reactive client keeps many requests in flight on pooled connections; the blocking one does not. */
final class AsyncClientTest {
    private final BlobContainerAsyncClient container = Sdk.clientBuilder()
            .buildAsyncClient()
            .getBlobContainerAsyncClient(Sdk.container("async").getBlobContainerName());

    @Test
    void twoHundredBlobsInFlightAreAllThere() {
        List<Integer> numbers = IntStream.range(0, 200).boxed().toList();
        Flux.fromIterable(numbers)
                .flatMap(
                        number -> container
                                .getBlobAsyncClient("n%03d".formatted(number))
                                .upload(BinaryData.fromString("content " + number)),
                        32)
                .blockLast();
        List<String> contents = Flux.fromIterable(numbers)
                .flatMapSequential(
                        number -> container
                                .getBlobAsyncClient("n%03d".formatted(number))
                                .downloadContent()
                                .map(BinaryData::toString),
                        32)
                .collectList()
                .block();
        assertThat(contents)
                .isEqualTo(numbers.stream().map(number -> "content " + number).toList());
        assertThat(container.listBlobs().map(BlobItem::getName).collectList().block())
                .hasSize(200)
                .isSorted();
    }

    @Test
    void streamOfUnknownLengthIsUploadedInBlocks() {
        byte[] content = Sdk.bytes(21, 3_333_333);
        Flux<ByteBuffer> chunks = Flux.range(0, 34)
                .map(i -> ByteBuffer.wrap(
                        Arrays.copyOfRange(content, i * 100_000, Math.min(content.length, (i + 1) * 100_000))));
        BlobAsyncClient blob = container.getBlobAsyncClient("stream");
        var options = new ParallelTransferOptions()
                .setBlockSizeLong(500_000L)
                .setMaxSingleUploadSizeLong(500_000L)
                .setMaxConcurrency(3);
        blob.upload(chunks, options).block();
        assertThat(FluxUtil.collectBytesInByteBufferStream(blob.downloadStream())
                        .block())
                .isEqualTo(content);
    }

    @Test
    void cancelledDownloadLeavesTheServerServing() {
        BlobAsyncClient blob = container.getBlobAsyncClient("cancelled");
        blob.upload(BinaryData.fromBytes(Sdk.bytes(22, 20_000_000))).block();
        for (int i = 0; i < 20; i++) {
            assertThat(blob.downloadStream().next().block()).isNotNull();
        }
        byte[] tail = FluxUtil.collectBytesInByteBufferStream(blob.downloadStreamWithResponse(
                                new BlobRange(19_999_999), null, new BlobRequestConditions(), false)
                        .flatMapMany(response -> response.getValue()))
                .block();
        assertThat(tail).hasSize(1);
    }
}
