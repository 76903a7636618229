package lazurite.terms.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.document.TermsReader;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;
import org.junit.jupiter.api.Test;

final class ReplayTest {
    private static final LocalDate OPENED = LocalDate.of(2026, 1, 1);
    private static final SeriesKey INGRESS = SeriesKey.of(MeteredService.BLOB, Meter.Ingress);
    private static final SeriesKey CHARACTERS =
            SeriesKey.of(MeteredService.TRANSLATION, Meter.TextCharactersTranslated);

    private static final TermsDocument BUSY = TermsReader.read(Map.of(
            "terms", "example",
            "version", "1",
            "arithmetic", "1",
            "clauses",
                    List.of(Map.of(
                            "id", "busy",
                            "title", "Busy",
                            "text", "Text.",
                            "services", List.of("blob", "translation"),
                            "predicate", "units(1) > 100",
                            "severity", "review",
                            "scope", Map.of("blob", "warned"),
                            "maxDays", "30",
                            "needsHuman", "true"))));

    private final SubscriptionUse use = new SubscriptionUse("S1", OPENED);

    @Test
    void whileLearningNothingIsRaised() {
        for (int age = 0; age <= 30; age++) {
            use.record(age, INGRESS, 101);
        }
        assertThat(Replay.of(List.of(use), BUSY))
                .extracting(event -> event.getClass().getSimpleName() + " " + event.day())
                .containsExactly("Opened 2026-01-01", "Declared 2026-01-01", "Learned 2026-01-31", "Raised 2026-01-31");
    }

    @Test
    void whatLastsOrComesAndGoesIsOneSignal() {
        for (int age = 0; age < 200; age++) {
            boolean busy = (age >= 40 && age < 60) || age == 89 || age == 90 || age == 121;
            use.record(age, INGRESS, busy ? 101 : 100);
        }
        assertThat(raised()).containsExactly("blob 40", "blob 121");
    }

    @Test
    void eachServiceIsJudgedByItself() {
        for (int age = 0; age < 100; age++) {
            use.record(age, INGRESS, age == 50 ? 101 : 0);
            use.record(age, CHARACTERS, age == 60 ? 101 : 0);
        }
        assertThat(raised()).containsExactly("blob 50", "translation 60");
    }

    @Test
    void aDayThatIsNotRecordedRaisesNothing() {
        use.record(0, INGRESS, 1);
        use.record(50, INGRESS, 101);
        assertThat(raised()).containsExactly("blob 50");
    }

    @Test
    void eventsOfSeveralSubscriptionsStandInTheOrderOfDays() {
        SubscriptionUse other = new SubscriptionUse("S2", OPENED.plusDays(10));
        use.record(100, INGRESS, 101);
        other.record(80, INGRESS, 101);
        List<Event> events = Replay.of(List.of(use, other), BUSY);
        assertThat(events).extracting(Event::day).isSorted();
        assertThat(events).extracting(Event::subscription).endsWith("S2", "S1");
    }

    private List<String> raised() {
        return Replay.of(List.of(use), BUSY).stream()
                .filter(Event.Raised.class::isInstance)
                .map(Event.Raised.class::cast)
                .map(raised -> raised.service().label() + " " + use.age(raised.day()))
                .toList();
    }
}
