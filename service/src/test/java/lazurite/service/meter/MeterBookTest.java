package lazurite.service.meter;

import static lazurite.service.meter.MeterRoom.stored;
import static lazurite.service.meter.MeterRoom.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lazurite.base.StorageException;
import lazurite.service.meter.FlakyStore.Mood;
import lazurite.terms.meter.Meter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MeterBookTest {
    private static final List<Mood> MOODS = List.of(Mood.values());

    private final MeterRoom room = new MeterRoom();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void requestsAreCountedOnceForTheirSubscription() {
        room.count("clinic", 100, 7);
        room.count("clinic", 0, 0);
        room.count("default", 1, 1);
        room.turn();
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of(
                        "10 clinic blob open", used(2, 100, 7),
                        "10 default blob open", used(1, 1, 1)));
        room.count("clinic", 5, 5);
        room.turn();
        assertThat(room.rows()).containsEntry("10 clinic blob open", used(3, 105, 12));
    }

    @Test
    void nothingIsWrittenWhereNothingIsUsed() {
        room.turn();
        room.pass(Duration.ofHours(5));
        room.turn();
        room.end();
        assertThat(room.rows()).isEmpty();
    }

    @Test
    void anHourIsClosedWithWhatIsStoredAtItsEnd() {
        room.count("clinic", 100, 7);
        room.turn();
        room.stored.put("clinicdata", 60L);
        room.at("11:00:00");
        assertThat(room.turn()).isEqualTo(Hours.of(room.now));
        room.stored.put("clinicdata", 70L);
        room.turn();
        assertThat(room.rows()).isEqualTo(Map.of("10 clinic blob closed", used(1, 100, 7, 60)));
    }

    @Test
    void anHourInWhichNothingWasAskedHasWhatIsStored() {
        room.stored.put("clinicdata", 60L);
        room.stored.put("dev", 5L);
        room.stored.put("nobodys", 4L);
        room.at("11:00:00");
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob closed", stored(60), "10 default blob closed", stored(9)));
    }

    @Test
    void whatWasCountedBelongsToTheHourInWhichItsIntervalBegan() {
        room.count("clinic", 1, 1);
        room.at("11:00:00");
        room.turn();
        room.at("11:20:00");
        room.count("clinic", 2, 2);
        room.begin();
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob closed", used(1, 1, 1, 0), "11 clinic blob open", used(1, 2, 2)));
    }

    @Test
    void aRequestAfterAnUnnoticedStepOfTheClockBelongsToTheHourItIsIn() {
        room.stored.put("clinicdata", 60L);
        room.at("14:10:00");
        room.count("clinic", 2, 2);
        room.begin();
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob closed", stored(60), "14 clinic blob open", used(1, 2, 2)));
    }

    @Test
    void aRestartNeitherDoublesNorForgets() {
        room.count("clinic", 1, 1);
        room.turn();
        room.killAndStart();
        room.turn();
        assertThat(room.rows()).isEqualTo(Map.of("10 clinic blob open", used(1, 1, 1)));
        room.count("clinic", 1, 1);
        room.turn();
        assertThat(room.rows()).isEqualTo(Map.of("10 clinic blob open", used(2, 2, 2)));
    }

    @Test
    void anHourThatEndedWhileNothingRanIsClosedAtTheNextStart() {
        room.count("clinic", 1, 1);
        room.stored.put("clinicdata", 60L);
        room.turn();
        room.at("13:30:00");
        room.killAndStart();
        assertThat(room.rows()).isEqualTo(Map.of("10 clinic blob closed", used(1, 1, 1, 60)));
    }

    @Test
    void whatIsStoredWhenItStopsStandsForTheHourIfNobodyIsThereAtItsEnd() {
        room.count("clinic", 1, 1);
        room.stored.put("clinicdata", 60L);
        room.stored.put("dev", 5L);
        room.stopAndStart(Duration.ofMinutes(5));
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob open", used(1, 1, 1, 60), "10 default blob open", stored(5)));
        room.stored.put("clinicdata", 0L);
        room.stored.put("dev", 6L);
        room.stopAndStart(Duration.ofHours(3));
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob closed", used(1, 1, 1, 0), "10 default blob closed", stored(6)));
    }

    @Test
    void aClockSetBackClosesNoHourTwice() {
        room.count("clinic", 1, 1);
        room.at("11:00:00");
        room.turn();
        room.at("10:30:00");
        room.count("clinic", 2, 2);
        room.turn();
        room.count("clinic", 4, 4);
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob closed", used(1, 1, 1, 0), "11 clinic blob open", used(2, 6, 6)));
        room.at("11:00:00");
        room.turn();
        assertThat(room.rows()).containsKey("11 clinic blob open");
        room.at("12:00:00");
        room.turn();
        assertThat(room.rows())
                .isEqualTo(
                        Map.of("10 clinic blob closed", used(1, 1, 1, 0), "11 clinic blob closed", used(2, 6, 6, 0)));
    }

    @Test
    void aClockSetForwardAndBackLeavesTheHoursBetweenToBeCounted() {
        room.count("clinic", 1, 1);
        room.at("20:00:00");
        room.turn();
        room.count("clinic", 2, 2);
        room.turn();
        room.at("10:10:00");
        room.turn();
        room.count("clinic", 4, 4);
        room.turn();
        room.at("11:10:00");
        room.turn();
        room.count("clinic", 8, 8);
        room.at("12:00:00");
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of(
                        "10 clinic blob closed", used(1, 1, 1, 0),
                        "11 clinic blob closed", used(2, 12, 12, 0),
                        "20 clinic blob open", used(1, 2, 2)));
    }

    @Test
    void whatTheStoreRefusesIsWrittenDownOnceItIsTaken() {
        room.count("clinic", 1, 1);
        room.store.mood = Mood.REFUSES;
        assertThatThrownBy(room::turn).isInstanceOf(StorageException.class);
        room.count("clinic", 2, 2);
        room.store.mood = Mood.REFUSES_AT_ONCE;
        assertThatThrownBy(room::turn).isInstanceOf(StorageException.class);
        room.store.mood = Mood.SOUND;
        room.turn();
        assertThat(room.rows()).isEqualTo(Map.of("10 clinic blob open", used(2, 3, 3)));
    }

    @Test
    void aWriteWhoseOutcomeIsLostIsNotRepeated() {
        room.count("clinic", 1, 1);
        room.count("default", 5, 5);
        room.store.mood = Mood.LOSES_THE_OUTCOME;
        assertThatThrownBy(room::turn).isInstanceOf(StorageException.class);
        room.count("clinic", 2, 2);
        room.store.mood = Mood.SOUND;
        room.turn();
        room.turn();
        assertThat(room.rows())
                .isEqualTo(Map.of("10 clinic blob open", used(2, 3, 3), "10 default blob open", used(1, 5, 5)));
    }

    @Test
    void aCloseWhoseOutcomeIsLostIsNotRepeated() {
        room.count("clinic", 1, 1);
        room.turn();
        room.at("11:00:00");
        room.store.mood = Mood.LOSES_THE_OUTCOME;
        assertThatThrownBy(room::turn).isInstanceOf(StorageException.class);
        room.stored.put("clinicdata", 60L);
        room.store.mood = Mood.SOUND;
        room.turn();
        assertThat(room.rows()).isEqualTo(Map.of("10 clinic blob closed", used(1, 1, 1, 0)));
    }

    /** Whatever clock, store and power do: every request is in one row, and a closed row stays as it is. */
    @Test
    void overStepsFailuresAndCrashesNothingIsDoubledAndClosedHoursStay() {
        for (int round = 0; round < 200; round++) {
            long seed = new Random().nextLong();
            try (MeterRoom any = new MeterRoom()) {
                wander(any, new Random(seed), "seed " + seed);
            }
        }
    }

    private static void wander(MeterRoom any, Random random, String seed) {
        Map<String, Map<Meter, Long>> closed = new HashMap<>();
        long written = 0;
        long waiting = 0;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    any.count("clinic", 1, 2);
                    waiting++;
                }
                case 3 -> any.pass(Duration.ofMinutes(random.nextInt(90)));
                case 4 -> any.pass(Duration.ofMinutes(random.nextInt(400) - 200));
                case 5 -> any.stored.put("clinicdata", random.nextLong(1_000));
                case 6 -> {
                    if (tried(any, random)) {
                        written += waiting;
                        waiting = 0;
                    }
                }
                default -> {
                    written = total(any);
                    waiting = 0;
                    any.killAndStart();
                }
            }
            assertThat(total(any)).as(seed).isBetween(written, written + waiting);
            closed.forEach((name, values) -> assertThat(any.rows()).as(seed).containsEntry(name, values));
            any.rows().forEach((name, values) -> {
                if (name.endsWith("closed")) {
                    closed.put(name, values);
                }
            });
        }
        any.turn();
        assertThat(total(any)).as(seed).isEqualTo(written + waiting);
    }

    /** A turn in some mood of the store; whether it succeeded. */
    private static boolean tried(MeterRoom any, Random random) {
        any.store.mood = MOODS.get(random.nextInt(MOODS.size()));
        try {
            any.turn();
            return true;
        } catch (StorageException refused) {
            return false;
        } finally {
            any.store.mood = Mood.SOUND;
        }
    }

    private static long total(MeterRoom any) {
        return any.rows().values().stream()
                .mapToLong(values -> values.getOrDefault(Meter.Transactions, 0L))
                .sum();
    }
}
