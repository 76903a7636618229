package lazurite.server;

import java.nio.file.Path;

/** Where what is made once and can be made again is kept from start to start: unpacked native libraries. */
final class CacheFolder {
    private CacheFolder() {}

    /** The launcher's choice; without a launcher, the user's cache folder. */
    static Path path() {
        String chosen = System.getProperty("lazurite.cache");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String user = System.getenv("XDG_CACHE_HOME");
        Path base = user == null || user.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(user);
        return base.resolve("lazurite");
    }
}
