package lazurite.terms.trace;

import java.util.List;
import lazurite.terms.use.SubscriptionUse;

/**
 * Recorded use of some subscriptions.
 *
 * @param name by which messages and reports call it
 * @param subscriptions in the order in which they opened
 */
public record Trace(String name, List<SubscriptionUse> subscriptions) {
    public Trace {
        subscriptions = List.copyOf(subscriptions);
    }
}
