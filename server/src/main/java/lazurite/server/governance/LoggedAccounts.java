package lazurite.server.governance;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import lazurite.ledger.RefusedException;
import lazurite.server.config.ConfigException;
import lazurite.service.account.Account;
import lazurite.service.meter.StoredBytes;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that the log knows to be a subscription's. A configuration neither drops one, nor gives it to another
 * subscription, nor replaces all of its keys at once: what stands in the log on its subscription would no longer meet
 * it. Each of these is allowed by a command first, and by none while a restriction or an open case stands.
 *
 * <p>Concurrency: any thread.
 */
public final class LoggedAccounts {
    private static final String ACCOUNT = "a";

    private final SubscriptionRows rows;
    private final Pseudonyms pseudonyms;
    private final Restraints restraints;

    public LoggedAccounts(MetadataStore store, UidSource uids, Pseudonyms pseudonyms, Restraints restraints) {
        this.rows = SubscriptionRows.of(store, uids);
        this.pseudonyms = pseudonyms;
        this.restraints = restraints;
    }

    /**
     * Takes in the accounts of a configuration, all or none.
     *
     * @throws ConfigException naming account, key of the file and command, if it changes what it may not
     */
    public void admit(Collection<Account> configured) {
        Map<String, Account> byName = configured.stream().collect(Collectors.toMap(Account::name, Function.identity()));
        Map<String, AccountRecord> known = known();
        known.forEach((name, record) -> check(name, record, byName.get(name)));
        known.forEach((name, record) -> {
            if (!byName.containsKey(name) && !record.released()) {
                change(name, _ -> record.gone());
            }
        });
        byName.forEach((name, account) -> {
            AccountRecord now = AccountRecord.of(account);
            change(name, was -> now.allowing(was == null ? null : left(was, now)));
        });
    }

    /**
     * Allows the next configuration to change that of an account.
     *
     * @throws RefusedException if the log knows no such account, or a restriction or open case stands on its subscription
     */
    public void allow(String account, AccountChange change) {
        AccountRecord known = known().get(account);
        if (known == null) {
            throw RefusedException.notFound("The log knows no account called '" + account + "'.");
        }
        if (restrained(known)) {
            throw new RefusedException("A restriction or an open case stands on the subscription '"
                    + known.subscription() + "', so that its account '" + account + "' stays as it is.");
        }
        change(account, was -> was == null ? null : was.allowing(change));
    }

    /** Logged accounts of that subscription, those that left the configuration included. */
    List<String> of(String subscription) {
        return known().entrySet().stream()
                .filter(entry -> entry.getValue().subscription().equals(subscription))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Forgets accounts that left the configuration and of which nothing is stored; asks only if there is any. */
    void forget(StoredBytes stored) {
        List<String> released = known().entrySet().stream()
                .filter(entry -> entry.getValue().released())
                .map(Map.Entry::getKey)
                .toList();
        if (released.isEmpty()) {
            return;
        }
        Map<String, Long> bytes = stored.byAccount();
        released.stream()
                .filter(name -> bytes.getOrDefault(name, 0L) == 0)
                .forEach(name -> change(name, was -> was != null && was.released() ? null : was));
    }

    private SortedMap<String, AccountRecord> known() {
        SortedMap<String, AccountRecord> known = new TreeMap<>();
        rows.all(ACCOUNT)
                .forEach(row -> known.put(
                        new String(rows.behind(ACCOUNT, row), StandardCharsets.UTF_8),
                        AccountRecord.read(row.value())));
        return known;
    }

    private void check(String name, AccountRecord record, @Nullable Account configured) {
        if (configured == null) {
            boolean may = record.released() || record.allowed() instanceof AccountChange.Release;
            require(
                    may,
                    record,
                    "accounts: the account '" + name + "' is in the log as one of '" + record.subscription()
                            + "' and cannot just be left out",
                    "release " + name);
            return;
        }
        AccountRecord now = AccountRecord.of(configured);
        String from = record.subscription();
        String to = now.subscription();
        boolean mayMove = from.equals(to)
                || (record.allowed() instanceof AccountChange.Rehome rehome
                        && rehome.to().equals(to));
        require(
                mayMove,
                record,
                "accounts[].subscription: the account '" + name + "' is in the log as one of '" + from + "', not of '"
                        + to + "'",
                "rehome " + name + " --to " + to);
        require(
                record.sharesAKeyWith(now) || record.allowed() instanceof AccountChange.Rekey,
                record,
                "accounts[].keys: none of the keys of the account '" + name
                        + "' is one that it had; keep one of them beside the new one",
                "rekey " + name);
        if (!from.equals(to) || !record.sharesAKeyWith(now)) {
            requireFree(name, record);
        }
    }

    private void require(boolean may, AccountRecord record, String what, String command) {
        if (!may) {
            throw new ConfigException(what + "; 'lazurite subscription " + command + "' allows it"
                    + (restrained(record) ? " once no restriction or open case stands on it" : ""));
        }
    }

    private void requireFree(String name, AccountRecord record) {
        if (restrained(record)) {
            throw new ConfigException("accounts: the account '" + name + "' stays as it is in '" + record.subscription()
                    + "' while a restriction or an open case stands on it");
        }
    }

    private boolean restrained(AccountRecord record) {
        String pseudonym = pseudonyms.of(record.subscription());
        return pseudonym != null && restraints.stand(pseudonym);
    }

    /** What is still allowed once the account is configured like this: a change is allowed once. */
    private static @Nullable AccountChange left(AccountRecord was, AccountRecord now) {
        AccountChange allowed = was.allowed();
        return switch (allowed) {
            case null -> null;
            case AccountChange.Release _ -> allowed;
            case AccountChange.Rehome _ -> was.subscription().equals(now.subscription()) ? allowed : null;
            case AccountChange.Rekey _ -> was.sharesAKeyWith(now) ? allowed : null;
        };
    }

    private void change(String account, Function<@Nullable AccountRecord, @Nullable AccountRecord> change) {
        Key key = rows.key(ACCOUNT + account);
        boolean done = false;
        while (!done) {
            byte[] was = rows.get(key);
            AccountRecord before = was == null ? null : AccountRecord.read(was);
            AccountRecord after = change.apply(before);
            done = Objects.equals(before, after)
                    || rows.commit(
                            key,
                            was,
                            List.of(
                                    after == null
                                            ? SubscriptionRows.delete(key)
                                            : SubscriptionRows.put(key, after.bytes())));
        }
    }
}
