package lazurite.tests.tools;

import java.util.stream.Stream;
import lazurite.tests.run.SharedServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Debian's `python3-azure-storage`: each test of the scripts is one here. */
final class PythonClientTest {
    @TestFactory
    Stream<DynamicTest> scriptPasses() {
        return Scripts.python("storage_blob_suite.py", SharedServer.environment(), 15);
    }

    @TestFactory
    Stream<DynamicTest> wholeServicePasses() {
        return Scripts.python("whole_service_suite.py", WholeServer.get().environment(), 20);
    }
}
