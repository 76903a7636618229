package lazurite.service.meter;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.terms.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Writes closed hours as cost and usage in the columns of FOCUS 1.4 (the FinOps Open Cost and Usage Specification), a
 * line for each subscription, service, meter and period. There are no prices, so every cost is 0. Columns: {@code
 * docs/metering.md}.
 */
public final class FocusCsv {
    private static final String COLUMNS = "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,"
            + "BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,"
            + "ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ContractedCost,EffectiveCost,"
            + "HostProviderName,InvoiceIssuerName,ListCost,PricingQuantity,PricingUnit,ServiceCategory,ServiceName,"
            + "ServiceProviderName,ServiceSubcategory,x_Meter";

    /** ISO 4217 for "no currency". */
    private static final String NO_CURRENCY = "XXX";

    private final Consumer<String> lines;
    private final String provider;
    private final long periodHours;

    /** Of the period at hand, by service: quantities by meter. */
    private final Map<String, Map<Meter, Long>> quantities = new TreeMap<>();

    private @Nullable Period atHand;

    /** What one line is about, but for service and meter. */
    private record Period(String subscription, Instant start, Instant end) {}

    /**
     * @param lines takes each line, without its end
     * @param provider who provides the services
     * @param periodHours hours of a line, 1 or 24
     */
    public FocusCsv(Consumer<String> lines, String provider, int periodHours) {
        this.lines = lines;
        this.provider = provider;
        this.periodHours = periodHours;
        lines.accept(COLUMNS);
    }

    /** Adds an hour; hours come by subscription and then in order. */
    public void add(MeterRows.Hour hour) {
        Instant start = Hours.start(Math.floorDiv(hour.key().hour(), periodHours) * periodHours);
        Period period = new Period(hour.key().subscription(), start, start.plus(periodHours, ChronoUnit.HOURS));
        if (!period.equals(atHand)) {
            finish();
            atHand = period;
        }
        Map<Meter, Long> sums = quantities.computeIfAbsent(hour.key().service(), _ -> new EnumMap<>(Meter.class));
        hour.record().values().forEach((meter, value) -> sums.merge(meter, value, Math::addExact));
    }

    /** Writes what is left. */
    public void finish() {
        Period period = atHand;
        if (period != null) {
            quantities.forEach((service, sums) -> sums.forEach((meter, quantity) -> {
                if (quantity != 0 && meter != Meter.UsedCapacity) {
                    lines.accept(line(period, service, meter, quantity));
                }
            }));
        }
        quantities.clear();
        atHand = null;
    }

    private String line(Period period, String service, Meter meter, long quantity) {
        LocalDate month = period.start().atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        String subscription = period.subscription();
        return Stream.of(
                        "0",
                        subscription,
                        subscription,
                        NO_CURRENCY,
                        midnight(month.plusMonths(1)),
                        midnight(month),
                        "Usage",
                        "",
                        meter + " of " + serviceName(service) + " for " + subscription,
                        "Usage-Based",
                        period.end().toString(),
                        period.start().toString(),
                        Long.toString(quantity),
                        unit(meter),
                        "0",
                        "0",
                        provider,
                        provider,
                        "0",
                        Long.toString(quantity),
                        unit(meter),
                        category(service).getFirst(),
                        serviceName(service),
                        provider,
                        category(service).getLast(),
                        meter.name())
                .map(FocusCsv::field)
                .collect(Collectors.joining(","));
    }

    private static String midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }

    /** RFC 4180. */
    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** FOCUS's service category and subcategory. */
    private static List<String> category(String service) {
        return switch (service) {
            case "blob" -> List.of("Storage", "Object Storage");
            case "queue" -> List.of("Integration", "Messaging");
            case "table" -> List.of("Databases", "NoSQL Databases");
            default -> List.of("AI and Machine Learning", "Other (AI and Machine Learning)");
        };
    }

    private static String serviceName(String service) {
        return switch (service) {
            case "blob" -> "Blob Storage";
            case "queue" -> "Queue Storage";
            case "table" -> "Table Storage";
            default -> service;
        };
    }

    /** In FOCUS's unit format. What is stored for an hour is so many byte-hours. */
    private static String unit(Meter meter) {
        return switch (meter) {
            case UsedCapacity, BlobCapacity -> "B-Hours";
            case Transactions -> "Requests";
            case Ingress, Egress -> "B";
            case AudioSecondsTranscribed -> "Seconds";
            case TextCharactersTranslated -> "Characters";
            case ProcessedPromptTokens, GeneratedTokens -> "Tokens";
            case ProcessedPages -> "Pages";
        };
    }
}
