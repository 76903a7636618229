package lazurite.tests.tools;

import java.util.stream.Stream;
import lazurite.tests.run.SharedServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** npm `@azure/storage-blob`: each test of the scripts is one here. */
final class JavaScriptClientTest {
    @TestFactory
    Stream<DynamicTest> scriptPasses() {
        return Scripts.javaScript("storage-blob.test.mjs", SharedServer.environment(), 15);
    }

    @TestFactory
    Stream<DynamicTest> wholeServicePasses() {
        return Scripts.javaScript("whole-service.test.mjs", WholeServer.get().environment(), 20);
    }
}
