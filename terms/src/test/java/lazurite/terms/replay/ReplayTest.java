package lazurite.terms.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

    private static final TermsDocument BUSY = terms("units(1) > 100");

    private static TermsDocument terms(String predicate) {
        return TermsReader.read(Map.of(
                "terms", "example",
                "version", "1",
                "arithmetic", "1",
                "clauses",
                        List.of(Map.of(
                                "id", "busy",
                                "title", "Busy",
                                "text", "Text.",
                                "services", List.of("blob", "translation"),
                                "predicate", predicate,
                                "severity", "review",
                                "scope", Map.of("blob", "warned"),
                                "maxDays", "30",
                                "needsHuman", "true"))));
    }

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

    @Test
    void aDayAloneRaisesWhatTheWholeRunRaisesOnIt() {
        Random random = new Random(7);
        int spells = 0;
        for (int age = 0; age < 400; age++) {
            spells = random.nextInt(25) == 0 ? random.nextInt(6) : Math.max(0, spells - 1);
            use.record(age, INGRESS, spells > 0 ? 101 : 1);
            use.record(age, CHARACTERS, random.nextInt(40) == 0 ? 500 : 0);
        }
        List<Event> alone = new ArrayList<>();
        for (int age = 0; age < 400; age++) {
            alone.addAll(Replay.day(use, BUSY, age, 0));
        }
        assertThat(alone)
                .hasSizeGreaterThan(5)
                .isEqualTo(Replay.of(List.of(use), BUSY).stream()
                        .filter(Event.Raised.class::isInstance)
                        .toList());
    }

    @Test
    void termsThatComeIntoForceAskAboutWhatStandsAlready() {
        for (int age = 0; age < 60; age++) {
            use.record(age, INGRESS, 101);
        }
        assertThat(Replay.day(use, BUSY, 45, 0)).isEmpty();
        assertThat(Replay.day(use, BUSY, 45, 45)).hasSize(1);
        assertThat(Replay.day(use, BUSY, 46, 45)).isEmpty();
    }

    @Test
    void onARunningServerAPredicateThatCannotBeAnsweredIsASignal() {
        TermsDocument wrong = terms("100 / (units(1) - 5) > 1000");
        use.record(0, INGRESS, 5);
        use.record(40, INGRESS, 5);
        assertThat(Replay.day(use, wrong, 40, 0))
                .extracting(raised -> raised.evidence().keySet())
                .containsExactly(Set.of("error"));
        assertThatThrownBy(() -> Replay.of(List.of(use), wrong)).isInstanceOf(ReplayException.class);
    }

    private List<String> raised() {
        return Replay.of(List.of(use), BUSY).stream()
                .filter(Event.Raised.class::isInstance)
                .map(Event.Raised.class::cast)
                .map(raised -> raised.service().label() + " " + use.age(raised.day()))
                .toList();
    }
}
