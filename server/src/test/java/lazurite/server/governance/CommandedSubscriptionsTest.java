package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.SubscriptionEvent.Closed;
import lazurite.governance.event.SubscriptionEvent.Opened;
import lazurite.governance.event.SubscriptionEvent.PurposeChanged;
import lazurite.governance.office.Command;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.server.config.ConfigException;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions that commands open, beside those of the configuration. */
final class CommandedSubscriptionsTest {
    private static final String NONE = "accounts: [{name: other, keys: [AQID]}]\n";
    private static final String NAMED =
            "accounts: [{name: other, keys: [AQID]}," + " {name: clinicdata, keys: [BAUG], subscription: clinic}]\n";
    private static final String DECLARED = "subscriptions: [{id: clinic, class: health, purposes: [care],"
            + " services: [blob], jurisdiction: NL, contact: a@b.example}]\n" + NONE;

    @TempDir
    private Path folder;

    private Chamber chamber;

    CommandedSubscriptionsTest() {}

    @BeforeEach
    void open() {
        chamber = new Chamber(folder, new MemoryEngine(Platform.system()).metadata(), NONE);
    }

    @AfterEach
    void close() {
        chamber.close();
    }

    @Test
    void accountsOfTheConfigurationBelongToOne() {
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        chamber.books().turn();
        chamber.books().replace(chamber.config(NAMED));
        chamber.books().turn();
        assertThat(identity(clinic))
                .isEqualTo(Identity.read(Chamber.clinic("clinic", "clinicdata").done()));
        assertThat(last()).isEqualTo(new PurposeChanged(clinic, "2026-01-01", null, List.of(MeteredService.BLOB)));
        int size = chamber.declarations().size();
        chamber.restart(NAMED);
        chamber.books().turn();
        assertThat(chamber.declarations()).hasSize(size);
    }

    @Test
    void itsDaysAreMeteredAsThoseOfAnyOther() {
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        chamber.restart(NAMED);
        chamber.books().turn();
        chamber.pass(Duration.ofDays(1));
        chamber.restart(NAMED);
        chamber.books().turn();
        assertThat(chamber.office().ledger().last(MeterEvent.PREFIX + clinic))
                .isNotNull()
                .satisfies(last -> assertThat(last.entry().open().get("day")).isEqualTo(new Json.Text("2026-01-01")));
    }

    @Test
    void whatItDeclaresIsChangedByACommandAndItsAccountsByTheConfiguration() {
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        chamber.restart(NAMED);
        chamber.books().turn();
        Json.Fields research = new FieldWriter()
                .text("id", "clinic")
                .text("class", "police")
                .texts("purposes", List.of("records", "more records"))
                .texts("services", List.of("blob", "queue"))
                .text("jurisdiction", "BE")
                .text("contact", "c@d.example")
                .texts("accounts", List.of("clinicdata"))
                .done();
        PurposeChanged changed =
                new PurposeChanged(clinic, "2026-01-01", "police", List.of(MeteredService.BLOB, MeteredService.QUEUE));
        chamber.office().submit(chamber.command(changed, research));
        chamber.books().turn();
        chamber.restart(NAMED);
        chamber.books().turn();
        assertThat(last()).isEqualTo(changed);
        assertThat(identity(clinic)).isEqualTo(Identity.read(research));
        PurposeChanged plain = new PurposeChanged(clinic, "2026-01-01", null, List.of(MeteredService.BLOB));
        refused(
                chamber.command(plain, Chamber.clinic("clinic").done()),
                "A command does not change which accounts a subscription has; the configuration does.");
        refused(
                chamber.command(plain, Chamber.clinic("other-one", "clinicdata").done()),
                "The id of a subscription does not change.");
    }

    @Test
    void whatNoSubscriptionMayDeclareIsRefused() {
        declares(fields("id", new Json.Text("Clinic")), "'id' is 3 to 64 lower-case letters");
        declares(fields("class", new Json.Text("secret")), "'class' is one of health, education");
        declares(fields("purposes", new Json.Items(List.of())), "declares 1 to 32 'purposes', not 0.");
        declares(
                fields("purposes", new Json.Items(Collections.nCopies(33, new Json.Text("care")))),
                "declares 1 to 32 'purposes', not 33.");
        declares(
                fields("purposes", new Json.Items(List.of(new Json.Text("x".repeat(201))))),
                "'purposes' is one line of 1 to 200 characters.");
        declares(
                fields("services", new Json.Items(List.of(new Json.Text("files")))),
                "'services' is one of blob, queue, table.");
        declares(fields("services", new Json.Items(List.of())), "at least one of 'services'");
        declares(
                fields("services", new Json.Items(List.of(new Json.Text("queue"), new Json.Text("blob")))),
                "'services' stand in the order blob, queue, table");
        declares(fields("jurisdiction", new Json.Text("Holland")), "'jurisdiction' is an ISO 3166 code");
        declares(fields("contact", new Json.Text("a\nb")), "'contact' is one line of 1 to 200 characters.");
        declares(fields("key", new Json.Text("AQID")), "'key' is an Ed25519 public key, 32 bytes in base64.");
        declares(fields("accounts", new Json.Items(List.of(new Json.Text("other")))), "opens without accounts");
        declares(fields("more", new Json.Text("x")), "There is no field 'more' here.");
        declares(fields("class", new Json.Text("police")), "stand in this log with their class: 'class' is missing.");
        String sub = Chamber.fresh();
        refused(
                chamber.opening(sub, Chamber.clinic("clinic").done(), "health", List.of(MeteredService.BLOB)),
                "Subscriptions of the class health stand in this log without their class: 'class' is too much.");
        refused(
                chamber.opening(sub, Chamber.clinic("clinic").done(), null, List.of(MeteredService.CHAT)),
                "The entry's 'services' are not those that it commits to, in the same order.");
        Command bare =
                chamber.command(new Opened(sub, "2026-01-01", null, List.of(MeteredService.BLOB), "2026-01-31"), null);
        refused(bare, "What a subscription declares is committed to: the command needs an opening.");
        assertThat(chamber.declarations()).isEmpty();
        assertThat(chamber.pseudonym("clinic")).isNull();
    }

    @Test
    void anIdIsDeclaredOnce() {
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        long index = chamber.declarations().getFirst().index();
        refused(
                chamber.opening(Chamber.fresh(), Chamber.clinic("clinic").done()),
                "The subscription 'clinic' is open already: " + clinic + ", entry " + index + " of the log.");
        refused(
                chamber.opening(Chamber.fresh(), Chamber.clinic("default").done()),
                "The configuration declares a subscription 'default' (subscriptions[].id); it is changed there, or"
                        + " another id is taken.");
        String both = "subscriptions[].id: 'clinic' was opened by a command, entry " + index + " of the log, as "
                + clinic + "; leave it out here, or close that one first with 'lazurite subscription close " + clinic
                + "'";
        assertThatThrownBy(() -> chamber.books().replace(chamber.config(DECLARED)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(both);
        assertThatThrownBy(() -> chamber.restart(DECLARED))
                .isInstanceOf(ConfigException.class)
                .hasMessage(both);
        chamber.restart(NAMED);
    }

    @Test
    void anIdOfTheConfigurationIsNotOpenedByACommandUntilItIsClosed() {
        chamber.restart(DECLARED);
        chamber.books().turn();
        refused(
                chamber.opening(Chamber.fresh(), Chamber.clinic("clinic").done()),
                "The configuration declares a subscription 'clinic' (subscriptions[].id); it is changed there, or"
                        + " another id is taken.");
        String before = chamber.pseudonym("clinic");
        chamber.restart(NONE);
        refused(
                chamber.opening(Chamber.fresh(), Chamber.clinic("clinic").done()),
                "The subscription 'clinic' of an earlier configuration is open still, as " + before
                        + "; it closes once its accounts are gone and store nothing.");
        chamber.books().turn();
        refused(
                chamber.opening(Chamber.fresh(), Chamber.clinic("clinic").done()),
                "The subscription 'clinic' was closed on 2026-01-01; it can be opened again from the next day on.");
        chamber.pass(Duration.ofDays(1));
        refused(
                chamber.opening(pseudonymOfDefault(), Chamber.clinic("clinic").done()),
                "There is a subscription of this pseudonym already; choose another.");
        String now = chamber.opens(Chamber.clinic("clinic").done());
        assertThat(chamber.pseudonym("clinic")).isEqualTo(now).isNotEqualTo(before);
        chamber.restart(NAMED);
    }

    @Test
    void anAccountThatNamesNoneIsRefused() {
        chamber.opens(Chamber.clinic("clinic").done());
        String wrong = NAMED.replace("subscription: clinic", "subscription: clinik");
        String sentence = "accounts[].subscription: the account 'clinicdata' names 'clinik', which is neither declared"
                + " under subscriptions nor opened by a command; did you mean 'clinic'?";
        assertThatThrownBy(() -> chamber.books().replace(chamber.config(wrong)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> chamber.restart(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
        chamber.restart(NAMED);
    }

    @Test
    void aLoggedAccountMovesIntoOneByItsOwnCommand() {
        chamber.books().turn();
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        String moved = NONE.replace("[AQID]", "[AQID], subscription: clinic");
        assertThatThrownBy(() -> chamber.books().replace(chamber.config(moved)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'lazurite subscription rehome other --to clinic' allows it");
        chamber.books().accounts().allow("other", new AccountChange.Rehome("clinic"));
        chamber.books().replace(chamber.config(moved));
        chamber.books().turn();
        assertThat(identity(clinic).accounts()).containsExactly("other");
        assertThat(identity(pseudonymOfDefault()).accounts()).isEmpty();
    }

    @Test
    void itClosesByACommandOnceItHasNoAccounts() {
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        chamber.restart(NAMED);
        chamber.stored.put("clinicdata", 5L);
        refused(
                chamber.command(new Closed(clinic, "2026-01-01"), null),
                "The subscription has accounts still: clinicdata. It closes once they belong to another one, or are"
                        + " released and store nothing.");
        chamber.books().accounts().allow("clinicdata", new AccountChange.Release());
        chamber.books().replace(chamber.config(NONE));
        assertThatThrownBy(() -> chamber.office().submit(chamber.command(new Closed(clinic, "2026-01-01"), null)))
                .hasMessageContaining("has accounts still");
        chamber.stored.clear();
        chamber.office().submit(chamber.command(new Closed(clinic, "2026-01-01"), null));
        assertThatThrownBy(() -> chamber.restart(NAMED)).isInstanceOf(ConfigException.class);
        chamber.restart(DECLARED);
        chamber.books().turn();
        assertThat(chamber.pseudonym("clinic"))
                .as("on the last day of the other")
                .isEqualTo(clinic);
        chamber.pass(Duration.ofDays(1));
        chamber.restart(DECLARED);
        chamber.books().turn();
        assertThat(chamber.pseudonym("clinic")).isNotEqualTo(clinic);
        assertThat(last()).isInstanceOf(Opened.class);
    }

    @Test
    void aKillAtAnyCommitLeavesItOpenedOnceOrNotAtAll() {
        Json.Fields identity = Chamber.clinic("clinic").done();
        boolean answered = false;
        for (long commits = 1; !answered; commits++) {
            for (boolean lastHappens : List.of(false, true)) {
                chamber.close();
                chamber = new Chamber(folder, new MemoryEngine(Platform.system()).metadata(), NONE);
                Command command = chamber.opening(Chamber.fresh(), identity);
                answered = answersBeforeItIsKilled(command, commits, lastHappens);
                chamber.restart(NONE);
                boolean logged = !chamber.declarations(Opened.class).isEmpty();
                assertThat(chamber.pseudonym("clinic") != null).isEqualTo(logged);
                assertThat(logged || !answered).isTrue();
                chamber.office().submit(command);
                assertThat(chamber.declarations(Opened.class)).hasSize(1);
                chamber.restart(NAMED);
                chamber.books().turn();
                assertThat(identity(chamber.declarations(Opened.class)
                                        .getFirst()
                                        .subscription())
                                .accounts())
                        .containsExactly("clinicdata");
            }
        }
    }

    private boolean answersBeforeItIsKilled(Command command, long commits, boolean lastHappens) {
        try {
            chamber.restartDoomed(NONE, commits, lastHappens);
            chamber.office().submit(command);
            return true;
        } catch (StorageException | CompletionException killed) {
            return false;
        }
    }

    @Test
    void afterAnotherLogBeganItIsOpenedAnew() {
        String clinic = chamber.opens(Chamber.clinic("clinic").done());
        chamber.restart(NAMED);
        chamber.books().turn();
        chamber.restartLog(NAMED);
        chamber.books().turn();
        assertThat(chamber.declarations(Opened.class))
                .extracting(Opened::subscription)
                .doesNotContain(clinic);
        chamber.office().submit(chamber.opening(clinic, Chamber.clinic("clinic").done()));
        chamber.books().turn();
        assertThat(identity(clinic).accounts()).containsExactly("clinicdata");
    }

    private static Json.Fields fields(String name, Json value) {
        FieldWriter changed = new FieldWriter();
        Chamber.clinic("clinic").done().byName().forEach((other, is) -> {
            if (!other.equals(name)) {
                changed.json(other, is);
            }
        });
        return changed.json(name, value).done();
    }

    private void declares(Json.Fields identity, String sentence) {
        assertThatThrownBy(() -> chamber.opens(identity))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
    }

    private void refused(Command command, String sentence) {
        assertThatThrownBy(() -> chamber.office().submit(command))
                .isInstanceOf(RefusedException.class)
                .hasMessage(sentence);
    }

    private String pseudonymOfDefault() {
        String pseudonym = chamber.pseudonym("default");
        if (pseudonym == null) {
            throw new AssertionError("the default subscription is not in the log");
        }
        return pseudonym;
    }

    private Identity identity(String pseudonym) {
        Identity identity = chamber.books().openings().identity(pseudonym);
        if (identity == null) {
            throw new AssertionError("nobody knows who " + pseudonym + " is");
        }
        return identity;
    }

    private SubscriptionEvent last() {
        return (SubscriptionEvent) chamber.declarations().getLast().event();
    }
}
