package lazurite.server.governance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.server.config.DeclaredText;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/**
 * Who a subscription is: what its entry commits to.
 *
 * @param id by which accounts of the configuration name it
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

    /**
     * What a command declares.
     *
     * @throws RefusedException if it is none, or declares what no subscription may
     */
    static Identity declared(Json json) {
        Identity identity = read(json);
        require(DeclaredText.ID, "id", identity.id);
        require(DeclaredText.CLASS, "class", identity.customerClass);
        identity.purposes.forEach(purpose -> require(DeclaredText.LINE, "purposes", purpose));
        FieldReader.of(json).texts("services").forEach(service -> require(DeclaredText.SERVICE, "services", service));
        require(DeclaredText.JURISDICTION, "jurisdiction", identity.jurisdiction);
        require(DeclaredText.LINE, "contact", identity.contact);
        if (identity.key != null) {
            require(DeclaredText.KEY, "key", identity.key);
        }
        int purposes = identity.purposes.size();
        if (purposes == 0 || purposes > DeclaredText.PURPOSES_MAX) {
            throw new RefusedException(
                    "A subscription declares 1 to " + DeclaredText.PURPOSES_MAX + " 'purposes', not " + purposes + ".");
        }
        if (identity.services.isEmpty()) {
            throw new RefusedException("A subscription declares at least one of 'services'.");
        }
        if (!identity.json().equals(json)) {
            throw new RefusedException("'services' stand in the order blob, queue, table, and 'accounts' in that of"
                    + " the alphabet, each once.");
        }
        return identity;
    }

    private static void require(DeclaredText rule, String field, String text) {
        if (!rule.allows(text)) {
            throw new RefusedException("What a subscription declares as '" + field + "' is " + rule.expected() + ".");
        }
    }

    /** The same subscription with other accounts. */
    Identity with(Collection<String> others) {
        return new Identity(
                id,
                customerClass,
                purposes,
                services,
                jurisdiction,
                contact,
                others.stream().sorted().toList(),
                key);
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

    /** What its entry commits to. */
    public Json.Fields json() {
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
        return services.stream().distinct().sorted().toList();
    }
}
