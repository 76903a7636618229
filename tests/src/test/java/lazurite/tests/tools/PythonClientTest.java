package lazurite.tests.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import lazurite.tests.process.Repository;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Debian's `python3-azure-storage`: each test of the script is one here. */
final class PythonClientTest {
    private static final Pattern RESULT = Pattern.compile(
            "^(?:test\\S* \\(.*\\.)(test\\w+)\\)(?: \\.\\.\\. |.*\\n.*\\.\\.\\. )(ok|FAIL|ERROR)$", Pattern.MULTILINE);

    /** Debian's interpreter: only it sees Debian's packages. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final Path PACKAGE = Path.of("/usr/lib/python3/dist-packages/azure/storage/blob");

    @TestFactory
    Stream<DynamicTest> scriptPasses() {
        if (!Tools.present("Python client", List.of(PYTHON, PACKAGE))) {
            return Stream.empty();
        }
        var server = SharedServer.get();
        var script = Repository.root().resolve("tests/src/test/python/storage_blob_suite.py");
        var environment = Map.of(
                "ENDPOINT", server.endpoint().toString(),
                "ACCOUNT", server.account(),
                "KEY", server.key(),
                "PYTHONDONTWRITEBYTECODE", "1");
        var result = Command.run(
                List.of(PYTHON.toString(), "-W", "ignore", script.toString()),
                Repository.scratch(),
                environment,
                Duration.ofMinutes(5));
        return Scripts.tests(result, RESULT.matcher(result.output()).results().toList(), PythonClientTest::passed);
    }

    private static boolean passed(MatchResult line) {
        return line.group(2).equals("ok");
    }
}
