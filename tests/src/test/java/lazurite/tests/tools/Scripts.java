package lazurite.tests.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import lazurite.tests.process.NodePackages;
import lazurite.tests.process.Repository;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.DynamicTest;

/** Scripts that drive clients of other languages; each of their tests is one of ours. */
final class Scripts {
    private static final Duration SCRIPT_MAX = Duration.ofMinutes(5);
    private static final Pattern JAVA_SCRIPT_RESULT =
            Pattern.compile("^ {4}(ok|not ok) \\d+ - (.*)$", Pattern.MULTILINE);
    private static final Pattern PYTHON_RESULT = Pattern.compile(
            "^(?:test\\S* \\(.*\\.)(test\\w+)\\)(?: \\.\\.\\. |.*\\n.*\\.\\.\\. )(ok|FAIL|ERROR)$", Pattern.MULTILINE);

    /** Debian's interpreter: only it sees Debian's packages. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final Path PYTHON_PACKAGE = Path.of("/usr/lib/python3/dist-packages/azure/storage/blob");

    private Scripts() {}

    /** Of `tests/src/test/js`, with the pinned packages; `testsMin` tests at least have to be heard of. */
    static Stream<DynamicTest> javaScript(String script, Map<String, String> environment, int testsMin) {
        if (!Tools.present("JavaScript client", List.of(Tools.program("node"), Tools.program("npm")))) {
            return Stream.empty();
        }
        Path packages = NodePackages.install("storage-blob");
        Map<String, String> all = new HashMap<>(environment);
        all.put("PACKAGES", packages.toString());
        String file =
                Repository.root().resolve("tests/src/test/js").resolve(script).toString();
        Command.Result result =
                Command.run(List.of("node", "--test", "--test-reporter=tap", file), packages, all, SCRIPT_MAX);
        return tests(result, JAVA_SCRIPT_RESULT, testsMin, line -> line.group(1).equals("ok"));
    }

    /** Of `tests/src/test/python`, with Debian's packages. */
    static Stream<DynamicTest> python(String script, Map<String, String> environment, int testsMin) {
        if (!Tools.present("Python client", List.of(PYTHON, PYTHON_PACKAGE))) {
            return Stream.empty();
        }
        Map<String, String> all = new HashMap<>(environment);
        all.put("PYTHONDONTWRITEBYTECODE", "1");
        String file = Repository.root()
                .resolve("tests/src/test/python")
                .resolve(script)
                .toString();
        Command.Result result =
                Command.run(List.of(PYTHON.toString(), "-W", "ignore", file), Repository.scratch(), all, SCRIPT_MAX);
        return tests(result, PYTHON_RESULT, testsMin, line -> line.group(2).equals("ok"));
    }

    /** One test for each result line, and one for the script as a whole: that it ran through and was heard. */
    private static Stream<DynamicTest> tests(
            Command.Result run, Pattern result, int testsMin, Predicate<MatchResult> passed) {
        List<MatchResult> results = result.matcher(run.output()).results().toList();
        DynamicTest whole = dynamicTest("script runs to its end", () -> {
            assertThat(results).as(run.output()).hasSizeGreaterThanOrEqualTo(testsMin);
            assertThat(run.exit()).as(run.output()).isZero();
        });
        Stream<DynamicTest> each = results.stream()
                .map(line -> dynamicTest(
                        line.group(),
                        () -> assertThat(passed.test(line))
                                .as("see the output of the script in 'script runs to its end'")
                                .isTrue()));
        return Stream.concat(Stream.of(whole), each);
    }
}
