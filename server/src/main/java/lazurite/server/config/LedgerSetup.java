package lazurite.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how the transparency log is kept.
 *
 * @param enabled off, nothing of it is made: no key, file, thread or port
 * @param origin the log's name for ever, given when it is made; null for one made of random letters
 * @param key file of the log's signing keys; null for the one in the data folder
 * @param policy file that names the witnesses and how many have to agree (C2SP tlog-policy); null for nobody
 * @param mirrors where copies of the log are read, to be asked at start whether they know more
 */
public record LedgerSetup(
        boolean enabled,
        @Nullable String origin,
        @Nullable Path key,
        @Nullable Path policy,
        List<URI> mirrors) {
    public static final LedgerSetup OFF = new LedgerSetup(false, null, null);

    /** What names of logs are. */
    public static final String ORIGINS =
            "a name like 'example.org/log/2026': visible ASCII, at most 200 characters, no '+'";

    // not the compact form: javac then loses @Nullable for other modules
    public LedgerSetup(
            boolean enabled, @Nullable String origin, @Nullable Path key, @Nullable Path policy, List<URI> mirrors) {
        this.enabled = enabled;
        this.origin = origin;
        this.key = key;
        this.policy = policy;
        this.mirrors = List.copyOf(mirrors);
    }

    /** Whether a log can be called so. */
    public static boolean isOrigin(String name) {
        return name.matches("[!-*,-~]{1,200}");
    }

    /** Without witnesses and mirrors. */
    public LedgerSetup(boolean enabled, @Nullable String origin, @Nullable Path key) {
        this(enabled, origin, key, null, List.of());
    }
}
