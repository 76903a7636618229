package lazurite.server.governance;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.governance.document.Documents;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.SubscriptionEvent.Closed;
import lazurite.governance.event.SubscriptionEvent.Opened;
import lazurite.governance.event.SubscriptionEvent.PurposeChanged;
import lazurite.governance.office.Declarations;
import lazurite.governance.register.KnownSubscription;
import lazurite.governance.register.Register;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Opening;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Spelling;
import lazurite.service.account.Account;
import lazurite.service.account.Subscription;
import lazurite.service.meter.StoredBytes;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that commands opened. That they are there, and what they declare, the log says and what its entries
 * commit to; the rows beside it say under which id accounts name them, and are made of it again where they are missing.
 * One id is declared by the configuration or by commands, never by both.
 *
 * <p>Concurrency: any thread. A configuration is checked and taken over while no command is taken.
 */
public final class CommandedSubscriptions implements Declarations {
    private static final System.Logger LOG = System.getLogger(CommandedSubscriptions.class.getName());

    private final Register register;
    private final Pseudonyms pseudonyms;
    private final LoggedAccounts accounts;
    private final Documents documents;
    private final Set<CustomerClass> publicClasses;
    private final StoredBytes stored;
    private final Set<String> followed = ConcurrentHashMap.newKeySet();
    private volatile Set<String> configured = Set.of(Subscription.DEFAULT.id());

    /**
     * @param register of the log
     * @param publicClasses that stand openly in the log
     * @param stored what the services store
     */
    public CommandedSubscriptions(
            Register register,
            Pseudonyms pseudonyms,
            LoggedAccounts accounts,
            Documents documents,
            Set<CustomerClass> publicClasses,
            StoredBytes stored) {
        this.register = register;
        this.pseudonyms = pseudonyms;
        this.accounts = accounts;
        this.documents = documents;
        this.publicClasses = publicClasses;
        this.stored = stored;
    }

    /** A subscription that a command opened and none closed. */
    record Open(String id, String pseudonym) {}

    /** All of them. */
    List<Open> open() {
        List<Open> open = new ArrayList<>();
        for (KnownSubscription known : register.subscriptions()) {
            String id = known.isCommanded() ? pseudonyms.id(known.pseudonym()) : null;
            if (id != null) {
                open.add(new Open(id, known.pseudonym()));
            }
        }
        return open;
    }

    /** Whether the pseudonym is that of one of them. */
    boolean has(String pseudonym) {
        KnownSubscription known = register.subscription(pseudonym);
        return known != null && known.isCommanded();
    }

    /**
     * Whether a configuration leaves to commands what is theirs.
     *
     * @throws ConfigException if it declares a subscription that a command opened, or an account names one that is
     *     nowhere
     */
    void check(Config config, Collection<Account> named) {
        for (Subscription subscription : config.subscriptions()) {
            KnownSubscription known = known(subscription.id());
            if (known != null && known.isCommanded()) {
                throw new ConfigException("subscriptions[].id: '" + subscription.id()
                        + "' was opened by a command, entry " + known.command() + " of the log, as "
                        + known.pseudonym() + "; leave it out here, or close that one first with"
                        + " 'lazurite subscription close " + known.pseudonym() + "'");
            }
        }
        Set<String> declared = declared(config);
        for (Account account : named) {
            String id = account.subscription().id();
            if (!declared.contains(id) && !isThere(id)) {
                List<String> ids = new ArrayList<>(declared);
                open().forEach(each -> ids.add(each.id()));
                throw new ConfigException("accounts[].subscription: the account '" + account.name() + "' names '" + id
                        + "', which is neither declared under subscriptions nor opened by a command"
                        + Spelling.hint(id, ids));
            }
        }
    }

    /** Takes over which subscriptions the configuration declares: no command opens one of them. */
    void configure(Config config) {
        configured = declared(config);
    }

    private static Set<String> declared(Config config) {
        return Stream.concat(Stream.of(Subscription.DEFAULT), config.subscriptions().stream())
                .map(Subscription::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether accounts may name it: also after another log began, in which it has to be opened anew. */
    private boolean isThere(String id) {
        String pseudonym = pseudonyms.of(id);
        if (pseudonym == null) {
            return false;
        }
        KnownSubscription known = register.subscription(pseudonym);
        return known == null ? pseudonyms.isCommanded(pseudonym) : known.isCommanded();
    }

    private @Nullable KnownSubscription known(String id) {
        String pseudonym = pseudonyms.of(id);
        return pseudonym == null ? null : register.subscription(pseudonym);
    }

    @Override
    public void follow() {
        for (KnownSubscription known : register.subscriptions()) {
            if (known.command() != null && !followed.contains(known.pseudonym())) {
                Identity identity = pseudonyms.id(known.pseudonym()) == null ? identity(known) : null;
                if (identity != null) {
                    take(known, identity.id());
                }
                followed.add(known.pseudonym());
            }
        }
    }

    /** An id that the configuration took meanwhile, while the log could not write, is not taken away from it. */
    private void take(KnownSubscription known, String id) {
        KnownSubscription owner = known(id);
        if (configured.contains(id) || (owner != null && owner.isOpen())) {
            LOG.log(
                    Level.ERROR,
                    "the subscription {0} is declared by the configuration and by a command, entry {1} of the log; the"
                            + " latter gets no accounts: ''lazurite subscription close {2}'' ends it",
                    id,
                    known.command(),
                    known.pseudonym());
            return;
        }
        pseudonyms.take(id, known.pseudonym());
    }

    private @Nullable Identity identity(KnownSubscription known) {
        Opening opening = known.identity() == null ? null : documents.opening(known.identity());
        return opening == null ? null : Identity.read(opening.content());
    }

    @Override
    public void check(SubscriptionEvent command, @Nullable Opening identity) {
        switch (command) {
            case Opened opened -> {
                Identity declared = declared(opened.customerClass(), opened.services(), identity);
                require(
                        declared.accounts().isEmpty(),
                        "A subscription opens without accounts; the configuration gives it some.");
                free(opened, declared.id());
            }
            case PurposeChanged changed -> {
                Identity declared = declared(changed.customerClass(), changed.services(), identity);
                KnownSubscription known = register.subscription(changed.subscription());
                Identity before = known == null ? null : identity(known);
                require(
                        declared.id().equals(pseudonyms.id(changed.subscription())),
                        "The id of a subscription does not change.");
                require(
                        declared.accounts().equals(before == null ? List.of() : before.accounts()),
                        "A command does not change which accounts a subscription has; the configuration does.");
            }
            case Closed closed -> {
                require(identity == null, "That a subscription closes commits to nothing.");
                unused(closed.subscription());
            }
        }
    }

    private Identity declared(@Nullable String shown, List<MeteredService> services, @Nullable Opening opening) {
        if (opening == null) {
            throw new RefusedException("What a subscription declares is committed to: the command needs an opening.");
        }
        Identity declared = Identity.declared(opening.content());
        CustomerClass customerClass = CustomerClass.find(declared.customerClass());
        require(
                Objects.equals(shown, publicClasses.contains(customerClass) ? declared.customerClass() : null),
                "Subscriptions of the class " + declared.customerClass() + " stand in this log "
                        + (shown == null ? "with" : "without") + " their class: 'class' is "
                        + (shown == null ? "missing." : "too much."));
        require(
                services.equals(declared.services()),
                "The entry's 'services' are not those that it commits to, in the same order.");
        return declared;
    }

    /** Whether the id, and the pseudonym, are nobody's. */
    private void free(Opened opened, String id) {
        require(
                !configured.contains(id),
                "The configuration declares a subscription '" + id
                        + "' (subscriptions[].id); it is changed there, or another id is taken.");
        String owner = pseudonyms.id(opened.subscription());
        require(owner == null || owner.equals(id), "The pseudonym is another subscription's; choose another.");
        KnownSubscription known = known(id);
        if (known == null) {
            return;
        }
        require(
                !known.isOpen() || known.command() == null,
                "The subscription '" + id + "' is open already: " + known.pseudonym() + ", entry " + known.command()
                        + " of the log.");
        require(
                !known.isOpen(),
                "The subscription '" + id + "' of an earlier configuration is open still, as " + known.pseudonym()
                        + "; it closes once its accounts are gone and store nothing.");
        require(
                known.closed() == null || known.closed().compareTo(opened.day()) < 0,
                "The subscription '" + id + "' was closed on " + known.closed()
                        + "; it can be opened again from the next day on.");
    }

    private void unused(String pseudonym) {
        accounts.forget(stored);
        String id = pseudonyms.id(pseudonym);
        List<String> left = id == null ? List.of() : accounts.of(id);
        require(
                left.isEmpty(),
                "The subscription has accounts still: " + String.join(", ", left)
                        + ". It closes once they belong to another one, or are released and store nothing.");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
