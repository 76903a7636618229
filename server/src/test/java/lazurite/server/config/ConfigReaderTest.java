package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.server.config.AccountSettings.ContainerSettings;
import lazurite.server.config.AccountSettings.PublicAccess;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.ChangeFeedSettings;
import lazurite.service.account.EncryptionScope;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.service.account.InventoryPolicy;
import lazurite.service.account.LifecyclePolicy;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.terms.use.CustomerClass;
import org.junit.jupiter.api.Test;

final class ConfigReaderTest extends OnConfigFile {
    @Test
    void withoutAnythingTheDevAccountIsServedOnAzuritesPorts() {
        Config config = Config.defaults();
        assertThat(config.ports()).isEqualTo(new Ports(10_000, 10_001, 10_002, 10_010, 10_005));
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.data()).isEqualTo(Path.of("lazurite-data"));
        assertThat(config.accounts()).hasSize(1);
        assertThat(config.accounts().getFirst().account().name()).isEqualTo("devstoreaccount1");
        assertThat(config.accounts().getFirst().servesDevKey()).isTrue();
        assertThat(config.tls()).isEqualTo(new Tls.Off());
    }

    @Test
    void everyKeyArrives() throws IOException {
        ConfigReader.Loaded loaded = read(EveryKey.in(folder));
        assertThat(loaded.keys()).as("the file has every key there is").doesNotContainValue(false);
        Config config = loaded.config();
        assertThat(config.data()).isEqualTo(folder.resolve("d"));
        assertThat(config.inMemory()).isTrue();
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.operatorHost()).isEqualTo("::1");
        assertThat(config.ports()).isEqualTo(new Ports(1, 2, 3, 4, 5, 6));
        assertThat(config.limits())
                .isEqualTo(new Limits(11, 12, 13, Duration.ofMillis(1500), 16 << 10, 2048, 8 << 20, 3L << 30));
        assertThat(config.log())
                .isEqualTo(new Log(
                        Log.Level.ERROR, new Log.Access.ToFile(folder.resolve("access.log"), 1 << 20, 7), false));
        assertThat(config.hostSuffixes()).containsExactly("storage.example.org", "localhost:10000");
        assertThat(config.masterKey()).isEqualTo(Path.of("/keys/master"));
        assertThat(config.seeds()).containsExactly(new Seed("contoso", "pics", folder.resolve("seed"), "a/"));
        AccountSettings account = config.accounts().getFirst();
        assertThat(account.account().name()).isEqualTo("contoso");
        assertThat(account.account().allowBlobPublicAccess()).isTrue();
        assertThat(account.account().keys()).containsExactly(new byte[] {1, 2, 3}, new byte[] {4, 5, 6});
        Subscription clinic = new Subscription(
                "clinic-7",
                CustomerClass.HEALTH,
                List.of("patients' records", "[research], anonymous"),
                Set.of(ServiceKind.BLOB, ServiceKind.TABLE),
                "US-CA",
                "[privacy] officer@clinic.example",
                "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(config.subscriptions()).containsExactly(clinic);
        assertThat(account.account().subscription()).isEqualTo(clinic);
        Immutability immutability = new Immutability(
                true,
                new Policy(30, true, Appends.APPEND_BLOBS),
                Map.of(
                        "pics",
                        new OfContainer(true, new Policy(400, false, Appends.ALL), List.of("case42", "case43"), true)));
        BlobFeatures blob = account.account().blob();
        LifecyclePolicy policy = Objects.requireNonNull(blob.aging().policy());
        assertThat(policy.file()).isEqualTo(folder.resolve("lifecycle.json").toString());
        assertThat(blob.immutability()).isEqualTo(immutability);
        assertThat(blob.customerKeysOverHttp()).isTrue();
        assertThat(blob.encryptionScopes()).containsExactly(new EncryptionScope("Ward-7", false));
        assertThat(blob.aging())
                .isEqualTo(new Aging(Duration.ofHours(15), Duration.ofMinutes(30), true, false, policy));
        assertThat(blob.versioning()).isTrue();
        assertThat(blob.containerRetentionDays()).isEqualTo(9);
        assertThat(blob.inventory())
                .isEqualTo(new InventoryPolicy(
                        folder.resolve("inventory.json").toString(),
                        List.of(
                                new InventoryPolicy.Rule(
                                        "blobs",
                                        "reports",
                                        false,
                                        false,
                                        List.of(
                                                "Name",
                                                "Snapshot",
                                                "VersionId",
                                                "IsCurrentVersion",
                                                "Deleted",
                                                "ContentType"),
                                        new InventoryPolicy.Filters(
                                                List.of("blockBlob", "pageBlob"),
                                                List.of("pics/a", "docs"),
                                                List.of("pics/a/tmp"),
                                                30,
                                                true,
                                                true,
                                                true)),
                                new InventoryPolicy.Rule(
                                        "containers",
                                        "reports",
                                        true,
                                        true,
                                        List.of("Name", "Etag"),
                                        new InventoryPolicy.Filters(
                                                List.of(), List.of(), List.of(), 0, false, false, false)))));
        assertThat(blob.changeFeed()).isEqualTo(new ChangeFeedSettings(true, 5));
        assertThat(config.ledger().publicClasses())
                .containsExactlyInAnyOrder(CustomerClass.POLICE, CustomerClass.PRESS);
        assertThat(config.ledger().terms()).isEqualTo(folder.resolve("terms.yaml"));
        assertThat(account.containers()).containsExactly(new ContainerSettings("pics", PublicAccess.CONTAINER));
        assertThat(config.tls()).isEqualTo(new Tls.Files(folder.resolve("server.pem"), folder.resolve("server.key")));
    }

    @Test
    void aGeneratedCertificateMayHaveMoreNames() throws IOException {
        Config config = read("tls: {generate: true, names: [storage.example.org, 10.0.0.7]}\n")
                .config();
        assertThat(config.tls()).isEqualTo(new Tls.Generated(List.of("storage.example.org", "10.0.0.7")));
    }

    @Test
    void aFlagGoesBeforeAVariableBeforeTheFile() throws IOException {
        Files.writeString(file, "ports: {blob: 1}\nhost: file\n");
        Map<String, String> variables = Map.of("LAZURITE_BLOB_PORT", "2", "LAZURITE_HOST", "variable");
        Config config =
                ConfigReader.read(file, Map.of(Flag.BLOB_PORT, "3"), variables).config();
        assertThat(config.ports().blob()).isEqualTo(3);
        assertThat(config.host()).isEqualTo("variable");
    }

    @Test
    void everyPlainKeyHasAVariable() {
        Map<String, String> variables = Map.of(
                "LAZURITE_LIMITS_IDLE_TIMEOUT", "5s",
                "LAZURITE_IN_MEMORY", "true",
                "LAZURITE_HOST_SUFFIXES", "a.example, b.example",
                "LAZURITE_MASTER_KEY", "/k",
                "LAZURITE_LOG_ACCESS", "stdout");
        Config config = ConfigReader.read(null, Map.of(), variables).config();
        assertThat(config.limits().idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.inMemory()).isTrue();
        assertThat(config.hostSuffixes()).containsExactly("a.example", "b.example");
        assertThat(config.masterKey()).isEqualTo(Path.of("/k"));
        assertThat(config.log().access()).isEqualTo(new Log.Access.Stdout());
    }

    @Test
    void anUnknownVariableIsRefusedButNotWhatKubernetesSets() {
        assertThatThrownBy(() -> ConfigReader.read(null, Map.of(), Map.of("LAZURITE_BLOB_PROT", "1")))
                .hasMessage("the environment variable LAZURITE_BLOB_PROT is no setting; did you mean"
                        + " 'LAZURITE_BLOB_PORT'?");
        Map<String, String> kubernetes =
                Map.of("LAZURITE_SERVICE_HOST", "10.0.0.1", "LAZURITE_PORT_10000_TCP", "x", "LAZURITE_PORT", "y");
        assertThat(ConfigReader.read(null, Map.of(), kubernetes).config().host())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void anUnknownKeyIsNamedWithItsLineAndTheNearestKnown() throws IOException {
        refused(
                "host: a\nlimits:\n  conections: 5\n",
                "limits.conections (FILE line 3): there is no such key; did you mean 'connections'?");
        refused("portz: {blob: 1}\n", "portz (FILE line 1): there is no such key; did you mean 'ports'?");
        refused("zzzzzzzzz: 1\n", "zzzzzzzzz (FILE line 1): there is no such key");
    }

    @Test
    void aWrongValueIsNamedWithWhatWouldBeRight() throws IOException {
        refused(
                "ports:\n  blob: seventy\n",
                "ports.blob (FILE line 2): expected a whole number from 0 to 65535, found 'seventy'");
        refused(
                "ports: {blob: 65536}\n",
                "ports.blob (FILE line 1): expected a whole number from 0 to 65535, found '65536'");
        refused("inMemory: yes\n", "inMemory (FILE line 1): expected true or false, found 'yes'");
        refused(
                "limits: {idleTimeout: 30}\n",
                "limits.idleTimeout (FILE line 1): expected a time from 100ms to 24h, such as 30s, found '30'");
        refused(
                "limits: {blockCache: 1KiB}\n",
                "limits.blockCache (FILE line 1): expected a size from 1MiB to 1TiB, such as 64MiB, found '1KiB'");
        refused(
                "log: {level: loud}\n",
                "log.level (FILE line 1): expected one of debug, info, warning, error, found 'loud'");
    }

    @Test
    void aWrongShapeIsNamedWithWhatWouldBeRight() throws IOException {
        refused("host: [a]\n", "host (FILE line 1): expected one plain value");
        refused("accounts: {name: a}\n", "accounts (FILE line 1): expected a list, each item after a dash");
        refused("ports: 5\n", "ports (FILE line 1): expected keys with values, found something else");
        refused("- a\n", "the file (FILE line 1): expected keys with values, found something else");
        refused("host: a\nhost: b\n", "host (FILE line 2): given twice; keep one of them");
        refused(
                "ports: {blob: 7, operator: 7}\n",
                "ports.operator (FILE line 1): must differ from ports.blob, both are 7; set --operator-port or"
                        + " --blob-port");
    }

    @Test
    void whatIsNoYamlIsNamedWithItsLine() throws IOException {
        Files.writeString(file, "a: b\n  c: [\n");
        assertThatThrownBy(() -> ConfigReader.read(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + " line 2: this is no YAML: ");
        Files.writeString(file, "[".repeat(100_000));
        assertThatThrownBy(() -> ConfigReader.read(file, Map.of(), Map.of()))
                .hasMessage(file + ": lists and keys are nested too deeply");
        assertThatThrownBy(() -> ConfigReader.read(folder.resolve("none"), Map.of(), Map.of()))
                .hasMessage("--config: there is no file " + folder.resolve("none"));
    }

    @Test
    void aBillionLaughsIsRefusedAndAnObjectTagMakesNone() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        Files.writeString(file, bomb);
        assertThatThrownBy(() -> ConfigReader.read(file, Map.of(), Map.of())).isInstanceOf(ConfigException.class);
        refused("host: !!javax.script.ScriptEngineManager [a]\n", "host (FILE line 1): expected one plain value");
    }

    @Test
    void whichClassesArePublicIsUsualUntilItIsSaid() throws IOException {
        assertThat(Config.defaults().ledger().publicClasses())
                .extracting(CustomerClass::label)
                .containsExactlyInAnyOrder(
                        "public-administration", "police", "immigration", "military", "intelligence");
        Config none = read("ledger: {publicClasses: []}\n").config();
        assertThat(none.ledger().publicClasses()).isEmpty();
        Config elsewhere = read("ledger: {publicClasses: []}\nterms: t.yaml\n").config();
        assertThat(ConfigChanges.needRestart(none, elsewhere)).containsExactly("terms");
        assertThat(ConfigChanges.needRestart(Config.defaults(), none)).contains("ledger");
    }

    @Test
    void tlsNeedsBothFilesOrNone() throws IOException {
        refused("tls: {certificate: a.pem}\n", "tls.key (FILE): tls.certificate and tls.key must be given together");
        refused(
                "tls: {certificate: a, key: b, generate: true}\n",
                "tls.generate (FILE line 1): must be false when tls.certificate and tls.key are given");
        refused("tls: {names: [a]}\n", "tls.names (FILE line 1): has a meaning only with tls.generate: true");
    }

    @Test
    void seedsNameAFolderAndAnAccountThatAreThere() throws IOException {
        refused(
                "seeds: [{container: pics, folder: none}]\n",
                "seeds[].folder (FILE line 1): there is no folder " + folder.resolve("none"));
        refused(
                "seeds: [{account: abc, container: pics, folder: .}]\n",
                "seeds[].account (FILE line 1): there is no account called 'abc' under accounts");
    }

    @Test
    void theEffectiveConfigurationReadsBackTheSameAndShowsNoKey() throws IOException {
        ConfigReader.Loaded loaded = read(EveryKey.in(folder));
        String text = ConfigText.of(loaded.config());
        assertThat(text).doesNotContain("AQID").doesNotContain("BAUG");
        String withKeys = text.replace("    # 2 key(s), not shown\n", "    keys: [AQID, BAUG]\n");
        Config again = read(withKeys).config();
        assertThat(ConfigChanges.sameAccounts(loaded.config(), again)).isTrue();
        assertThat(ConfigChanges.needRestart(loaded.config(), again)).isEmpty();
    }
}
