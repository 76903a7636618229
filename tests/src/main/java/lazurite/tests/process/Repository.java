package lazurite.tests.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The working tree that this run belongs to: the nearest folder upwards that holds the `tests` module. */
public final class Repository {
    private Repository() {}

    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("tests/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the working tree: " + here);
    }

    /** Where runs keep what is dear to fetch again (installed npm packages); outside the tree, so that a clean build keeps it. */
    public static Path cache() {
        String named = System.getenv("LAZURITE_TESTS_CACHE");
        return named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".cache", "lazurite-tests");
    }

    public static Path scratch() {
        return root().resolve("tests/target/scratch");
    }
}
