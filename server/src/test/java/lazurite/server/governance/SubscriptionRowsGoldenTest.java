package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.ledger.tree.Hash;
import lazurite.service.account.Account;
import lazurite.service.account.Subscription;
import org.junit.jupiter.api.Test;

/** Rows written by version 1 mean what they meant. */
final class SubscriptionRowsGoldenTest {
    private static final String HASH = "2b7fd8ef6a94b4f3a8ed1f6d3a4c3f5be3b0c44298fc1c149afbf4c8996fb924";
    private static final String ACCOUNT = "01" + "0106636c696e6963" + "0220" + HASH;

    @Test
    void aPseudonym() {
        assertThat(Pseudonyms.record("s-00")).isEqualTo(bytes("01" + "0104732d3030"));
        assertThat(Pseudonyms.text(bytes("01" + "0104732d3030"))).isEqualTo("s-00");
    }

    @Test
    void thatACommandGaveThePseudonym() {
        assertThat(Pseudonyms.commanded("clinic")).isEqualTo(bytes("01" + "0106636c696e6963" + "020102"));
        assertThat(Pseudonyms.text(bytes("01" + "0106636c696e6963" + "020102"))).isEqualTo("clinic");
    }

    @Test
    void thePlaceOfAnEntry() {
        assertThat(StreamIndex.record(5)).isEqualTo(bytes("01" + "01010a"));
        assertThat(StreamIndex.number(bytes("01" + "01010a"))).isEqualTo(5);
        assertThat(StreamIndex.number(StreamIndex.record(0))).isZero();
    }

    @Test
    void anAccountInEachOfItsStates() {
        AccountRecord plain = new AccountRecord("clinic", List.of(Hash.parseHex(HASH)), false, null);
        assertForm(plain, ACCOUNT);
        assertForm(plain.gone(), ACCOUNT + "030102");
        assertForm(plain.allowing(new AccountChange.Release()), ACCOUNT + "040102");
        assertForm(plain.allowing(new AccountChange.Rehome("guard")), ACCOUNT + "05056775617264");
        assertForm(plain.allowing(new AccountChange.Rekey()), ACCOUNT + "060102");
    }

    @Test
    void theHashOfAnAccountsKey() {
        Account account = new Account("any", List.of(new byte[] {1, 2, 3}), true, Subscription.DEFAULT);
        assertThat(AccountRecord.of(account).keys())
                .containsExactly(Hash.sha256(bytes("6c7a722d6163636f756e742d6b65792d7631" + "00" + "010203")));
    }

    @Test
    void newerAndDamagedRowsAreErrors() {
        for (String row : new String[] {"", "02" + "010104", "01" + "0202ffff", ACCOUNT + "070102"}) {
            assertThatThrownBy(() -> AccountRecord.read(bytes(row))).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> Pseudonyms.text(bytes(row))).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> StreamIndex.number(bytes(row))).isInstanceOf(StorageException.class);
        }
    }

    private static void assertForm(AccountRecord record, String hex) {
        assertThat(record.bytes()).isEqualTo(bytes(hex));
        assertThat(AccountRecord.read(bytes(hex))).isEqualTo(record);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
