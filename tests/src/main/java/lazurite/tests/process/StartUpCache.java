package lazurite.tests.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * The server's classes as jars, with an AOT cache made of them as the launcher makes one: for tests that start servers by the hundred. Made
 * once in a process, of this very build.
 */
final class StartUpCache {
    /** No second compiler: what it makes, a server that lives for a second or two never gets to use. */
    private static final List<String> FLAGS = List.of(
            "-Xlog:aot*=error",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED");

    private static final Duration TRAINING_MAX = Duration.ofMinutes(3);

    private StartUpCache() {}

    /** The JVM and its flags, to be followed by properties and the main class. */
    static List<String> java() {
        return Made.COMMAND;
    }

    private static final class Made {
        static final List<String> COMMAND = make();

        private static List<String> make() {
            try {
                Files.createDirectories(Repository.scratch());
                Path folder = Files.createTempDirectory(Repository.scratch(), "start-up-cache-");
                return train(folder, String.join(File.pathSeparator, jars(folder)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> jars(Path folder) {
            Path tests = Repository.root().resolve("tests");
            List<String> jars = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path) && !path.startsWith(tests)) {
                    String jar = folder.resolve(jars.size() + ".jar").toString();
                    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
                    if (tool.run(System.out, System.err, "cf0", jar, "-C", entry, ".") != 0) {
                        throw new IllegalStateException("no jar can be made of " + entry);
                    }
                    jars.add(jar);
                } else if (Files.isRegularFile(path)) {
                    jars.add(entry);
                }
            }
            return jars;
        }

        private static List<String> train(Path folder, String classPath) {
            Path cache = folder.resolve("cache.aot");
            List<String> java = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
            java.addAll(FLAGS);
            java.addAll(List.of("-cp", classPath));
            List<String> training = new ArrayList<>(java);
            training.addAll(List.of("-XX:AOTCacheOutput=" + cache, "lazurite.server.Main", "train"));
            Command.Result result = Command.run(training, folder, Map.of(), TRAINING_MAX);
            if (result.exit() != 0 || !Files.exists(cache)) {
                throw new IllegalStateException("no start-up cache can be made:\n" + result.output());
            }
            java.add("-XX:AOTCache=" + cache);
            return List.copyOf(java);
        }
    }
}
