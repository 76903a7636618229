package lazurite.governance.role;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import lazurite.ledger.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policies in {@code policies.cedar}. Cedar and its native library are loaded at the first question, never
 * before; where that fails it fails for the process's life, and only what needs an answer is refused.
 *
 * <p>Concurrency: any thread.
 */
public final class CedarPermissions implements Permissions {
    private static final System.Logger LOG = System.getLogger(CedarPermissions.class.getName());
    private static final String POLICIES = "policies.cedar";

    private final Path natives;
    private @Nullable CedarEngine engine;
    private boolean failed;

    /** @param natives folder in which the native library is unpacked, to be kept from start to start */
    public CedarPermissions(Path natives) {
        this.natives = natives;
    }

    /** The policies, as everybody may read them. */
    public static String policies() {
        try (InputStream in = Objects.requireNonNull(CedarPermissions.class.getResourceAsStream(POLICIES))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public boolean permits(Question question) {
        return engine().permits(question);
    }

    private synchronized CedarEngine engine() {
        if (engine == null) {
            engine = failed ? refused() : load();
        }
        return engine;
    }

    private CedarEngine load() {
        try {
            System.setProperty("jne.extract.dir", natives.toString());
            System.setProperty("jne.cleanup.extracted", "false");
            return new CedarEngine(policies());
        } catch (LinkageError | IllegalStateException unusable) {
            failed = true;
            LOG.log(Level.ERROR, "Cedar cannot be loaded", unusable);
            return refused();
        }
    }

    private static CedarEngine refused() {
        throw new RefusedException("Nobody can be permitted anything here, since the policies' library (Cedar) does not"
                + " load on this machine; the server's log says why.");
    }
}
