package lazurite.tests.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import lazurite.tests.process.NodePackages;
import lazurite.tests.process.Repository;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** npm `@azure/storage-blob`: each test of the script is one here. */
final class JavaScriptClientTest {
    private static final Pattern RESULT = Pattern.compile("^ {4}(ok|not ok) \\d+ - (.*)$", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> scriptPasses() {
        if (!Tools.present("JavaScript client", List.of(Tools.program("node"), Tools.program("npm")))) {
            return Stream.empty();
        }
        var server = SharedServer.get();
        var packages = NodePackages.install("storage-blob");
        var script = Repository.root().resolve("tests/src/test/js/storage-blob.test.mjs");
        var environment = Map.of(
                "ENDPOINT", server.endpoint().toString(),
                "ACCOUNT", server.account(),
                "KEY", server.key(),
                "PACKAGES", packages.toString());
        var result = Command.run(
                List.of("node", "--test", "--test-reporter=tap", script.toString()),
                packages,
                environment,
                Duration.ofMinutes(5));
        return Scripts.tests(result, RESULT.matcher(result.output()).results().toList(), JavaScriptClientTest::passed);
    }

    private static boolean passed(MatchResult line) {
        return line.group(1).equals("ok");
    }
}
