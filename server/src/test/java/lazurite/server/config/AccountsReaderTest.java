package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import lazurite.service.account.EncryptionScope;
import org.junit.jupiter.api.Test;

/** Accounts, and what is on in each. */
final class AccountsReaderTest extends OnConfigFile {
    @Test
    void accountNamesThatTheServerAnswersItselfOrAzureWouldRefuseAreRefused() throws IOException {
        for (String name : List.of("healthz", "readyz")) {
            refused(
                    "accounts: [{name: " + name + ", keys: [AQID]}]\n",
                    "accounts[].name (FILE line 1): no account can be called '" + name
                            + "', for the server answers under this path itself");
        }
        refused(
                "accounts: [{name: No, keys: [AQID]}]\n",
                "accounts[].name (FILE line 1): an account name has 3 to 24 lower-case letters and digits, found 'No'");
        refused(
                "accounts: [{name: abc, keys: [AQID]}, {name: abc, keys: [AQID]}]\n",
                "accounts[].name (FILE line 1): there are two accounts called 'abc'; names must differ");
    }

    @Test
    void anAccountHasOneOrTwoKeysAndNoMessageShowsOne() throws IOException {
        refused(
                "accounts: [{name: abc}]\n",
                "accounts[].keys (FILE): an account has one or two keys in base64, found 0; 'openssl rand -base64 48'"
                        + " makes one");
        refused(
                "accounts: [{name: abc, keys: [AQID, AQID, AQID]}]\n",
                "accounts[].keys (FILE line 1): an account has one or two keys in base64, found 3; 'openssl rand"
                        + " -base64 48' makes one");
        refused(
                "accounts: [{name: abc, keys: ['s*cret']}]\n",
                "accounts[].keys (FILE line 1): expected an account key in base64, found something else");
    }

    @Test
    void keysAreReadAsClientsReadThem() throws IOException {
        byte[] key = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1};
        for (String text : List.of("+//+AQ==", "-__-AQ==", "+//+AQ", "\"+//+\\n AQ==\"")) {
            Config config =
                    read("accounts: [{name: abc, keys: [" + text + "]}]\n").config();
            assertThat(config.accounts().getFirst().account().keys()).as(text).containsExactly(key);
        }
    }

    @Test
    void theDevAccountNeedsNoKey() throws IOException {
        Config config = read("accounts: [{name: devstoreaccount1, containers: [{name: a-b}]}]\n")
                .config();
        assertThat(config.accounts().getFirst().servesDevKey()).isTrue();
    }

    @Test
    void publicContainersNeedAnAccountThatAllowsThem() throws IOException {
        refused(
                "accounts: [{name: abc, keys: [AQID], allowBlobPublicAccess: false,"
                        + " containers: [{name: pics, publicAccess: blob}]}]\n",
                "accounts[].containers[].publicAccess (FILE line 1): must be none, since the account's"
                        + " allowBlobPublicAccess is false");
        refused(
                "accounts: [{name: abc, keys: [AQID], containers: [{name: a--b}]}]\n",
                "accounts[].containers[].name (FILE line 1): expected a container name (3 to 63 lower-case letters,"
                        + " digits and single hyphens), found 'a--b'");
    }

    @Test
    void encryptionScopesHaveNamesThatDiffer() throws IOException {
        String account = "accounts: [{name: abc, keys: [AQID], blob: {encryptionScopes: [";
        Config config = read(account + "{name: ward}, {name: desk, state: disabled}]}}]\n")
                .config();
        assertThat(config.accounts().getFirst().account().blob().encryptionScopes())
                .containsExactly(new EncryptionScope("ward", true), new EncryptionScope("desk", false));
        refused(
                account + "{name: ward}, {name: ward}]}}]\n",
                "accounts[].blob.encryptionScopes[].name (FILE line 1): there are two encryption scopes called 'ward';"
                        + " names must differ");
        refused(
                account + "{name: $x}]}}]\n",
                "accounts[].blob.encryptionScopes[].name (FILE line 1): expected a name of an encryption scope (3 to 63"
                        + " letters, digits and hyphens), found '$x'");
        refused(
                account + "{name: ward, state: Enabled}]}}]\n",
                "accounts[].blob.encryptionScopes[].state (FILE line 1): expected one of enabled, disabled, found"
                        + " 'Enabled'");
    }

    @Test
    void anInventoryPolicyThatCannotBeObeyedIsRefusedByName() throws IOException {
        refusedPolicy("\"format\": \"Csv\"", "\"format\": \"Parquet\"", "Parquet is not written; use Csv");
        refusedPolicy("\"includeSnapshots\"", "\"includeSnapshot\"", "rules[].definition.filters.includeSnapshot");
        refusedPolicy("\"lastNDays\": 30", "\"lastNDays\": 0", "expected a whole number from 1 to 36500");
        refusedPolicy("\"Deleted\", ", "", "must have Deleted");
        refusedPolicy("\"ContentType\"", "\"ContentTyp\"", "did you mean 'Content-Type'?");
        refusedPolicy("\"name\": \"containers\"", "\"name\": \"blobs\"", "there are two rules called 'blobs'");
    }

    private void refusedPolicy(String part, String replacement, String message) throws IOException {
        String text = EveryKey.INVENTORY.replace(part, replacement);
        Files.writeString(folder.resolve("inventory.json"), text);
        assertThatThrownBy(() -> read("""
                        accounts: [{name: contoso, keys: [AQID], blob: {inventoryPolicy: inventory.json}}]
                        """))
                .as(text)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void azuritesVariableReplacesTheAccounts() throws IOException {
        Map<String, String> variables = Map.of("AZURITE_ACCOUNTS", "one1:AQID:BAUG; two2:CQkJ;");
        ConfigReader.Loaded loaded = ConfigReader.read(null, Map.of(), variables);
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.config().accounts())
                .extracting(settings -> settings.account().name())
                .containsExactly("one1", "two2");
        assertThat(loaded.config().accounts().get(0).account().keys())
                .containsExactly(new byte[] {1, 2, 3}, new byte[] {4, 5, 6});
        assertThat(loaded.config().accounts().get(1).account().keys()).containsExactly(new byte[] {9, 9, 9});

        Files.writeString(file, "accounts: [{name: abc, keys: [AQID]}]\n");
        assertThat(ConfigReader.read(file, Map.of(), variables).notes())
                .containsExactly("accounts come from AZURITE_ACCOUNTS; those of the file are not served");
    }

    @Test
    void azuritesVariableIsRefusedWhenWrongWithoutShowingAKey() {
        Map<String, String> wrong = Map.of(
                "abc",
                "AZURITE_ACCOUNTS: expected name:key or name:key1:key2, separated by ;, found 1 parts in the entry of"
                        + " 'abc'",
                "abc:s*cret",
                "AZURITE_ACCOUNTS, account 'abc': expected an account key in base64, found something else",
                "healthz:AQID",
                "AZURITE_ACCOUNTS: no account can be called 'healthz', for the server answers under this path itself",
                ";",
                "AZURITE_ACCOUNTS: expected name:key or name:key1:key2, separated by ;, found none");
        wrong.forEach((text, message) -> assertThatThrownBy(
                        () -> ConfigReader.read(null, Map.of(), Map.of("AZURITE_ACCOUNTS", text)))
                .as(text)
                .hasMessage(message));
    }
}
