package lazurite.terms.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;
import org.junit.jupiter.api.Test;

final class TraceReaderTest {
    private static final String HEAD = "# lazurite-trace 1\nday,subscription,name,value\n";
    private static final String OPENED = HEAD + "2026-01-01,S1,opened,\n";

    @Test
    void readsDeclarationsAndDailyValues() throws IOException {
        Trace trace = read(OPENED + """
                2026-01-01,S1,class,health
                2026-01-01,S1,purposes,patient-records letters
                2026-01-01,S1,services,blob chat
                # a remark
                2026-01-01,S1,blob.UsedCapacity,1000000000000000000
                2026-01-01,S1,chat/gpt-4.1.GeneratedTokens,7
                2026-01-03,S2,opened,
                2026-01-03,S1,services,blob
                2026-01-03,S1,blob.UsedCapacity,0
                """);

        assertThat(trace.subscriptions()).extracting(SubscriptionUse::id).containsExactly("S1", "S2");
        SubscriptionUse use = trace.subscriptions().getFirst();
        assertThat(use.opened()).isEqualTo(LocalDate.of(2026, 1, 1));
        assertThat(use.declaration(0).customerClass()).isEqualTo("health");
        assertThat(use.declaration(1).purposes()).containsExactly("patient-records", "letters");
        assertThat(use.declaration(1).services()).containsExactlyInAnyOrder(MeteredService.BLOB, MeteredService.CHAT);
        assertThat(use.declaration(2).services()).containsExactly(MeteredService.BLOB);
        assertThat(use.declaration(2).purposes()).hasSize(2);
        assertThat(use.value(SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity), 0))
                .isEqualTo(SubscriptionUse.VALUE_MAX);
        assertThat(use.value(new SeriesKey(MeteredService.CHAT, "gpt-4.1", Meter.GeneratedTokens), 0))
                .isEqualTo(7);
        assertThat(use.recorded(0)).isTrue();
        assertThat(use.recorded(1)).isFalse();
        assertThat(use.recorded(2)).isTrue();
        assertThat(use.end()).isEqualTo(3);
    }

    @Test
    void linesMayEndAsOnWindows() throws IOException {
        assertThat(read(OPENED.replace("\n", "\r\n")).subscriptions()).hasSize(1);
    }

    @Test
    void whatIsWrongIsNamedWithLineAndField() {
        refused("", "t line 1: a trace begins with the lines");
        refused("# lazurite-trace 1\n", "t line 2: a trace begins with the lines");
        refused("# lazurite-trace 2\n", "t line 1: expected '# lazurite-trace 1'");
        refused("# lazurite-trace 1\n# no header\n", "t line 2: expected 'day,subscription,name,value'");
        refused("# lazurite-trace 1\nday,name\n", "t line 2: expected 'day,subscription,name,value'");
        refused(HEAD + "2026-01-01,S1,opened\n", "t line 3: expected the four fields", "found 3");
        refused(HEAD + "\n", "t line 3: expected the four fields", "found 1");
        refused(HEAD + "yesterday,S1,opened,\n", "t line 3: day: expected a day", "'yesterday'");
        refused(HEAD + "2026-02-30,S1,opened,\n", "t line 3: day: expected a day");
        refused(HEAD + "2026-01-01,S 1,opened,\n", "t line 3: subscription: expected 1 to 64");
        refused(HEAD + "2026-01-01,S1,class,health\n", "t line 3: name: the first row of S1 must be 'opened'");
        refused(HEAD + "2026-01-01,S1,opened,yes\n", "t line 3: value: 'opened' has none");
        refused(OPENED + "2026-01-01,S1,opened,\n", "t line 4: name: S1 is open already");
        refused(OPENED + "2025-12-31,S1,class,health\n", "t line 4: day: 2025-12-31 comes behind 2026-01-01");
        refused(OPENED + "2036-01-10,S1,class,health\n", "t line 4: day: a subscription's trace covers at most 3660");
        refused(OPENED + "2026-01-01,S1,class,\n", "t line 4: value: expected for class one of health, ");
        refused(OPENED + "2026-01-01,S1,class,army\n", "t line 4: value: expected for class", "'army'");
        refused(OPENED + "2026-01-01,S1,purposes,a  b\n", "t line 4: value: expected for purposes");
        refused(OPENED + "2026-01-01,S1,purposes,a a\n", "t line 4: value: purpose 'a' stands there twice");
        refused(OPENED + "2026-01-01,S1,services,blob blob\n", "t line 4: value: service 'blob' stands there twice");
        refused(OPENED + "2026-01-01,S1,services,faces\n", "t line 4: value: there is no service 'faces'");
        refused(OPENED + "2026-01-01,S1,colour,red\n", "t line 4: name: expected opened, class", "'colour'");
        refused(OPENED + "2026-01-01,S1,faces.Transactions,1\n", "t line 4: name: there is no service 'faces'");
        refused(OPENED + "2026-01-01,S1,blob.ProcessedPages,1\n", "t line 4: name: blob has no meter");
        refused(OPENED + "2026-01-01,S1,blob/x.Ingress,1\n", "t line 4: name: blob has no models");
        refused(OPENED + "2026-01-01,S1,chat/.GeneratedTokens,1\n", "t line 4: name: expected for the model");
        refused(OPENED + "2026-01-01,S1,blob.Ingress,-1\n", "t line 4: value: expected a whole number, found '-1'");
        refused(OPENED + "2026-01-01,S1,blob.Ingress,1e9\n", "t line 4: value: expected a whole number");
        refused(OPENED + "2026-01-01,S1,blob.Ingress,01\n", "t line 4: value: expected a whole number");
        refused(OPENED + "2026-01-01,S1,blob.Ingress,1000000000000000001\n", "t line 4: value: at most 10000");
        refused(
                OPENED + "2026-01-01,S1,blob.Ingress,1\n2026-01-01,S1,blob.Ingress,1\n",
                "t line 5: name: 'blob.Ingress' of S1 has a value for this day already");
    }

    @Test
    void isBounded() {
        refused(HEAD + "#" + "x".repeat(5000), "t line 3: a line has at most 4096 characters");
        String purposes = "p0";
        for (int i = 1; i <= 32; i++) {
            purposes += " p" + i;
        }
        refused(OPENED + "2026-01-01,S1,purposes," + purposes + "\n", "t line 4: value: at most 32 purposes");
        StringBuilder series = new StringBuilder(OPENED);
        for (int i = 0; i <= SubscriptionUse.SERIES_MAX; i++) {
            series.append("2026-01-01,S1,chat/m").append(i).append(".GeneratedTokens,1\n");
        }
        refused(series.toString(), "name: a subscription has at most 256 series");
        StringBuilder many = new StringBuilder(HEAD);
        for (int i = 0; i <= TraceReader.SUBSCRIPTIONS_MAX; i++) {
            many.append("2026-01-01,S").append(i).append(",opened,\n");
        }
        refused(many.toString(), "subscription: a trace has at most 10000");
    }

    @Test
    void anyTextIsATraceOrRefused() throws IOException {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        String valid = OPENED + "2026-01-01,S1,purposes,a b\n2026-01-02,S1,chat/m.GeneratedTokens,12\n";
        String letters = ",\n\r# -./0129aSopened\u0000\ud800";
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(valid);
            for (int change = random.nextInt(4); change >= 0; change--) {
                text.setCharAt(
                        HEAD.length() + random.nextInt(valid.length() - HEAD.length()),
                        letters.charAt(random.nextInt(letters.length())));
            }
            try {
                read(text.toString());
            } catch (TraceException wrong) {
                assertThat(wrong).as("seed %d", seed).hasMessageStartingWith("t line ");
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }

    @Test
    void whatIsWrittenIsReadAsItWas() throws IOException {
        long seed = 20260101;
        SplittableRandom random = new SplittableRandom(seed);
        SubscriptionUse use = new SubscriptionUse("S1", LocalDate.of(2024, 2, 28));
        List<SeriesKey> keys = List.of(
                SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity),
                new SeriesKey(MeteredService.CHAT, "m", Meter.GeneratedTokens));
        for (int age = 0; age < 400; age++) {
            if (random.nextInt(10) > 0) {
                for (SeriesKey key : keys) {
                    use.record(age, key, random.nextLong(SubscriptionUse.VALUE_MAX + 1));
                }
            }
        }
        String text = TraceWriter.text(List.of("seed " + seed), use);
        assertThat(TraceWriter.text(
                        List.of("seed " + seed), read(text).subscriptions().getFirst()))
                .isEqualTo(text);
    }

    private static Trace read(String text) throws IOException {
        return TraceReader.read("t", new StringReader(text));
    }

    private static void refused(String text, String... parts) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TraceException.class)
                .message()
                .contains(parts);
    }
}
