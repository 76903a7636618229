package lazurite.tests.azuresdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.ObjectReplicationPolicy;
import com.azure.storage.blob.models.ObjectReplicationStatus;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.Replications;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Object replication as the SDK sees it at both ends. */
final class ObjectReplicationTest {
    private static final String POLICY = "70dc1326-15a2-45f4-9408-487f6581f204";
    private static final String RULE = "a2455a77-8f44-4d22-b07e-a03203ae64f0";

    @TempDir
    private Path data;

    @Test
    @Timeout(120)
    void theSdkSeesThatABlobIsReplicatedAndByWhichPolicy() throws Exception {
        String version;
        try (Lazurite server = Lazurite.start(config(Replications.NONE, Replications.NONE))) {
            BlobClient blob = client(server, AccountSettings.DEV_NAME)
                    .createBlobContainer("docs")
                    .getBlobClient("a");
            blob.upload(BinaryData.fromString("one"));
            blob.setMetadata(Map.of("k", "v"));
            version = blob.getProperties().getVersionId();
            client(server, "copies").createBlobContainer("docs-copy");
        }
        ReplicationPolicy policy = new ReplicationPolicy(
                "policy.json",
                POLICY,
                AccountSettings.DEV_NAME,
                "copies",
                List.of(new ReplicationPolicy.Rule(RULE, "docs", "docs-copy", List.of(), Instant.EPOCH)));
        Replications source = new Replications(List.of(policy), List.of());
        Replications destination = new Replications(List.of(), List.of(policy));
        try (Lazurite server = Lazurite.start(config(source, destination))) {
            BlobClient blob = client(server, AccountSettings.DEV_NAME)
                    .getBlobContainerClient("docs")
                    .getBlobClient("a");
            List<ObjectReplicationPolicy> policies = List.of();
            while (policies == null || policies.isEmpty()) {
                policies = blob.getProperties().getObjectReplicationSourcePolicies();
            }
            assertStatus(policies);
            BlobItem listed = client(server, AccountSettings.DEV_NAME)
                    .getBlobContainerClient("docs")
                    .listBlobs()
                    .iterator()
                    .next();
            assertStatus(listed.getObjectReplicationSourcePolicies());
            BlobClient replica =
                    client(server, "copies").getBlobContainerClient("docs-copy").getBlobClient("a");
            BlobProperties properties = replica.getProperties();
            assertThat(properties.getObjectReplicationDestinationPolicyId()).isEqualTo(POLICY);
            assertThat(properties.getVersionId()).isEqualTo(version);
            assertThat(properties.getMetadata()).isEqualTo(Map.of("k", "v"));
            assertThat(Sdk.text(replica)).isEqualTo("one");
            Sdk.refused(409, "InvalidOperation", () -> replica.setMetadata(Map.of()));
        }
    }

    private static void assertStatus(List<ObjectReplicationPolicy> policies) {
        assertThat(policies).hasSize(1);
        assertThat(policies.getFirst().getPolicyId()).isEqualTo(POLICY);
        assertThat(policies.getFirst().getRules()).hasSize(1);
        assertThat(policies.getFirst().getRules().getFirst().getRuleId()).isEqualTo(RULE);
        assertThat(policies.getFirst().getRules().getFirst().getStatus()).isEqualTo(ObjectReplicationStatus.COMPLETE);
    }

    private Config config(Replications source, Replications destination) {
        return Config.forTests()
                .withData(data)
                .withInMemory(false)
                .withAccounts(List.of(account(AccountSettings.DEV_NAME, source), account("copies", destination)));
    }

    private static AccountSettings account(String name, Replications replications) {
        Account dev = AccountSettings.dev().account();
        BlobFeatures features = new BlobFeatures(true, 0).withReplications(replications);
        return new AccountSettings(new Account(name, dev.keys(), true, dev.subscription(), features), List.of());
    }

    private static BlobServiceClient client(Lazurite server, String account) {
        return new BlobServiceClientBuilder()
                .endpoint(server.blobEndpoint(account))
                .credential(new StorageSharedKeyCredential(account, AccountSettings.DEV_KEY))
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }
}
