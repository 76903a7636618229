package lazurite.governance.office;

import java.util.List;
import lazurite.governance.register.Offer;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;

/** The front ends, as the office sees them. */
public interface Effects {
    /**
     * What an order does to a service.
     *
     * @param subscription its pseudonym
     * @param caseId what clients are told
     * @param until when it ends by itself; in milliseconds since 1970
     */
    record InForce(String subscription, MeteredService service, Level level, String caseId, long until) {}

    /** What was read under an offer. */
    record Use(long requests, long bytes) {}

    /**
     * This and nothing else is in force from now on. Returns when every front end of the process acts on it, and nothing
     * that was let through before is under way any more.
     */
    void act(List<InForce> orders, List<Offer> offers);

    /** What was read under the offer at that index. */
    Use used(long offer);
}
