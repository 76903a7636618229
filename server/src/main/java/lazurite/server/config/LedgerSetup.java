package lazurite.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how the transparency log is kept.
 *
 * @param enabled off, nothing of it is made: no key, file, thread or port
 * @param origin the log's name for ever, given when it is made; null for one made of random letters
 * @param key file of the log's signing keys; null for the one in the data folder
 */
public record LedgerSetup(
        boolean enabled, @Nullable String origin, @Nullable Path key) {
    public static final LedgerSetup OFF = new LedgerSetup(false, null, null);
}
