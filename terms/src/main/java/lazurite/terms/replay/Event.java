package lazurite.terms.replay;

import java.time.LocalDate;
import java.util.Map;
import lazurite.terms.document.Clause;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Declaration;

/** What happened to one subscription on one day. */
public sealed interface Event {
    LocalDate day();

    /** The subscription's pseudonym. */
    String subscription();

    /** It opened, and is being learned. */
    record Opened(LocalDate day, String subscription) implements Event {}

    /** It declared its class, purposes and services, or changed them. */
    record Declared(LocalDate day, String subscription, Declaration declaration) implements Event {}

    /** The first day on which signals are raised. */
    record Learned(LocalDate day, String subscription) implements Event {}

    /**
     * A clause's predicate held, as it had not for {@value Raising#QUIET_DAYS} days.
     *
     * @param evidence what its functions answered
     */
    record Raised(
            LocalDate day, String subscription, MeteredService service, Clause clause, Map<String, String> evidence)
            implements Event {}
}
