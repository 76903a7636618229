package lazurite.governance.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import lazurite.base.Platform;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.SubscriptionEvent.Closed;
import lazurite.governance.event.SubscriptionEvent.Opened;
import lazurite.governance.event.SubscriptionEvent.PurposeChanged;
import lazurite.governance.register.KnownSubscription;
import lazurite.governance.role.CedarPermissions;
import lazurite.ledger.RefusedException;
import lazurite.store.Engine;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an operator's command about a subscription makes sense. */
final class SubscriptionRulesTest {
    private static final String SUB = "s-0123456789abcdef";
    private static final List<MeteredService> SERVICES = List.of(MeteredService.BLOB);

    @TempDir
    private static Path natives;

    private final Engine engine = new MemoryEngine(Platform.system());
    private Town town;
    private LocalDate today;

    SubscriptionRulesTest() {}

    @BeforeEach
    void found() {
        town = Town.founded(engine.metadata(), new CedarPermissions(natives), Quorum.NONE_NEEDED);
        today = LocalDate.ofInstant(Instant.ofEpochMilli(town.clock.get()), ZoneOffset.UTC);
    }

    @AfterEach
    void stop() throws InterruptedException {
        town.stop();
        engine.close();
    }

    @Test
    void anOperatorOpensChangesAndCloses() throws Exception {
        long command = town.does("otto", opened(SUB, today));
        assertThat(known()).isEqualTo(new KnownSubscription(SUB, command, today.toString(), null, null));
        town.does("otto", new PurposeChanged(SUB, today.toString(), null, List.of(MeteredService.QUEUE)));
        town.restart();
        assertThat(known().isCommanded()).isTrue();
        town.does("otto", new Closed(SUB, today.toString()));
        assertThat(known().isOpen()).isFalse();
        refused(
                new PurposeChanged(SUB, today.toString(), null, SERVICES),
                "The subscription '" + SUB + "' was closed.");
        refused(opened(SUB, today), "There is a subscription of this pseudonym already; choose another.");
    }

    @Test
    void nobodyElseMay() {
        for (String holder : List.of("rita", "tom", "bea")) {
            assertThatThrownBy(() -> town.does(holder, opened(SUB, today)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("The roles of '" + holder + "' do not allow subscription.opened here.");
        }
        assertThatThrownBy(() -> town.does(Town.CUSTOMER, new Closed(Town.CUSTOMER, today.toString())))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The roster has no holder 's-clinic'.");
    }

    @Test
    void whatTheConfigurationDeclaresIsNotChangedByCommands() {
        String sentence =
                "The subscription 's-clinic' is declared in the configuration; it is changed there, under 'subscriptions'.";
        refused(new PurposeChanged(Town.CUSTOMER, today.toString(), null, SERVICES), sentence);
        refused(new Closed(Town.CUSTOMER, today.toString()), sentence);
        refused(new Closed("s-nobody", today.toString()), "The log knows no subscription 's-nobody'.");
    }

    @Test
    void pseudonymsAndDaysAreWhatTheyHaveToBe() {
        refused(opened("clinic", today), "A pseudonym is 's-' and 16 random hexadecimal digits.");
        refused(
                opened(SUB, today.minusDays(1)),
                "The day of an entry about a subscription is the one on which it is made, in UTC: " + today + ".");
        refused(
                new Opened(
                        SUB,
                        today.toString(),
                        null,
                        SERVICES,
                        today.plusDays(29).toString()),
                "A subscription is learned for 30 days from the one on which it opens.");
    }

    @Test
    void noneClosesWhileACaseIsOpen() {
        town.does("otto", opened(SUB, today));
        town.does("rita", new CaseEvent.Opened("C-1", SUB, SERVICES, List.of(), CaseEvent.Source.PRESS));
        refused(
                new Closed(SUB, today.toString()),
                "A restriction or an open case stands on the subscription, so that it stays open.");
    }

    private void refused(SubscriptionEvent event, String sentence) {
        assertThatThrownBy(() -> town.does("otto", event))
                .isInstanceOf(RefusedException.class)
                .hasMessage(sentence);
    }

    private KnownSubscription known() {
        return Objects.requireNonNull(town.office.register().subscription(SUB));
    }

    private static Opened opened(String pseudonym, LocalDate day) {
        return new Opened(
                pseudonym, day.toString(), null, SERVICES, day.plusDays(30).toString());
    }
}
