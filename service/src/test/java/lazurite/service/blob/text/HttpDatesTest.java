package lazurite.service.blob.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HttpDatesTest {
    @Test
    void writesWhatTheJdkWritesAndReadsItBack() {
        DateTimeFormatter jdk = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(-5_000_000_000L, 100_000_000_000L));
            assertThat(HttpDates.format(time)).isEqualTo(jdk.format(time));
            assertThat(HttpDates.parse(HttpDates.format(time))).isEqualTo(time);
        }
    }

    @Test
    void readsTheObsoleteForms() {
        Instant time = Instant.parse("1994-11-06T08:49:37Z");
        assertThat(HttpDates.parse("Sunday, 06-Nov-94 08:49:37 GMT")).isEqualTo(time);
        assertThat(HttpDates.parse("Sun Nov  6 08:49:37 1994")).isEqualTo(time);
        assertThat(HttpDates.parse("Sun Nov 16 08:49:37 1994")).isEqualTo(Instant.parse("1994-11-16T08:49:37Z"));
    }

    @Test
    void takesNothingElse() {
        for (String bad : List.of(
                "",
                ",",
                "now",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nox 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "2026-11-21T10:00:00Z",
                "Sunday, 06-Nov-xx 08:49:37 GMT",
                "Sun Nov  6 08-49-37 1994")) {
            assertThat(HttpDates.parse(bad)).as(bad).isNull();
        }
    }
}
