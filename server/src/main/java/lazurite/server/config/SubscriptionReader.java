package lazurite.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** Reads {@code subscriptions}, and which of them an account names. */
final class SubscriptionReader {
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

    /**
     * The subscription that an account names; the default one if it names none.
     *
     * @param logged whether there is a log, in which one may stand that is not declared here
     */
    static Subscription named(Section account, List<Subscription> subscriptions, boolean logged) {
        Setting name = account.find("subscription");
        if (name == null || name.text().equals(Subscription.DEFAULT.id())) {
            return Subscription.DEFAULT;
        }
        Subscription found = find(name.text(), subscriptions);
        if (found == null && logged) {
            return Subscription.commanded(checked(name, DeclaredText.ID));
        }
        if (found == null) {
            List<String> ids = subscriptions.stream().map(Subscription::id).toList();
            throw new ConfigException(name.place() + ": there is no subscription called '" + name.text()
                    + "' under subscriptions" + Spelling.hint(name.text(), ids));
        }
        return found;
    }

    private static Subscription one(Section section) {
        Setting key = section.find("key");
        Subscription subscription = new Subscription(
                id(section.required("id")),
                customerClass(section.required("class")),
                purposes(section),
                services(section),
                checked(section.required("jurisdiction"), DeclaredText.JURISDICTION),
                checked(section.required("contact"), DeclaredText.LINE),
                key == null ? null : checked(key, DeclaredText.KEY));
        section.done();
        return subscription;
    }

    private static String id(Setting setting) {
        if (setting.text().equals(Subscription.DEFAULT.id())) {
            throw new ConfigException(
                    setting.place() + ": 'default' is the subscription of accounts that name none; choose another id");
        }
        return checked(setting, DeclaredText.ID);
    }

    static CustomerClass customerClass(Setting setting) {
        CustomerClass found = CustomerClass.find(setting.text());
        if (found == null) {
            throw setting.wrong(DeclaredText.CLASS.expected());
        }
        return found;
    }

    private static List<String> purposes(Section section) {
        List<String> purposes = section.texts("purposes").stream()
                .map(setting -> checked(setting, DeclaredText.LINE))
                .toList();
        if (purposes.isEmpty() || purposes.size() > DeclaredText.PURPOSES_MAX) {
            throw new ConfigException(section.place("purposes") + ": 1 to " + DeclaredText.PURPOSES_MAX
                    + " purposes are required, found " + purposes.size());
        }
        return purposes;
    }

    private static Set<ServiceKind> services(Section section) {
        Set<String> labels = section.texts("services").stream()
                .map(setting -> checked(setting, DeclaredText.SERVICE))
                .collect(Collectors.toSet());
        if (labels.isEmpty()) {
            throw new ConfigException(section.place("services") + ": at least one service is required");
        }
        return Stream.of(ServiceKind.values())
                .filter(kind -> labels.contains(kind.label()))
                .collect(Collectors.toSet());
    }

    private static String checked(Setting setting, DeclaredText rule) {
        if (!rule.allows(setting.text())) {
            throw setting.wrong(rule.expected());
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
