package lazurite.governance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lazurite.governance.event.MeterEvent;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.json.Json.Fields;
import org.junit.jupiter.api.Test;

final class UsageTest {
    private static final LocalDate DAY = Entries.FIRST;
    private static final String SUM = "chat.GeneratedTokens";
    private static final String LEVEL = "blob.UsedCapacity";

    private final Entries entries = new Entries();

    @Test
    void fourSubscriptionsAreWithheldAndFiveAreTold() {
        use(4, "press", Map.of(SUM, 10L));
        use(5, "health", Map.of(SUM, 10L));
        assertThat(point("press", SUM, 0)).isEqualTo(withheld());
        assertThat(point("health", SUM, 0))
                .extracting(point -> point.get("atLeast"), point -> point.get("atMost"))
                .containsExactly(new Json.Text("5120"), new Json.Text("10235"));
        assertThat(entries.html())
                .contains("Withheld, since fewer than 5 subscriptions used it: chat: generated tokens.");
    }

    @Test
    void aMeterThatFewOfManyUsedIsWithheld() {
        use(1, "health", Map.of(SUM, 30L));
        for (int i = 1; i < 9; i++) {
            entries.meter(DAY, "health-" + i, "health", Map.of(SUM, -1L, LEVEL, 20L));
        }
        assertThat(point("health", SUM, 0)).isEqualTo(withheld());
        assertThat(point("health", LEVEL, 0).get("withheld")).isNull();
    }

    @Test
    void aFewAreToldWhereTheirContractMakesTheClassPublic() {
        entries.open("ministry", "military");
        entries.meter(DAY, "ministry", "military", Map.of(SUM, 3L));
        assertThat(point("military", SUM, 0).get("atLeast")).isEqualTo(new Json.Text("8"));
        entries.open("other", null);
        entries.meter(DAY, "other", "military", Map.of(SUM, 3L));
        assertThat(point("military", SUM, 0)).as("one of two is not public").isEqualTo(withheld());
    }

    @Test
    void whatIsWithheldNamesNoEntries() {
        entries.meter(DAY, "press-1", "press", Map.of(SUM, 10L));
        assertThat(point("press", SUM, 0).byName()).containsOnlyKeys("start", "withheld");
    }

    @Test
    void capacityIsThatOfTheLastDayAndTheRestIsAddedUp() {
        for (int i = 0; i < 5; i++) {
            entries.meter(DAY, "health-" + i, "health", Map.of(LEVEL, 4L, SUM, 4L));
            entries.meter(DAY.plusDays(3), "health-" + i, "health", Map.of(LEVEL, 6L, SUM, 4L));
        }
        byte[] json = entries.report(DAY, DAY.plusDays(60)).json();
        Json all = Json.parse(json, json.length);
        assertThat(point(FieldReader.of(all), "health", LEVEL, 0).get("atLeast"))
                .isEqualTo(new Json.Text("320"));
        assertThat(point(FieldReader.of(all), "health", SUM, 0).get("atLeast")).isEqualTo(new Json.Text("160"));
    }

    @Test
    void aDayThatThereIsNoneOfStopsNoReport() {
        use(5, "health", Map.of(SUM, 10L));
        entries.add(DAY, "health-1", new MeterEvent.Disputed("health-1", "2026-02-30", 0, Entries.hash("why")));
        assertThat(point("health", SUM, 0).get("atLeast")).isEqualTo(new Json.Text("5120"));
    }

    @Test
    void metersCountForTheirDayHoweverLateTheyWereWritten() {
        LocalDate last = DAY.plusMonths(1).minusDays(1);
        for (int i = 0; i < 5; i++) {
            entries.meter(last, "health-" + i, "health", Map.of(SUM, 0L));
            entries.meter(last.plusDays(1), "health-" + i, "health", Map.of(SUM, 40L));
        }
        assertThat(point("health", SUM, 0).get("atMost")).isEqualTo(new Json.Text("5"));
    }

    @Test
    void sumsGoBeyondWhatNumbersCanHold() {
        use(6, "health", Map.of(SUM, 62L));
        assertThat(point("health", SUM, 0).get("atLeast")).isEqualTo(new Json.Text("27670116110564327424"));
    }

    @Test
    void useThatIsNotPublicIsCountedInDaysOnly() {
        entries.add(DAY, "server", new MeterEvent.Daily("s", DAY.toString(), List.of(), null, null));
        assertThat(entries.json().fields("usage").get("withheldDays"))
                .isEqualTo(Json.Fields.of(
                        Map.of("count", new Json.Whole(1), "entries", new Json.Items(List.of(new Json.Whole(0))))));
    }

    private void use(int subscriptions, String customerClass, Map<String, Long> bands) {
        for (int i = 0; i < subscriptions; i++) {
            entries.meter(DAY, customerClass + "-" + i, customerClass, bands);
        }
    }

    private Fields point(String customerClass, String meter, int at) {
        return point(entries.json(), customerClass, meter, at);
    }

    private static Fields point(FieldReader json, String customerClass, String meter, int at) {
        FieldReader classes = new FieldReader(new FieldReader(json.fields("usage")).fields("classes"));
        List<Fields> points = new FieldReader(classes.fields(customerClass)).items(meter, item -> (Fields) item);
        return points.get(at);
    }

    private static Fields withheld() {
        return Json.Fields.of(Map.of("start", new Json.Text(DAY.toString()), "withheld", new Json.Flag(true)));
    }
}
