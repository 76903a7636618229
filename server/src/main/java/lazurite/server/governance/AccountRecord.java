package lazurite.server.governance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.tree.Hash;
import lazurite.service.account.Account;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a logged account ({@code docs/formats/ledger.md}).
 *
 * @param subscription id of the one that it belongs to
 * @param keys hashes of its keys
 * @param released whether it left the configuration, as it was allowed to; its data may still be there
 * @param allowed what its next configuration may change; null for nothing
 */
record AccountRecord(
        String subscription,
        List<Hash> keys,
        boolean released,
        @Nullable AccountChange allowed) {
    private static final int VERSION = 1;

    // not the compact form: javac then loses @Nullable for others
    AccountRecord(String subscription, List<Hash> keys, boolean released, @Nullable AccountChange allowed) {
        this.subscription = subscription;
        this.keys = List.copyOf(keys);
        this.released = released;
        this.allowed = allowed;
    }

    /** Of an account as it is configured. */
    static AccountRecord of(Account account) {
        List<Hash> hashes = account.keys().stream()
                .map(key -> Hash.sha256("lzr-account-key-v1\0".getBytes(StandardCharsets.US_ASCII), key))
                .toList();
        return new AccountRecord(account.subscription().id(), hashes, false, null);
    }

    AccountRecord allowing(@Nullable AccountChange change) {
        return new AccountRecord(subscription, keys, released, change);
    }

    AccountRecord gone() {
        return new AccountRecord(subscription, keys, true, null);
    }

    boolean sharesAKeyWith(AccountRecord other) {
        return keys.stream().anyMatch(other.keys::contains);
    }

    static AccountRecord read(byte[] row) {
        RecordReader in = new RecordReader("a logged account", row, VERSION);
        String subscription = null;
        List<Hash> keys = new ArrayList<>();
        boolean released = false;
        AccountChange allowed = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> subscription = in.text();
                case 2 -> keys.add(hash(in));
                case 3 -> released = in.flag();
                case 4 -> allowed = in.flag() ? new AccountChange.Release() : null;
                case 5 -> allowed = new AccountChange.Rehome(in.text());
                case 6 -> allowed = in.flag() ? new AccountChange.Rekey() : null;
                default -> throw in.unknownField();
            }
        }
        return new AccountRecord(in.required(subscription), keys, released, allowed);
    }

    private static Hash hash(RecordReader in) {
        byte[] bytes = in.bytes();
        if (bytes.length != Hash.BYTES) {
            throw in.damaged();
        }
        return Hash.of(bytes);
    }

    byte[] bytes() {
        RecordWriter out = new RecordWriter(VERSION).text(1, subscription);
        keys.forEach(key -> out.bytes(2, key.bytes()));
        out.flag(3, released);
        switch (allowed) {
            case null -> {}
            case AccountChange.Release() -> out.flag(4, true);
            case AccountChange.Rehome(String to) -> out.text(5, to);
            case AccountChange.Rekey() -> out.flag(6, true);
        }
        return out.done();
    }
}
