package lazurite.service.account;

import java.util.Optional;
import java.util.stream.Stream;
import lazurite.terms.meter.MeteredService;

/** A storage service that has a port, with the letter by which a SAS names it. */
public enum ServiceKind {
    BLOB('b', MeteredService.BLOB),
    QUEUE('q', MeteredService.QUEUE),
    TABLE('t', MeteredService.TABLE);

    private final char letter;
    private final MeteredService metered;

    ServiceKind(char letter, MeteredService metered) {
        this.letter = letter;
        this.metered = metered;
    }

    /** The service that is metered as that one; empty if it has no port. */
    public static Optional<ServiceKind> of(MeteredService metered) {
        return Stream.of(values()).filter(kind -> kind.metered == metered).findFirst();
    }

    public char letter() {
        return letter;
    }

    /** As hosts, signatures, terms and meters name it. */
    public String label() {
        return metered.label();
    }
}
