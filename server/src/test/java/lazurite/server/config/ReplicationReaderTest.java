package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.Replications;
import org.junit.jupiter.api.Test;

/** Replication policies, and the accounts at both ends. */
final class ReplicationReaderTest extends OnConfigFile {
    private static final String REPLICATED = """
            accounts:
              - name: contoso
                keys: [AQID]
                blob: {versioning: true, changeFeed: {enabled: true}, replicationPolicies: [replication.json]}
              - {name: copies, keys: [AQID], blob: {versioning: true}}
            """;

    @Test
    void aReplicationPolicyIsKnownAtBothEnds() throws IOException {
        List<AccountSettings> accounts = read(EveryKey.in(folder)).config().accounts();
        Replications source = accounts.get(0).account().blob().replications();
        assertThat(source.outgoing())
                .containsExactly(new ReplicationPolicy(
                        folder.resolve("replication.json").toString(),
                        "70dc1326-15a2-45f4-9408-487f6581f204",
                        "contoso",
                        "copies",
                        List.of(
                                new ReplicationPolicy.Rule(
                                        "a2455a77-8f44-4d22-b07e-a03203ae64f0",
                                        "pics",
                                        "pictures",
                                        List.of("a/", "b"),
                                        Instant.parse("2026-01-01T00:00:00Z")),
                                new ReplicationPolicy.Rule(
                                        "b2455a77-8f44-4d22-b07e-a03203ae64f0", "docs", "papers", List.of(), null))));
        Replications destination = accounts.get(1).account().blob().replications();
        assertThat(destination.incoming()).isEqualTo(source.outgoing());
        assertThat(destination.isReplica("papers")).isTrue();
        assertThat(destination.isReplica("pics")).isFalse();
    }

    @Test
    void aReplicationPolicyThatCannotBeObeyedIsRefused() throws IOException {
        refusedReplication("pictures", "papers", "two rules have the same destinationContainer");
        refusedReplication("70dc1326", "policy", "expected a GUID");
        refusedReplication("\"contoso\"", "\"other\"", "must be contoso");
        refusedReplication("storageAccounts/copies", "storageAccounts/contoso", "must be another account");
        refusedReplication("storageAccounts/copies", "storageAccounts/missing", "there is no account called 'missing'");
        refusedReplication("minCreationTime", "minCreation", "there is no such key");
        refusedReplication("2026-01-01T00:00:00Z", "yesterday", "expected a time such as");
        EveryKey.in(folder);
        assertThatThrownBy(() -> read(REPLICATED.replace("{versioning: true}", "{versioning: false}")))
                .hasMessageContaining("the destination account copies must have blob.versioning: true");
        assertThatThrownBy(() -> read(REPLICATED.replace("{enabled: true}", "{enabled: false}")))
                .hasMessageContaining("the source account contoso must have blob.changeFeed.enabled: true");
    }

    private void refusedReplication(String part, String replacement, String message) throws IOException {
        String text = EveryKey.REPLICATION.replace(part, replacement);
        Files.writeString(folder.resolve("replication.json"), text);
        assertThatThrownBy(() -> read(REPLICATED))
                .as(text)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
