package lazurite.service.account;

import java.util.List;
import java.util.Set;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/**
 * A customer as declared: whom accounts belong to, each to exactly one. What accounts use is metered by subscription.
 *
 * @param id 3 to 64 lower-case letters, digits and single hyphens
 * @param purposes what the customer says it does here, in its own words
 * @param services those that the purposes need
 * @param jurisdiction ISO 3166 code of the country, or of a part of it, whose law the customer is under; may be empty
 *     for the default subscription and commanded ones only, as may be purposes and contact
 * @param contact where notices go
 * @param key base64 of the Ed25519 public key with which the customer disputes, replies and appeals; null without one
 */
public record Subscription(
        String id,
        CustomerClass customerClass,
        List<String> purposes,
        Set<ServiceKind> services,
        String jurisdiction,
        String contact,
        @Nullable String key) {
    /** Of accounts that name none. Nothing is declared of it but that it may use every service. */
    public static final Subscription DEFAULT =
            new Subscription("default", CustomerClass.OTHER, List.of(), Set.of(ServiceKind.values()), "", "");

    // not the compact form: javac then loses @Nullable for other modules
    public Subscription(
            String id,
            CustomerClass customerClass,
            List<String> purposes,
            Set<ServiceKind> services,
            String jurisdiction,
            String contact,
            @Nullable String key) {
        this.id = id;
        this.customerClass = customerClass;
        this.purposes = List.copyOf(purposes);
        this.services = Set.copyOf(services);
        this.jurisdiction = jurisdiction;
        this.contact = contact;
        this.key = key;
    }

    /** One that a command opened: what it declares stands in the log, and only its id here. */
    public static Subscription commanded(String id) {
        return new Subscription(id, CustomerClass.OTHER, List.of(), Set.of(), "", "");
    }

    /** Without a key. */
    public Subscription(
            String id,
            CustomerClass customerClass,
            List<String> purposes,
            Set<ServiceKind> services,
            String jurisdiction,
            String contact) {
        this(id, customerClass, purposes, services, jurisdiction, contact, null);
    }
}
