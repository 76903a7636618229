package lazurite.service.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.terms.meter.Meter;
import org.junit.jupiter.api.Test;

final class FocusCsvTest {
    private static final long TEN = Hours.of(Instant.parse("2026-12-31T22:00:00Z"));

    private final List<String> lines = new ArrayList<>();

    @Test
    void anHourHasALineForEachMeterThatCounted() {
        FocusCsv csv = new FocusCsv(lines::add, "Cloud, \"ours\"", 1);
        csv.add(hour("clinic", TEN, MeterRoom.used(3, 0, 20, 500)));
        csv.finish();
        assertThat(lines)
                .containsExactly(
                        "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,"
                                + "BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,"
                                + "ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ContractedCost,"
                                + "EffectiveCost,HostProviderName,InvoiceIssuerName,ListCost,PricingQuantity,"
                                + "PricingUnit,ServiceCategory,ServiceName,ServiceProviderName,ServiceSubcategory,"
                                + "x_Meter",
                        line("BlobCapacity", 500, "B-Hours"),
                        line("Transactions", 3, "Requests"),
                        line("Egress", 20, "B"));
    }

    private static String line(String meter, long quantity, String unit) {
        String provider = "\"Cloud, \"\"ours\"\"\"";
        return "0,clinic,clinic,XXX,2027-01-01T00:00:00Z,2026-12-01T00:00:00Z,Usage,," + meter
                + " of Blob Storage for clinic,Usage-Based,2026-12-31T23:00:00Z,2026-12-31T22:00:00Z," + quantity + ","
                + unit + ",0,0," + provider + "," + provider + ",0," + quantity + "," + unit
                + ",Storage,Blob Storage," + provider + ",Object Storage," + meter;
    }

    @Test
    void aDayIsTheSumOfItsHoursAndOfWhatWasStoredInThem() {
        FocusCsv csv = new FocusCsv(lines::add, "Lazurite", 24);
        csv.add(hour("clinic", TEN, MeterRoom.used(3, 0, 0, 500)));
        csv.add(hour("clinic", TEN + 1, MeterRoom.used(4, 0, 0, 100)));
        csv.add(hour("clinic", TEN + 2, MeterRoom.used(8, 0, 0, 0)));
        csv.add(hour("other", TEN + 2, MeterRoom.used(16, 0, 0, 0)));
        csv.finish();
        assertThat(lines.stream().skip(1).map(FocusCsvTest::brief))
                .containsExactly(
                        "clinic 2026-12-31T00:00:00Z 600 B-Hours",
                        "clinic 2026-12-31T00:00:00Z 7 Requests",
                        "clinic 2027-01-01T00:00:00Z 8 Requests",
                        "other 2027-01-01T00:00:00Z 16 Requests");
    }

    @Test
    void everyMeterAndServiceHasItsNames() {
        FocusCsv csv = new FocusCsv(lines::add, "Lazurite", 1);
        long hour = TEN;
        for (Meter meter : Meter.values()) {
            hour++;
            for (String service : List.of("blob", "queue", "table", "speech")) {
                HourRecord record = new HourRecord(Map.of(meter, 1L), null, 1);
                csv.add(new MeterRows.Hour(new HourKey("s", service, hour), record));
            }
        }
        csv.finish();
        int shown = Meter.values().length - 1;
        assertThat(lines)
                .hasSize(1 + 4 * shown)
                .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(26));
    }

    private static String brief(String line) {
        String[] fields = line.split(",", -1);
        return fields[1] + " " + fields[11] + " " + fields[12] + " " + fields[13];
    }

    private static MeterRows.Hour hour(String subscription, long hour, Map<Meter, Long> values) {
        return new MeterRows.Hour(new HourKey(subscription, "blob", hour), new HourRecord(values, null, 1));
    }
}
