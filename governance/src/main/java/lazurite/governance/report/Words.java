package lazurite.governance.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;

/** How the report says things. */
final class Words {
    static final String ENCRYPTION =
            "All stored content is encrypted under keys that the service manages: this version of"
                    + " the software has no other mode. This is said by the software, not counted from the log."
                    + " With such keys the operator is able to read what is stored.";

    /** What no report can show, whoever makes it. */
    static final List<String> CANNOT_SHOW = List.of(
            "Whether the meters were honest. The operator's machines count. Customers get the exact numbers of their own"
                    + " use each day and can dispute them; an operator and a customer who agree to lie are not found"
                    + " out here.",
            "Which program really ran. The log has the hash of the release that the operator names; nobody outside can"
                    + " check that it is the one that served.",
            "Anything from a log that is shut down. Copies that others keep, and heartbeats that stop, show that it was.",
            "Intent. Volume is not meaning: heavy use may be harmless and light use may be grave. A patient customer who"
                    + " stays under the thresholds raises no signal.",
            "What the content was. Nobody looked at it to make this report. With keys that the service manages the"
                    + " operator could read it; AI services always work on plain text.",
            "Who stands behind a pseudonym, unless somebody opens the commitment that was made when the subscription"
                    + " opened.");

    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB");
    private static final List<String> PLAIN = List.of("", "k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Words() {}

    /** {@code LIFTED_EARLY} is said as "lifted early". */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** 2026-11-27, in UTC. */
    static String day(long millis) {
        return time(millis).substring(0, "2026-11-27".length());
    }

    /** 2026-11-27 15:00 UTC. */
    static String minute(long millis) {
        return time(millis).replace('T', ' ').substring(0, "2026-11-27 15:00".length()) + " UTC";
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code translation.TextCharactersTranslated} is said as "translation: text characters translated". */
    static String meter(String name) {
        int dot = name.indexOf('.');
        String rest = name.substring(dot + 1).replaceAll("([a-z0-9])([A-Z])", "$1 $2");
        return dot < 0 ? rest : name.substring(0, dot) + ": " + rest.toLowerCase(Locale.ROOT);
    }

    static String amount(String meter, Amount amount) {
        boolean exact = amount.atLeast().equals(amount.atMost());
        String most = number(meter, amount.atMost());
        return exact ? most : number(meter, amount.atLeast()) + " to " + most;
    }

    static String number(String meter, BigInteger value) {
        boolean bytes = Stream.of("Capacity", "Ingress", "Egress").anyMatch(meter::contains);
        BigDecimal shown = new BigDecimal(value);
        int unit = 0;
        while (shown.round(THREE_DIGITS).compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < PLAIN.size() - 1) {
            shown = shown.movePointLeft(3);
            unit++;
        }
        String digits = shown.round(THREE_DIGITS).stripTrailingZeros().toPlainString();
        String suffix = (bytes ? BYTES : PLAIN).get(unit);
        return suffix.isEmpty() ? digits : digits + " " + suffix;
    }

    static String levels(Map<MeteredService, Level> levels) {
        return new TreeMap<>(levels)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey().label() + " " + entry.getValue().label())
                        .collect(Collectors.joining(", "));
    }

    static String services(Iterable<MeteredService> services) {
        StringBuilder all = new StringBuilder();
        services.forEach(service -> all.append(all.isEmpty() ? "" : ", ").append(service.label()));
        return all.isEmpty() ? "none" : all.toString();
    }

    /** "1 case", "2 cases". */
    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
