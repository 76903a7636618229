package lazurite.server.governance;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazurite.governance.office.Effects;
import lazurite.governance.register.Offer;
import lazurite.service.account.ExportGrant;
import lazurite.service.account.Exported;
import lazurite.service.account.Measures;
import lazurite.service.account.RestrictedService;
import lazurite.service.account.Restriction;
import lazurite.service.account.Restrictions;
import lazurite.service.account.ServiceKind;
import lazurite.terms.meter.MeteredService;

/**
 * The front ends of this process, as the office sees them: pseudonyms become subscriptions, names become services.
 *
 * <p>Concurrency: any thread; orders come one after the other.
 */
final class FrontEnds implements Effects {
    private static final System.Logger LOG = System.getLogger(FrontEnds.class.getName());

    private final Restrictions restrictions;
    private final Pseudonyms pseudonyms;

    FrontEnds(Restrictions restrictions, Pseudonyms pseudonyms) {
        this.restrictions = restrictions;
        this.pseudonyms = pseudonyms;
    }

    @Override
    public void act(List<InForce> orders, List<Offer> offers) {
        Map<RestrictedService, List<Restriction>> restricted = new HashMap<>();
        Map<RestrictedService, List<ExportGrant>> granted = new HashMap<>();
        for (InForce order : orders) {
            Restriction restriction = new Restriction(order.level(), order.caseId(), order.until());
            add(order.subscription(), order.service(), restriction, restricted);
        }
        for (Offer offer : offers) {
            ExportGrant grant = new ExportGrant(
                    offer.index(), offer.offer().from(), offer.offer().until());
            offer.offer().services().forEach(service -> add(offer.offer().subscription(), service, grant, granted));
        }
        Map<RestrictedService, Measures> table = new HashMap<>();
        restricted.forEach((service, all) ->
                table.put(service, new Measures(all, granted.getOrDefault(service, List.of()))));
        restrictions.replace(table);
    }

    @Override
    public Use used(long offer) {
        Exported exported = restrictions.exported(offer);
        return new Use(exported.requests(), exported.bytes());
    }

    /** What is about a service that this process does not serve has nobody to act on it. */
    private <T> void add(String pseudonym, MeteredService service, T what, Map<RestrictedService, List<T>> table) {
        String id = pseudonyms.id(pseudonym);
        Optional<ServiceKind> kind = ServiceKind.of(service);
        if (id == null || kind.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "there is an order about {0} of {1}, which is not served here",
                    service.label(),
                    pseudonym);
            return;
        }
        table.computeIfAbsent(new RestrictedService(id, kind.get()), _ -> new ArrayList<>())
                .add(what);
    }
}
