package lazurite.server.governance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Logged;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.SubscriptionEvent.Closed;
import lazurite.governance.event.SubscriptionEvent.Opened;
import lazurite.governance.event.SubscriptionEvent.PurposeChanged;
import lazurite.governance.office.Recorder;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.service.account.Account;
import lazurite.service.account.Subscription;
import lazurite.service.meter.StoredBytes;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the log what the configuration says of subscriptions: that they opened, declare otherwise, are gone; and of
 * those that commands opened, which accounts they have.
 *
 * <p>Concurrency: one thread at a time; other processes may do the same.
 */
final class SubscriptionLog {
    private final StreamIndex index;
    private final Pseudonyms pseudonyms;
    private final LoggedAccounts accounts;
    private final CommandedSubscriptions commanded;
    private final Documents documents;
    private final Recorder recorder;
    private final Restraints restraints;
    private final Set<CustomerClass> publicClasses;
    private final Platform platform;

    SubscriptionLog(
            StreamIndex index,
            Pseudonyms pseudonyms,
            LoggedAccounts accounts,
            CommandedSubscriptions commanded,
            Documents documents,
            Recorder recorder,
            Restraints restraints,
            Set<CustomerClass> publicClasses,
            Platform platform) {
        this.index = index;
        this.pseudonyms = pseudonyms;
        this.accounts = accounts;
        this.commanded = commanded;
        this.documents = documents;
        this.recorder = recorder;
        this.restraints = restraints;
        this.publicClasses = publicClasses;
        this.platform = platform;
    }

    /**
     * Brings the log up to what is configured.
     *
     * @param stored what the services store
     */
    void write(List<Subscription> declared, Collection<Account> configured, StoredBytes stored) {
        List<Subscription> all = new ArrayList<>(declared);
        all.add(Subscription.DEFAULT);
        for (Subscription subscription : all) {
            declare(subscription, Identity.of(subscription, names(subscription.id(), configured)));
        }
        List<CommandedSubscriptions.Open> opened = commanded.open();
        opened.forEach(each -> give(each.pseudonym(), names(each.id(), configured)));
        accounts.forget(stored);
        List<String> ids = Stream.concat(
                        all.stream().map(Subscription::id), opened.stream().map(CommandedSubscriptions.Open::id))
                .toList();
        pseudonyms.ids().stream().filter(id -> !ids.contains(id)).forEach(this::close);
    }

    private static List<String> names(String id, Collection<Account> configured) {
        return configured.stream()
                .filter(account -> account.subscription().id().equals(id))
                .map(Account::name)
                .toList();
    }

    /** Which accounts a subscription has that a command opened. Whose opening was destroyed is left as it is. */
    private void give(String pseudonym, List<String> names) {
        Logged last = index.last(stream(pseudonym));
        Json content = last == null ? null : content(last);
        if (last != null && content != null) {
            Identity identity = Identity.read(content).with(names);
            CustomerClass customerClass = CustomerClass.find(identity.customerClass());
            change(pseudonym, last, publicClasses.contains(customerClass) ? identity.customerClass() : null, identity);
        }
    }

    private void declare(Subscription subscription, Identity identity) {
        String pseudonym = pseudonyms.make(subscription.id(), null);
        if (commanded.has(pseudonym)) {
            // the configuration that declared it has been replaced meanwhile
            return;
        }
        Logged last = index.last(stream(pseudonym));
        if (last != null && last.event() instanceof Closed closed) {
            if (closed.day().compareTo(today().toString()) >= 0) {
                return;
            }
            pseudonym = pseudonyms.make(subscription.id(), pseudonym);
            last = index.last(stream(pseudonym));
        }
        String shown = publicClasses.contains(subscription.customerClass()) ? identity.customerClass() : null;
        if (last == null) {
            LocalDate day = today();
            Opened opened = new Opened(
                    pseudonym,
                    day.toString(),
                    shown,
                    identity.services(),
                    day.plusDays(Signals.LEARNING_DAYS).toString());
            record(opened, identity, StreamPosition.FIRST);
        } else {
            change(pseudonym, last, shown, identity);
        }
    }

    private void change(String pseudonym, Logged last, @Nullable String shown, Identity identity) {
        if (!same(last, shown, identity) && last.event() instanceof SubscriptionEvent event) {
            String day = latest(today().toString(), event);
            PurposeChanged changed = new PurposeChanged(pseudonym, day, shown, identity.services());
            record(changed, identity, StreamIndex.behind(last));
        }
    }

    /** Whether the log's last word on the subscription is this one. Of a destroyed opening the open part has to do. */
    private boolean same(Logged last, @Nullable String shown, Identity identity) {
        boolean openly = switch (last.event()) {
            case Opened opened -> equal(opened.customerClass(), opened.services(), shown, identity);
            case PurposeChanged changed -> equal(changed.customerClass(), changed.services(), shown, identity);
            default -> true;
        };
        Json content = content(last);
        return openly && (content == null || content.equals(identity.json()));
    }

    private static boolean equal(
            @Nullable String wasShown, List<MeteredService> services, @Nullable String shown, Identity identity) {
        return Objects.equals(wasShown, shown) && services.equals(identity.services());
    }

    private @Nullable Json content(Logged logged) {
        Hash commitment = logged.entry().commitment();
        Opening opening = commitment == null ? null : documents.opening(commitment);
        return opening == null ? null : opening.content();
    }

    /** Closes what is configured no more, once none of its accounts is there or stores anything. */
    private void close(String id) {
        String pseudonym = pseudonyms.of(id);
        if (pseudonym == null || !accounts.of(id).isEmpty() || restraints.stand(pseudonym)) {
            return;
        }
        Logged last = index.last(stream(pseudonym));
        if (last != null && last.event() instanceof SubscriptionEvent event && !(event instanceof Closed)) {
            Closed closed = new Closed(pseudonym, latest(today().toString(), event));
            recorder.record(closed, null, StreamIndex.behind(last));
        }
    }

    private void record(SubscriptionEvent event, Identity identity, StreamPosition place) {
        recorder.record(event, Opening.fresh(identity.json(), platform.random()), place);
    }

    /** A clock that was set back makes no day come before one that is in the log. */
    private static String latest(String today, SubscriptionEvent last) {
        return last.day().compareTo(today) > 0 ? last.day() : today;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(Instant.ofEpochMilli(platform.clock().millis()), ZoneOffset.UTC);
    }

    private static String stream(String pseudonym) {
        return SubscriptionEvent.PREFIX + pseudonym;
    }
}
