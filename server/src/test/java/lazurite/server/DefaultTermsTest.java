package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lazurite.server.config.TermsFile;
import lazurite.terms.document.Clause;
import lazurite.terms.document.Severity;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.replay.Event;
import lazurite.terms.trace.Trace;
import lazurite.terms.use.SubscriptionUse;
import org.junit.jupiter.api.Test;

/** The terms that come with Lazurite, run against the traces that come with it. */
final class DefaultTermsTest {
    private static final Path TRACES = Path.of("").toAbsolutePath().resolveSibling("docs/traces");

    private final TermsDocument terms = TermsFile.shipped();

    @Test
    void forbidMassSurveillanceAndAllThatIsNeverBuilt() {
        for (String id : List.of(
                "no-mass-surveillance",
                "no-biometric-identification",
                "no-plate-tracking",
                "no-person-scoring",
                "no-target-lists",
                "no-predictive-policing",
                "no-movement-permits")) {
            Clause clause = clause(id);
            assertThat(clause.predicate()).as(id + ": volume is not meaning").isNull();
            assertThat(clause.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(clause.services()).hasSize(8);
        }
        assertThat(terms.clauses()).allMatch(Clause::needsHuman);
        assertThat(terms.clauses())
                .allSatisfy(clause ->
                        assertThat(clause.scope().keySet()).containsExactlyInAnyOrderElementsOf(clause.services()));
    }

    @Test
    void eachPredicateHasATraceOnWhichItFiresAndOneOnWhichItIsQuiet() {
        List<String> ids = terms.clauses().stream()
                .filter(clause -> clause.predicate() != null)
                .map(Clause::id)
                .toList();
        assertThat(ids).hasSize(7);
        for (String id : ids) {
            assertThat(raised("clauses/" + id + ".fires.csv"))
                    .as(id + " fires")
                    .anyMatch(signal -> signal.endsWith(" " + id));
            assertThat(raised("clauses/" + id + ".quiet.csv"))
                    .as(id + " is quiet")
                    .noneMatch(signal -> signal.endsWith(" " + id));
        }
    }

    /** From day 200 to 383. Evenly, so it doubles half way. */
    @Test
    void storageThatTripledIn183Days() {
        assertThat(raised("storage-tripled.csv"))
                .containsExactly(
                        "292 blob explain-growth-warn",
                        "338 blob explain-growth-review",
                        "383 blob explain-growth-critical");
    }

    /** From day 98 to 402. Where it is spread evenly, no 183 days of it double. */
    @Test
    void storageThatRoseBy155PercentInTenMonths() {
        assertThat(raised("storage-155-percent-late.csv"))
                .containsExactly("338 blob explain-growth-warn", "397 blob explain-growth-review");
        assertThat(raised("storage-155-percent-even.csv")).containsExactly("393 blob explain-growth-review");
    }

    /** The first month ends with day 269, the sixth with day 419. */
    @Test
    void aiUseThatRoseSevenfoldInOneMonthAndSixtyFourfoldInSix() {
        assertThat(raised("ai-sixty-four-fold.csv"))
                .containsExactly(
                        "240 speech explain-change",
                        "240 translation explain-change",
                        "240 chat explain-change",
                        "240 documents explain-change",
                        "269 speech explain-ai-review",
                        "269 translation explain-ai-review",
                        "269 chat explain-ai-review",
                        "269 documents explain-ai-review",
                        "419 speech explain-ai-critical",
                        "419 translation explain-ai-critical",
                        "419 chat explain-ai-critical",
                        "419 documents explain-ai-critical");
    }

    /** From day 240 on, after which the last 30 days are seven times as much when ten of them are twenty times. */
    @Test
    void oneModelThatRoseTwentyfold() {
        assertThat(raised("one-model-twenty-fold.csv"))
                .containsExactly("243 chat explain-change", "249 chat explain-ai-review");
    }

    @Test
    void controlsAreQuiet() {
        assertThat(raised("control-flat.csv")).isEmpty();
        assertThat(raised("control-seasonal.csv")).isEmpty();
    }

    @Test
    void everyShippedTraceIsNamedHere() throws Exception {
        try (Stream<Path> files = Files.walk(TRACES)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(7 + 2 * 7);
        }
    }

    private Clause clause(String id) {
        return terms.clauses().stream()
                .filter(clause -> clause.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Each signal: the subscription's age in days, service and clause. */
    private List<String> raised(String file) {
        Trace trace = TraceFile.read(TRACES.resolve(file));
        SubscriptionUse use = trace.subscriptions().getFirst();
        return TraceFile.replay(trace, terms).stream()
                .filter(Event.Raised.class::isInstance)
                .map(Event.Raised.class::cast)
                .map(raised -> use.age(raised.day()) + " " + raised.service().label() + " "
                        + raised.clause().id())
                .toList();
    }
}
