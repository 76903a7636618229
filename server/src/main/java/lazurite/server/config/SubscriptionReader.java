package lazurite.server.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.terms.use.CustomerClass;
import lazurite.terms.use.Declaration;
import org.jspecify.annotations.Nullable;

/** Reads {@code subscriptions}, and which of them an account names. */
final class SubscriptionReader {
    private static final int TEXT_CHARS_MAX = 200;

    private SubscriptionReader() {}

    static List<Subscription> all(Section root) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (Section section : root.sections("subscriptions")) {
            Subscription subscription = one(section);
            if (find(subscription.id(), subscriptions) != null) {
                throw new ConfigException(section.place("id") + ": there are two subscriptions called '"
                        + subscription.id() + "'; ids must differ");
            }
            subscriptions.add(subscription);
        }
        return subscriptions;
    }

    /** The subscription that an account names; the default one if it names none. */
    static Subscription named(Section account, List<Subscription> subscriptions) {
        Setting name = account.find("subscription");
        if (name == null || name.text().equals(Subscription.DEFAULT.id())) {
            return Subscription.DEFAULT;
        }
        Subscription found = find(name.text(), subscriptions);
        if (found == null) {
            List<String> ids = subscriptions.stream().map(Subscription::id).toList();
            throw new ConfigException(name.place() + ": there is no subscription called '" + name.text()
                    + "' under subscriptions" + Spelling.hint(name.text(), ids));
        }
        return found;
    }

    private static Subscription one(Section section) {
        Subscription subscription = new Subscription(
                id(section.required("id")),
                customerClass(section.required("class")),
                purposes(section),
                services(section),
                jurisdiction(section.required("jurisdiction")),
                text(section.required("contact")),
                key(section.find("key")));
        section.done();
        return subscription;
    }

    private static String id(Setting setting) {
        if (setting.text().equals(Subscription.DEFAULT.id())) {
            throw new ConfigException(
                    setting.place() + ": 'default' is the subscription of accounts that name none; choose another id");
        }
        if (!setting.text().matches("(?=.{3,64}$)[a-z0-9]+(-[a-z0-9]+)*")) {
            throw setting.wrong("3 to 64 lower-case letters, digits and single hyphens");
        }
        return setting.text();
    }

    static CustomerClass customerClass(Setting setting) {
        CustomerClass found = CustomerClass.find(setting.text());
        if (found == null) {
            throw setting.wrong("one of " + CustomerClass.labels());
        }
        return found;
    }

    private static List<String> purposes(Section section) {
        List<String> purposes =
                section.texts("purposes").stream().map(SubscriptionReader::text).toList();
        if (purposes.isEmpty() || purposes.size() > Declaration.PURPOSES_MAX) {
            throw new ConfigException(section.place("purposes") + ": 1 to " + Declaration.PURPOSES_MAX
                    + " purposes are required, found " + purposes.size());
        }
        return purposes;
    }

    private static Set<ServiceKind> services(Section section) {
        Set<ServiceKind> services = EnumSet.noneOf(ServiceKind.class);
        section.texts("services").forEach(setting -> services.add(service(setting)));
        if (services.isEmpty()) {
            throw new ConfigException(section.place("services") + ": at least one service is required");
        }
        return services;
    }

    private static ServiceKind service(Setting setting) {
        for (ServiceKind kind : ServiceKind.values()) {
            if (kind.label().equals(setting.text())) {
                return kind;
            }
        }
        throw setting.wrong("one of "
                + Stream.of(ServiceKind.values()).map(ServiceKind::label).collect(Collectors.joining(", ")));
    }

    private static String jurisdiction(Setting setting) {
        if (!setting.text().matches("[A-Z]{2}(-[A-Z0-9]{1,3})?")) {
            throw setting.wrong("an ISO 3166 code such as NL or US-CA");
        }
        return setting.text();
    }

    private static @Nullable String key(@Nullable Setting setting) {
        if (setting == null) {
            return null;
        }
        try {
            KeyAlgorithm.ED25519.publicKey(Strict.base64(setting.text(), "The key"));
            return setting.text();
        } catch (RefusedException wrong) {
            throw setting.wrong("an Ed25519 public key, 32 bytes in base64");
        }
    }

    private static String text(Setting setting) {
        boolean shown = setting.text().chars().noneMatch(Character::isISOControl);
        if (setting.text().isBlank() || setting.text().length() > TEXT_CHARS_MAX || !shown) {
            throw setting.wrong("one line of 1 to " + TEXT_CHARS_MAX + " characters");
        }
        return setting.text();
    }

    private static @Nullable Subscription find(String id, List<Subscription> subscriptions) {
        return subscriptions.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
