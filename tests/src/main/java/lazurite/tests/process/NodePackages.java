package lazurite.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** npm packages pinned by a lock file under `tests/src/main/js`, installed once for each lock into the cache folder. */
public final class NodePackages {
    private static final List<String> FILES = List.of("package.json", "package-lock.json");

    private NodePackages() {}

    /** The folder that holds `node_modules`. */
    public static Path install(String name) {
        Path source = Repository.root().resolve("tests/src/main/js").resolve(name);
        Path folder = Repository.cache().resolve(name + "-" + digest(source.resolve("package-lock.json")));
        Path done = folder.resolve("installed");
        if (Files.exists(done)) {
            return folder;
        }
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                Files.copy(source.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Command.Result result = Command.run(
                    List.of("npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"),
                    folder,
                    Map.of(),
                    Duration.ofMinutes(10));
            if (result.exit() != 0) {
                throw new IllegalStateException("npm ci failed in " + folder + ":\n" + result.output());
            }
            Files.writeString(done, "");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install " + name, e);
        }
    }

    private static String digest(Path lock) {
        try {
            String text = Files.readString(lock, StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
