package lazurite.terms.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;
import org.junit.jupiter.api.Test;

final class SignalsTest {
    private static final long TB = 1_000_000_000_000L;
    /** What a day of twice as much as ever adds to S. */
    private static final double DOUBLED = (174_762.0 - 32_768) / 65_536;

    private static final SeriesKey STORED = SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity);
    private static final SeriesKey TRANSLATED =
            SeriesKey.of(MeteredService.TRANSLATION, Meter.TextCharactersTranslated);

    private final SubscriptionUse use = new SubscriptionUse("S1", LocalDate.of(2026, 1, 1));
    private final Signals blob = new Signals(use, MeteredService.BLOB);
    private final Signals translation = new Signals(use, MeteredService.TRANSLATION);
    private final Signals chat = new Signals(use, MeteredService.CHAT);

    @Test
    void growthIsMeasuredFromThatManyDaysBefore() {
        use.record(40, STORED, 100 * TB);
        use.record(41, STORED, 150 * TB);
        use.record(223, STORED, 300 * TB);
        use.record(224, STORED, 300 * TB);
        assertThat(blob.growth(223, 183)).isEqualTo(3.0);
        assertThat(blob.growth(224, 183)).isEqualTo(2.0);
        assertThat(blob.growth(224, 1)).isEqualTo(1.0);
    }

    @Test
    void growthIsMeasuredFromTenTerabytesAtLeast() {
        use.record(30, STORED, 0);
        use.record(100, STORED, 29 * TB);
        assertThat(blob.growth(100, 60)).isEqualTo(2.9);
    }

    @Test
    void aYoungSubscriptionsGrowthIsMeasuredFromTheLastDayOfLearning() {
        use.record(0, STORED, TB);
        use.record(29, STORED, 50 * TB);
        use.record(30, STORED, 60 * TB);
        use.record(100, STORED, 125 * TB);
        assertThat(blob.growth(29, 183)).isZero();
        assertThat(blob.growth(30, 183)).isEqualTo(1.2);
        assertThat(blob.growth(100, 183)).isEqualTo(2.5);
    }

    @Test
    void levelsStandOverDaysThatAreNotRecorded() {
        use.record(35, STORED, 20 * TB);
        use.record(90, STORED, 40 * TB);
        assertThat(blob.usedBytes(34)).isZero();
        assertThat(blob.usedBytes(89)).isEqualTo(20 * TB);
        assertThat(blob.growth(120, 60)).isEqualTo(2.0);
        assertThat(blob.growth(60, 26))
                .as("nothing is known of the day it is measured from")
                .isZero();
    }

    @Test
    void aServiceThatRecordsBothCapacitiesStoresTheGreater() {
        use.record(0, STORED, 5);
        use.record(0, SeriesKey.of(MeteredService.BLOB, Meter.BlobCapacity), 7);
        assertThat(blob.usedBytes(0)).isEqualTo(7);
    }

    @Test
    void unitsAreCharactersOfText() {
        use.record(0, SeriesKey.of(MeteredService.CHAT, Meter.ProcessedPromptTokens), 3);
        use.record(0, new SeriesKey(MeteredService.CHAT, "m", Meter.GeneratedTokens), 2);
        use.record(0, SeriesKey.of(MeteredService.CHAT, Meter.Transactions), 1000);
        use.record(0, SeriesKey.of(MeteredService.SPEECH, Meter.AudioSecondsTranscribed), 10);
        use.record(0, SeriesKey.of(MeteredService.DOCUMENTS, Meter.ProcessedPages), 2);
        use.record(0, TRANSLATED, 9);
        assertThat(chat.units(0, 1)).isEqualTo(20);
        assertThat(new Signals(use, MeteredService.SPEECH).units(0, 30)).isEqualTo(150);
        assertThat(new Signals(use, MeteredService.DOCUMENTS).units(0, 1)).isEqualTo(4000);
        assertThat(translation.units(0, 1)).isEqualTo(9);
    }

    @Test
    void theRatioIsToTheMedianOfThePeriodsBefore() {
        long[] months = {100, 900, 200, 300, 400, 500, 600, 4500};
        for (int month = 0; month < months.length; month++) {
            use.record(month * 30 + 29, TRANSLATED, months[month] * 1_000_000);
        }
        assertThat(translation.ratio(239, 30, 6, 0))
                .as("200 to 600 and 900: 450")
                .isEqualTo(10.0);
        assertThat(translation.ratio(239, 30, 3, 0)).isEqualTo(9.0);
        assertThat(translation.ratio(239, 30, 2, 60)).as("300 and 400: 350").isEqualTo(4500.0 / 350);
        assertThat(translation.ratio(238, 30, 6, 0))
                .as("the last month without its last day")
                .isLessThan(2.0);
    }

    @Test
    void theRatioHasAFloorAndNeedsAPeriodBefore() {
        use.record(10, TRANSLATED, 1);
        use.record(59, TRANSLATED, 90_000_000);
        assertThat(translation.ratio(58, 30, 6, 0)).as("no whole period before").isZero();
        assertThat(translation.ratio(59, 30, 6, 0)).as("to 30 days of 300,000").isEqualTo(10.0);
    }

    @Test
    void oneModelIsToldApart() {
        SeriesKey small = new SeriesKey(MeteredService.CHAT, "small", Meter.GeneratedTokens);
        SeriesKey large = new SeriesKey(MeteredService.CHAT, "large", Meter.GeneratedTokens);
        use.record(29, small, 10_000_000);
        use.record(29, large, 990_000_000);
        use.record(59, small, 200_000_000);
        use.record(59, large, 990_000_000);
        assertThat(chat.modelRatio(59, 30, 6, 0)).isEqualTo(20.0);
        assertThat(chat.ratio(59, 30, 6, 0)).isEqualTo(1.19);
        assertThat(translation.modelRatio(59, 30, 6, 0)).isZero();
    }

    @Test
    void cusumSumsWhatExceedsHalfADeviation() {
        for (int age = 0; age < 90; age++) {
            use.record(age, TRANSLATED, 1 << 20);
        }
        for (int age = 90; age < 93; age++) {
            use.record(age, TRANSLATED, 1 << 21);
        }
        use.record(93, TRANSLATED, 1 << 20);
        assertThat(translation.cusum(89)).isZero();
        assertThat(translation.cusum(90))
                .as("no deviation counts as 3/8: z is 8/3, rounded down")
                .isEqualTo(DOUBLED);
        assertThat(translation.cusum(91)).isEqualTo(2 * DOUBLED);
        assertThat(translation.cusum(92)).isEqualTo(3 * DOUBLED).isGreaterThan(5);
        assertThat(translation.cusum(93)).as("begins again behind the alarm").isZero();
    }

    @Test
    void cusumMeasuresInDeviationsOfTheTrailingDays() {
        for (int age = 0; age < 90; age++) {
            use.record(age, TRANSLATED, 1 << (22 - age % 3));
        }
        use.record(90, TRANSLATED, 1 << 24);
        assertThat(translation.cusum(90)).isEqualTo((132_611.0 - 32_768) / 65_536);
    }

    @Test
    void cusumNeedsThirtyRecordedDaysAndPassesOverTheOthers() {
        for (int age = 0; age < 60; age += 2) {
            use.record(age, TRANSLATED, 1 << 20);
        }
        use.record(60, TRANSLATED, 1 << 21);
        use.record(63, TRANSLATED, 1 << 21);
        assertThat(translation.cusum(58)).isZero();
        assertThat(translation.cusum(60)).isEqualTo(DOUBLED);
        assertThat(translation.cusum(62)).isEqualTo(DOUBLED);
        assertThat(translation.cusum(63)).isEqualTo(2 * DOUBLED);
    }

    @Test
    void useBelowTheFloorIsNoChange() {
        for (int age = 0; age < 90; age++) {
            use.record(age, TRANSLATED, 0);
        }
        use.record(90, TRANSLATED, Units.AI_FLOOR);
        assertThat(translation.cusum(90)).isZero();
    }

    @Test
    void whatTheDeclarationInForceDoesNotNameIsUndeclared() {
        use.declare(1, new Declaration("", List.of(), Set.of(MeteredService.BLOB)));
        use.record(0, STORED, 1);
        use.record(1, STORED, 1);
        use.record(1, TRANSLATED, 0);
        use.record(2, TRANSLATED, 1);
        assertThat(blob.undeclared(0)).isTrue();
        assertThat(blob.undeclared(1)).isFalse();
        assertThat(translation.undeclared(1)).isFalse();
        assertThat(translation.undeclared(2)).isTrue();
    }

    @Test
    void lookingBackIsBounded() {
        assertThatThrownBy(() -> blob.growth(100, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.growth(100, 1101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.units(100, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.ratio(100, 1000, 6, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.ratio(100, 30, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.ratio(100, 30, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.ratio(100, 30, Integer.MAX_VALUE, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blob.modelRatio(100, 30, 6, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
