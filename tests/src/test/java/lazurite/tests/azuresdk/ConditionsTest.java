package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation that takes conditions, under every condition that holds and every one that fails. */
final class ConditionsTest {
    private static final String ELSEWHERE = "\"0x8D0000000000000\"";

    private final BlobContainerClient container = container("conditions");

    private enum Kind {
        READ,
        WRITE
    }

    private record Operation(String name, Kind kind, BiFunction<BlobClient, BlobRequestConditions, Integer> run) {}

    private record Expectation(
            String name, Function<BlobProperties, BlobRequestConditions> conditions, String read, String write) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation(
                    "get",
                    Kind.READ,
                    (blob, conditions) -> blob.downloadStreamWithResponse(
                                    new ByteArrayOutputStream(), null, null, conditions, false, null, Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "properties",
                    Kind.READ,
                    (blob, conditions) -> blob.getPropertiesWithResponse(conditions, null, Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "put",
                    Kind.WRITE,
                    (blob, conditions) -> blob.uploadWithResponse(
                                    new BlobParallelUploadOptions(BinaryData.fromString("new"))
                                            .setRequestConditions(conditions),
                                    null,
                                    Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "put block list",
                    Kind.WRITE,
                    (blob, conditions) -> blob.getBlockBlobClient()
                            .commitBlockListWithResponse(
                                    new BlockBlobCommitBlockListOptions(List.of()).setRequestConditions(conditions),
                                    null,
                                    Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "set metadata",
                    Kind.WRITE,
                    (blob, conditions) -> blob.setMetadataWithResponse(Map.of("a", "b"), conditions, null, Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "set headers",
                    Kind.WRITE,
                    (blob, conditions) -> blob.setHttpHeadersWithResponse(
                                    new BlobHttpHeaders().setContentType("a/b"), conditions, null, Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "snapshot",
                    Kind.WRITE,
                    (blob, conditions) -> blob.createSnapshotWithResponse(null, conditions, null, Context.NONE)
                            .getStatusCode()),
            new Operation(
                    "delete",
                    Kind.WRITE,
                    (blob, conditions) -> blob.deleteWithResponse(null, conditions, null, Context.NONE)
                            .getStatusCode()));

    private static final List<Expectation> EXPECTATIONS = List.of(
            new Expectation("no condition", now -> new BlobRequestConditions(), "ok", "ok"),
            new Expectation("if-match holds", now -> new BlobRequestConditions().setIfMatch(now.getETag()), "ok", "ok"),
            new Expectation("if-match any", now -> new BlobRequestConditions().setIfMatch("*"), "ok", "ok"),
            new Expectation(
                    "if-match fails",
                    now -> new BlobRequestConditions().setIfMatch(ELSEWHERE),
                    "412 ConditionNotMet",
                    "412 ConditionNotMet"),
            new Expectation(
                    "if-none-match holds", now -> new BlobRequestConditions().setIfNoneMatch(ELSEWHERE), "ok", "ok"),
            new Expectation(
                    "if-none-match fails",
                    now -> new BlobRequestConditions().setIfNoneMatch(now.getETag()),
                    "304 ConditionNotMet",
                    "412 ConditionNotMet"),
            new Expectation(
                    "modified since holds",
                    now -> new BlobRequestConditions()
                            .setIfModifiedSince(now.getLastModified().minusDays(1)),
                    "ok",
                    "ok"),
            new Expectation(
                    "modified since fails",
                    now -> new BlobRequestConditions().setIfModifiedSince(now.getLastModified()),
                    "304 ConditionNotMet",
                    "412 ConditionNotMet"),
            new Expectation(
                    "unmodified since holds",
                    now -> new BlobRequestConditions().setIfUnmodifiedSince(now.getLastModified()),
                    "ok",
                    "ok"),
            new Expectation(
                    "unmodified since fails",
                    now -> new BlobRequestConditions()
                            .setIfUnmodifiedSince(now.getLastModified().minusDays(1)),
                    "412 ConditionNotMet",
                    "412 ConditionNotMet"),
            new Expectation(
                    "tags hold", now -> new BlobRequestConditions().setTagsConditions("\"t\" = 'v'"), "ok", "ok"),
            new Expectation(
                    "tags fail",
                    now -> new BlobRequestConditions().setTagsConditions("\"t\" <> 'v'"),
                    "412 ConditionNotMet",
                    "412 ConditionNotMet"));

    @TestFactory
    Stream<DynamicTest> everyOperationObeysEveryCondition() {
        return OPERATIONS.stream()
                .flatMap(operation -> EXPECTATIONS.stream()
                        .map(expectation -> dynamicTest(
                                operation.name() + ", " + expectation.name(), () -> check(operation, expectation))));
    }

    private void check(Operation operation, Expectation expectation) {
        BlobClient blob = container.getBlobClient(Sdk.name("b"));
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("old")).setTags(Map.of("t", "v")),
                null,
                Context.NONE);
        BlobProperties before = blob.getProperties();
        String expected = operation.kind() == Kind.READ ? expectation.read() : expectation.write();
        String outcome = outcome(operation, blob, expectation.conditions().apply(before));
        assertThat(outcome).isEqualTo(expected);
        if (!expected.equals("ok")) {
            assertThat(blob.getProperties().getETag()).isEqualTo(before.getETag());
            assertThat(Sdk.text(blob)).isEqualTo("old");
        }
    }

    private static String outcome(Operation operation, BlobClient blob, BlobRequestConditions conditions) {
        try {
            int status = operation.run().apply(blob, conditions);
            return status < 300 ? "ok" : status + " ConditionNotMet";
        } catch (BlobStorageException e) {
            return e.getStatusCode() + " " + e.getErrorCode();
        }
    }
}
