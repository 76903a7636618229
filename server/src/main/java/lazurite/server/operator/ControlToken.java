package lazurite.server.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a control request comes from someone who may read the data folder: a random token in the file
 * {@code operator} there, readable by its owner only, new at each start.
 *
 * @param address where the operator's port is reached, {@code http://127.0.0.1:10010}
 * @param secret 64 hex digits
 */
public record ControlToken(String address, String secret) {
    private static final String FILE = "operator";
    private static final String SCHEME = "Bearer ";

    /** A new secret, whose address is not known yet. */
    public static ControlToken random(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new ControlToken("", HexFormat.of().formatHex(bytes));
    }

    /** Writes the file, so that commands find the server. */
    public void publish(Path data, String reachedAt) throws IOException {
        Path fresh = data.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, reachedAt + "\n" + secret + "\n");
        Files.move(fresh, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads the token of the server that serves the folder; null if none does. */
    public static @Nullable ControlToken read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE));
            if (lines.size() != 2) {
                throw new IOException("The file " + data.resolve(FILE) + " is damaged; restart the server.");
            }
            return new ControlToken(lines.get(0), lines.get(1));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Called when the server stops. */
    public static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }

    /** The Authorization header that carries it. */
    public String header() {
        return SCHEME + secret;
    }

    /** Compares in constant time. */
    public boolean matches(@Nullable String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        header().getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "ControlToken[" + address + "]";
    }
}
