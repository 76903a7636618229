package lazurite.server.governance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/**
 * Who a subscription is: what its entry commits to.
 *
 * @param id in the configuration
 * @param services in the order of {@link MeteredService}
 * @param accounts names of its storage accounts, sorted
 * @param key base64 of the customer's Ed25519 public key; null without one
 */
public record Identity(
        String id,
        String customerClass,
        List<String> purposes,
        List<MeteredService> services,
        String jurisdiction,
        String contact,
        List<String> accounts,
        @Nullable String key) {
    // not the compact form: javac then loses @Nullable for other modules
    public Identity(
            String id,
            String customerClass,
            List<String> purposes,
            List<MeteredService> services,
            String jurisdiction,
            String contact,
            List<String> accounts,
            @Nullable String key) {
        this.id = id;
        this.customerClass = customerClass;
        this.purposes = List.copyOf(purposes);
        this.services = List.copyOf(services);
        this.jurisdiction = jurisdiction;
        this.contact = contact;
        this.accounts = List.copyOf(accounts);
        this.key = key;
    }

    static Identity of(Subscription declared, Collection<String> accounts) {
        return new Identity(
                declared.id(),
                declared.customerClass().label(),
                declared.purposes(),
                services(declared.services().stream().map(ServiceKind::label).toList()),
                declared.jurisdiction(),
                declared.contact(),
                accounts.stream().sorted().toList(),
                declared.key());
    }

    /** Refuses what is none. */
    public static Identity read(Json json) {
        FieldReader in = FieldReader.of(json);
        Identity identity = new Identity(
                in.text("id"),
                in.text("class"),
                in.texts("purposes"),
                services(in.texts("services")),
                in.text("jurisdiction"),
                in.text("contact"),
                in.texts("accounts"),
                in.textOrNull("key"));
        in.requireNoMore();
        return identity;
    }

    Json.Fields json() {
        return new FieldWriter()
                .text("id", id)
                .text("class", customerClass)
                .texts("purposes", purposes)
                .texts("services", services.stream().map(MeteredService::label).toList())
                .text("jurisdiction", jurisdiction)
                .text("contact", contact)
                .texts("accounts", accounts)
                .text("key", key)
                .done();
    }

    private static List<MeteredService> services(Collection<String> labels) {
        List<MeteredService> services = new ArrayList<>();
        labels.forEach(label -> MeteredService.of(label).ifPresent(services::add));
        return services.stream().sorted().toList();
    }
}
