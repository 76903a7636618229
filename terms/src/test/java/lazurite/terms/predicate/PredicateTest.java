package lazurite.terms.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;
import org.junit.jupiter.api.Test;

final class PredicateTest {
    private static final long TB = 1_000_000_000_000L;

    private final SubscriptionUse use = new SubscriptionUse("S1", LocalDate.of(2026, 1, 1));
    private final Signals signals = new Signals(use, MeteredService.BLOB);

    PredicateTest() {
        use.declare(0, new Declaration("health", List.of("records", "letters"), Set.of(MeteredService.QUEUE)));
        use.record(30, SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity), 20 * TB);
        use.record(60, SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity), 50 * TB);
        use.record(60, SeriesKey.of(MeteredService.BLOB, Meter.Ingress), 9);
    }

    @Test
    void seesDeclarationAndFunctions() {
        assertThat(holds("service == 'blob'")).isTrue();
        assertThat(holds("customer_class != 'health'")).isFalse();
        assertThat(holds("'records' in purposes && !('archive' in purposes)")).isTrue();
        assertThat(holds("'queue' in services && !('blob' in services)")).isTrue();
        assertThat(holds("age_days == 60")).isTrue();
        assertThat(holds("growth(30) >= 2.5 && growth(30) < 2.51")).isTrue();
        assertThat(holds("growth(30) > 2"))
                .as("a whole number is compared with a fraction")
                .isTrue();
        assertThat(holds("used_bytes() == 50 * 1000000000000")).isTrue();
        assertThat(holds("units(30) == 9 && units(1) == 9")).isTrue();
        assertThat(holds("ratio(30, 6, 0) < 0.001 && model_ratio(30, 6, 0) == 0.0"))
                .isTrue();
        assertThat(holds("cusum() > 5.0")).isFalse();
        assertThat(holds("undeclared()")).isTrue();
        assertThat(holds("customer_class in ['health', 'press'] ? growth(30) > 2.0 : growth(30) > 9.0"))
                .isTrue();
    }

    @Test
    void tellsWhatItWasAnswered() {
        Answer answer = Predicate.of("growth(30) >= 2.0 || cusum() > 5.0").answer(signals, 60);
        assertThat(answer.evidence()).containsExactly(Map.entry("growth(30)", "2.5"));
        assertThat(Predicate.of("cusum() > 5.0 || growth(30) >= 3.0")
                        .answer(signals, 60)
                        .evidence())
                .containsOnlyKeys("cusum()", "growth(30)");
    }

    @Test
    void whatIsNoConditionIsRefusedWithItsPlace() {
        refused("growth(30)", "expected type 'bool' but found 'double' at line 1, column 7");
        refused("grwth(30) > 2.0", "undeclared reference to 'grwth' at line 1, column 6");
        refused("growth('30') > 2.0", "found no matching overload for 'growth'");
        refused("growth(30", "missing ')'", "line 1");
        refused("usage > 3", "undeclared reference to 'usage'");
        refused("", "line 1");
    }

    @Test
    void hasNoLoopsAndNothingThatCostsMoreThanItsSize() {
        refused("purposes.exists(p, p == 'x')", "undeclared reference to 'exists'");
        refused("[1, 2].all(n, n > 0)", "undeclared reference to 'all'");
        refused("service.matches('(a+)+')", "undeclared reference to 'matches'");
        refused("size(purposes) > 0", "undeclared reference to 'size'");
        refused("timestamp('2026-01-01T00:00:00Z') > timestamp('2025-01-01T00:00:00Z')", "undeclared reference");
        refused("true" + " && true".repeat(150), "expression node limit (200) exceeded");
        refused("'" + "x".repeat(Predicate.CHARS_MAX) + "' == ''", "2000");
        refused("(".repeat(200) + "true" + ")".repeat(200), "line 1");
    }

    @Test
    void anArgumentThatAFunctionRefusesIsAnErrorAndNeverQuiet() {
        for (String text : List.of("growth(0) > 2.0", "growth(0) > 2.0 || true")) {
            assertThatThrownBy(() -> Predicate.of(text).answer(signals, 60))
                    .isInstanceOf(PredicateException.class)
                    .hasMessage("growth(0) looks back over no days or more than 1100");
        }
        assertThatThrownBy(() -> Predicate.of("1 / (age_days - 60) > 0").answer(signals, 60))
                .isInstanceOf(PredicateException.class)
                .message()
                .contains("zero");
    }

    @Test
    void anyTextIsAnsweredOrRefused() {
        long seed = 9;
        SplittableRandom random = new SplittableRandom(seed);
        List<String> words = List.of(
                "growth(",
                "units(",
                "ratio(",
                "cusum()",
                "undeclared()",
                "used_bytes()",
                "service",
                "purposes",
                "in",
                "183",
                "30, 6, 0",
                "2.0",
                "'x'",
                ")",
                "(",
                "[",
                "]",
                "&&",
                "||",
                "!",
                "?",
                ":",
                "==",
                ">=",
                "<",
                "+",
                "-",
                "/",
                "9223372036854775807",
                "0",
                "true",
                "null",
                "{",
                "}",
                ".",
                "\\",
                "\"",
                "\u0000",
                "\ud800");
        int answered = 0;
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(1, 7); word > 0; word--) {
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            try {
                Predicate.of(text.toString()).answer(signals, 60);
                answered++;
            } catch (PredicateException wrong) {
                assertThat(wrong).as("seed %d: %s", seed, text).message().doesNotContain("\n");
            }
        }
        assertThat(answered).isPositive();
    }

    @Test
    void itsHashIsThatOfItsText() {
        assertThat(Predicate.of("cusum() > 5.0").sha256())
                .isEqualTo("53bbb45ec79024c016f20c30bff5bcbfa3125117bb695459027a48e40e7d6122");
    }

    private boolean holds(String text) {
        return Predicate.of(text).answer(signals, 60).holds();
    }

    private static void refused(String text, String... parts) {
        assertThatThrownBy(() -> Predicate.of(text))
                .isInstanceOf(PredicateException.class)
                .message()
                .contains(parts)
                .doesNotContain("\n");
    }
}
