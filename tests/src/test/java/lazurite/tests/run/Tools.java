package lazurite.tests.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that a suite drives but this build does not bring. A missing one is said aloud, and under CI it is a failure. */
public final class Tools {
    private Tools() {}

    /** Whether the suite can run; if not, a line says so, or under `CI=true` the calling test fails. */
    public static boolean present(String suite, List<Path> files) {
        List<Path> missing = files.stream().filter(file -> !Files.exists(file)).toList();
        if (missing.isEmpty()) {
            return true;
        }
        String line = "suite " + suite + " not run: missing " + missing;
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(line);
        }
        System.err.println(line);
        return false;
    }

    /** The program's file on the PATH, or under /usr/bin when it is nowhere (so that the message names a place). */
    public static Path program(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return Path.of("/usr/bin", name);
    }
}
