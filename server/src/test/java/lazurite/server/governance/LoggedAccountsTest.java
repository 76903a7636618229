package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lazurite.base.Platform;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.RefusedException;
import lazurite.server.config.ConfigException;
import lazurite.service.account.ServiceKind;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoggedAccountsTest {
    private static final String WITHOUT = Room.CLINIC.replaceFirst("  - \\{name: clinicdata.*\\n", "");
    private static final String MOVED =
            Room.CLINIC.replace("BAUG], subscription: clinic}", "BAUG], subscription: guard}");
    private static final String REKEYED = Room.CLINIC.replace("[AQID, BAUG]", "[CgsM, DQ4P]");

    @TempDir
    private Path folder;

    private Room room;

    @BeforeEach
    void open() {
        room = new Room(folder, new MemoryEngine(Platform.system()).metadata(), Room.CLINIC);
        room.turn();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aLoggedAccountCannotBeLeftOutMovedOrRekeyed() {
        refused(
                WITHOUT,
                "accounts: the account 'clinicdata' is in the log as one of 'clinic' and cannot just be left out;"
                        + " 'lazurite subscription release clinicdata' allows it");
        refused(
                MOVED,
                "accounts[].subscription: the account 'clinicdata' is in the log as one of 'clinic', not of 'guard';"
                        + " 'lazurite subscription rehome clinicdata --to guard' allows it");
        refused(
                REKEYED,
                "accounts[].keys: none of the keys of the account 'clinicdata' is one that it had; keep one of them"
                        + " beside the new one; 'lazurite subscription rekey clinicdata' allows it");
    }

    @Test
    void keysAreRegeneratedOneByOne() {
        room.restart(Room.CLINIC.replace("[AQID, BAUG]", "[AQID, CgsM]"));
        room.restart(Room.CLINIC.replace("[AQID, BAUG]", "[CgsM, DQ4P]"));
        refused(
                Room.CLINIC,
                "accounts[].keys: none of the keys of the account 'clinicdata' is one that it had; keep one of them"
                        + " beside the new one; 'lazurite subscription rekey clinicdata' allows it");
    }

    @Test
    void aChangeIsAllowedOnce() {
        LoggedAccounts accounts = room.books().accounts();
        accounts.allow("clinicdata", new AccountChange.Rekey());
        room.books().replace(room.config(REKEYED));
        refusedLive(Room.CLINIC);
        accounts.allow("clinicdata", new AccountChange.Rehome("guard"));
        refusedLive(REKEYED.replace("subscription: clinic}", "subscription: default}"));
        String moved = REKEYED.replace("subscription: clinic}", "subscription: guard}");
        room.books().replace(room.config(moved));
        refusedLive(REKEYED);
        room.turn();
        assertThat(room.books().openings().identity(room.pseudonym("guard")))
                .isNotNull()
                .extracting(Identity::accounts)
                .isEqualTo(List.of("clinicdata", "guarddata"));
    }

    @Test
    void nothingIsAllowedWhileARestrictionStands() {
        LoggedAccounts accounts = room.books().accounts();
        accounts.allow("clinicdata", new AccountChange.Rehome("guard"));
        room.restrained.add(room.pseudonym("clinic"));
        assertThatThrownBy(() -> accounts.allow("clinicdata", new AccountChange.Release()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stands on the subscription 'clinic'");
        refusedLive(MOVED);
        room.restrained.clear();
        room.books().replace(room.config(MOVED));
    }

    @Test
    void aSubscriptionIsClosedOnceNothingOfItIsThere() throws Exception {
        String gone = WITHOUT.replaceFirst("  - \\{id: clinic.*\\n", "");
        String first = room.pseudonym("clinic");
        room.stored.put("clinicdata", 5L);
        room.books().accounts().allow("clinicdata", new AccountChange.Release());
        room.restart(gone);
        room.turn();
        assertThat(room.events(SubscriptionEvent.Closed.class)).isEmpty();
        room.stored.clear();
        room.turn();
        assertThat(room.events(SubscriptionEvent.Closed.class))
                .containsExactly(new SubscriptionEvent.Closed(first, "2026-01-01"));
        room.restart(Room.CLINIC);
        room.turn();
        assertThat(room.pseudonym("clinic")).as("on the last day of the other").isEqualTo(first);
        room.pass(Duration.ofDays(1));
        room.serve("guarddata", ServiceKind.BLOB, 0, 0);
        room.turn();
        room.nextDay();
        room.turn();
        String second = room.pseudonym("clinic");
        assertThat(second).isNotEqualTo(first);
        assertThat(room.events(MeterEvent.Daily.class))
                .filteredOn(daily -> daily.subscription().equals(first))
                .extracting(MeterEvent.Daily::day)
                .containsExactly("2026-01-01");
        assertThat(room.events(MeterEvent.Daily.class))
                .filteredOn(daily -> daily.subscription().equals(second))
                .extracting(MeterEvent.Daily::day)
                .containsExactly("2026-01-02");
    }

    @Test
    void whatIsNotKnownIsNotAllowed() {
        assertThatThrownBy(() -> room.books().accounts().allow("nobody", new AccountChange.Rekey()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The log knows no account called 'nobody'.");
        assertThat(room.log()).extracting(Logged::index).hasSize(12);
    }

    private void refused(String yaml, String message) {
        assertThatThrownBy(() -> room.restart(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
        room.restart(yaml.equals(Room.CLINIC) ? Room.CLINIC.replace("[AQID, BAUG]", "[CgsM, DQ4P]") : Room.CLINIC);
    }

    private void refusedLive(String yaml) {
        assertThatThrownBy(() -> room.books().replace(room.config(yaml))).isInstanceOf(ConfigException.class);
    }
}
