package lazurite.service.account;

import java.util.List;
import java.util.Set;

/**
 * A customer as declared: whom accounts belong to, each to exactly one. What accounts use is metered by subscription.
 *
 * @param id 3 to 64 lower-case letters, digits and single hyphens
 * @param purposes what the customer says it does here, in its own words
 * @param services those that the purposes need
 * @param jurisdiction ISO 3166 code of the country, or of a part of it, whose law the customer is under; may be empty
 *     for the default subscription only, as may be purposes and contact
 * @param contact where notices go
 */
public record Subscription(
        String id,
        CustomerClass customerClass,
        List<String> purposes,
        Set<ServiceKind> services,
        String jurisdiction,
        String contact) {
    /** Of accounts that name none. Nothing is declared of it but that it may use every service. */
    public static final Subscription DEFAULT =
            new Subscription("default", CustomerClass.OTHER, List.of(), Set.of(ServiceKind.values()), "", "");

    public Subscription {
        purposes = List.copyOf(purposes);
        services = Set.copyOf(services);
    }
}
