package lazurite.tests.azuresdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Clients of the shared server. They try each request once, so that no retry hides a failure. */
final class Sdk {
    static final RequestRetryOptions ONE_TRY = new RequestRetryOptions(RetryPolicyType.FIXED, 1, 60, null, null, null);

    private Sdk() {}

    static ServerUnderTest server() {
        return SharedServer.get();
    }

    static StorageSharedKeyCredential credential() {
        return new StorageSharedKeyCredential(server().account(), server().key());
    }

    static BlobServiceClientBuilder clientBuilder() {
        return new BlobServiceClientBuilder()
                .endpoint(server().endpoint().toString())
                .credential(credential())
                .retryOptions(ONE_TRY);
    }

    static BlobServiceClient service() {
        return clientBuilder().buildClient();
    }

    static String name(String hint) {
        return hint + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** A new container; its name starts with the hint. */
    static BlobContainerClient container(String hint) {
        return service().createBlobContainer(name(hint));
    }

    static BlobClient blob(BlobContainerClient container, String name, String text) {
        BlobClient blob = container.getBlobClient(name);
        blob.upload(BinaryData.fromString(text), true);
        return blob;
    }

    static String text(BlobClient blob) {
        return new String(blob.downloadContent().toBytes(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static OffsetDateTime minutesFromNow(int minutes) {
        return OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(minutes);
    }

    /** The status with which the call is refused, where the code differs between versions of the service. */
    static int statusOf(ThrowingCallable call) {
        BlobStorageException failure = catchThrowableOfType(BlobStorageException.class, call);
        assertThat(failure).as("the call should be refused").isNotNull();
        return failure.getStatusCode();
    }

    /** The call fails with exactly this status and error code. */
    static BlobStorageException refused(int status, String code, ThrowingCallable call) {
        BlobStorageException failure = catchThrowableOfType(BlobStorageException.class, call);
        assertThat(failure)
                .as("the call should be refused with " + status + " " + code)
                .isNotNull();
        assertThat(failure.getStatusCode() + " " + failure.getErrorCode()).isEqualTo(status + " " + code);
        return failure;
    }
}
