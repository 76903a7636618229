package lazurite.governance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What a test expects to be said of a log. */
final class Verdicts {
    private Verdicts() {}

    /** That invariant is broken by that entry alone, and no other invariant is. */
    static void assertBreaks(Scene scene, Path folder, Invariant invariant, long index, String sentence)
            throws IOException {
        Verification said = Scene.verified(scene.folder(folder));
        for (Judgement judgement : said.judgements()) {
            if (judgement.invariant() == invariant) {
                assertThat(judgement.answer()).as(judgement.toString()).isEqualTo(Answer.BROKEN);
                assertThat(places(judgement)).as(judgement.toString()).containsOnly(index);
                assertThat(judgement.findings())
                        .as(judgement.toString())
                        .extracting(Finding::sentence)
                        .anySatisfy(told -> assertThat(told).contains(sentence));
            } else {
                assertThat(judgement.answer()).as(judgement.toString()).isEqualTo(Answer.HOLDS);
            }
        }
    }

    private static List<Long> places(Judgement judgement) {
        return judgement.findings().stream()
                .map(finding -> Objects.requireNonNull(finding.place()).index())
                .toList();
    }
}
