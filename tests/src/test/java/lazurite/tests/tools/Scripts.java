package lazurite.tests.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import org.junit.jupiter.api.DynamicTest;

/** A script's own results as tests of ours. */
final class Scripts {
    private static final int TESTS_MIN = 15;

    private Scripts() {}

    /** One test for each result line, and one for the script as a whole: that it ran through and was heard. */
    static Stream<DynamicTest> tests(Command.Result run, List<MatchResult> results, Predicate<MatchResult> passed) {
        var whole = dynamicTest("script runs to its end", () -> {
            assertThat(results).as(run.output()).hasSizeGreaterThanOrEqualTo(TESTS_MIN);
            assertThat(run.exit()).as(run.output()).isZero();
        });
        var each = results.stream()
                .map(line -> dynamicTest(
                        line.group(),
                        () -> assertThat(passed.test(line))
                                .as("see the output of the script in 'script runs to its end'")
                                .isTrue()));
        return Stream.concat(Stream.of(whole), each);
    }
}
