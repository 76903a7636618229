package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import lazurite.service.account.Subscription;
import org.junit.jupiter.api.Test;

/** Subscriptions, and the accounts that name them. */
final class SubscriptionsReaderTest extends OnConfigFile {
    private static final String SUBSCRIPTION = "subscriptions: [{id: clinic, class: health, purposes: [care],"
            + " services: [blob], jurisdiction: NL, contact: a@b.example}]\n";

    @Test
    void anAccountBelongsToTheDefaultSubscriptionUnlessItNamesOne() throws IOException {
        assertThat(Config.defaults().accounts().getFirst().account().subscription())
                .isSameAs(Subscription.DEFAULT);
        Config config = read(SUBSCRIPTION
                        + "accounts: [{name: abc, keys: [AQID]}, {name: def, keys: [AQID], subscription: default}]\n")
                .config();
        assertThat(config.accounts())
                .extracting(settings -> settings.account().subscription())
                .containsOnly(Subscription.DEFAULT);
        Config azurites = ConfigReader.read(file, Map.of(), Map.of("AZURITE_ACCOUNTS", "abc:AQID"))
                .config();
        assertThat(azurites.accounts().getFirst().account().subscription()).isSameAs(Subscription.DEFAULT);
    }

    @Test
    void aSubscriptionThatIsNotDeclaredIsNamedWithTheNearest() throws IOException {
        refused(
                SUBSCRIPTION + "accounts: [{name: abc, keys: [AQID], subscription: clinik}]\n",
                "accounts[].subscription (FILE line 2): there is no subscription called 'clinik' under subscriptions;"
                        + " did you mean 'clinic'?");
    }

    @Test
    void whatIsDeclaredOfASubscriptionIsWholeAndOfTheClosedLists() throws IOException {
        refusedOf(
                "id: clinic",
                "id: Clinic",
                "id (FILE line 1): expected 3 to 64 lower-case letters, digits and"
                        + " single hyphens, found 'Clinic'");
        refusedOf(
                "id: clinic",
                "id: default",
                "id (FILE line 1): 'default' is the subscription of accounts that name" + " none; choose another id");
        refusedOf(
                "class: health",
                "class: secret",
                "class (FILE line 1): expected one of health, education, business,"
                        + " press, civil-society, public-administration, police, immigration, military, intelligence, other,"
                        + " found 'secret'");
        refusedOf("class: health, ", "", "class (FILE): a value is required");
        refusedOf("purposes: [care]", "purposes: []", "purposes (FILE line 1): 1 to 32 purposes are required, found 0");
        refusedOf(
                "contact: a@b.example",
                "contact: a@b.example, key: AQID",
                "key (FILE line 1): expected an Ed25519 public key, 32 bytes in base64, found 'AQID'");
        refusedOf(
                "purposes: [care]",
                "purposes: [' ']",
                "purposes (FILE line 1): expected one line of 1 to 200" + " characters, found ' '");
        refusedOf(
                "services: [blob]",
                "services: [files]",
                "services (FILE line 1): expected one of blob, queue, table," + " found 'files'");
        refusedOf(", services: [blob]", "", "services (FILE): at least one service is required");
        refusedOf(
                "jurisdiction: NL",
                "jurisdiction: Holland",
                "jurisdiction (FILE line 1): expected an ISO 3166 code" + " such as NL or US-CA, found 'Holland'");
        refusedOf("contact: a@b.example", "contract: a@b.example", "contact (FILE): a value is required");
        refusedOf(
                "contact: a@b.example",
                "contact: a@b.example, klass: x",
                "klass (FILE line 1): there is no such key;" + " did you mean 'class'?");
        refused(
                SUBSCRIPTION.replace("]\n", "") + ", " + SUBSCRIPTION.substring("subscriptions: [".length()),
                "subscriptions[].id (FILE line 1): there are two subscriptions called 'clinic'; ids must differ");
    }

    @Test
    void aChangedSubscriptionIsAChangeOfItsAccounts() throws IOException {
        String accounts = "accounts: [{name: abc, keys: [AQID], subscription: clinic}]\n";
        Config before = read(SUBSCRIPTION + accounts).config();
        Config after = read(SUBSCRIPTION.replace("NL", "BE") + accounts).config();
        assertThat(ConfigChanges.sameAccounts(before, before)).isTrue();
        assertThat(ConfigChanges.sameAccounts(before, after)).isFalse();
        assertThat(ConfigChanges.needRestart(before, after)).isEmpty();
        assertThat(ConfigChanges.sameAccounts(
                        before, read(accounts.replace("clinic", "default")).config()))
                .isFalse();
    }

    private void refusedOf(String part, String replacement, String message) throws IOException {
        refused(SUBSCRIPTION.replace(part, replacement), "subscriptions[]." + message);
    }
}
