package lazurite.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how the transparency log is kept.
 *
 * @param enabled off, nothing of it is made: no key, file, thread or port
 * @param origin the log's name for ever, given when it is made; null for one made of random letters
 * @param key file of the log's signing keys; null for the one in the data folder
 * @param policy file that names the witnesses and how many have to agree (C2SP tlog-policy); null for nobody
 * @param mirrors where copies of the log are read, to be asked at start whether they know more
 * @param publicClasses classes whose subscriptions are logged with their class and the magnitude of their use
 * @param terms file of the terms in force; null for those that come with Lazurite
 */
public record LedgerSetup(
        boolean enabled,
        @Nullable String origin,
        @Nullable Path key,
        @Nullable Path policy,
        List<URI> mirrors,
        Set<CustomerClass> publicClasses,
        @Nullable Path terms) {
    /** Classes of public power. */
    public static final Set<CustomerClass> PUBLIC_CLASSES = Set.copyOf(EnumSet.of(
            CustomerClass.PUBLIC_ADMINISTRATION,
            CustomerClass.POLICE,
            CustomerClass.IMMIGRATION,
            CustomerClass.MILITARY,
            CustomerClass.INTELLIGENCE));

    public static final LedgerSetup OFF = new LedgerSetup(false, null, null);

    /** What names of logs are. */
    public static final String ORIGINS =
            "a name like 'example.org/log/2026': visible ASCII, at most 200 characters, no '+'";

    // not the compact form: javac then loses @Nullable for other modules
    public LedgerSetup(
            boolean enabled,
            @Nullable String origin,
            @Nullable Path key,
            @Nullable Path policy,
            List<URI> mirrors,
            Set<CustomerClass> publicClasses,
            @Nullable Path terms) {
        this.enabled = enabled;
        this.origin = origin;
        this.key = key;
        this.policy = policy;
        this.mirrors = List.copyOf(mirrors);
        this.publicClasses = Set.copyOf(publicClasses);
        this.terms = terms;
    }

    /** Without witnesses and mirrors, with the usual public classes and the terms that come with Lazurite. */
    public LedgerSetup(boolean enabled, @Nullable String origin, @Nullable Path key) {
        this(enabled, origin, key, null, List.of(), PUBLIC_CLASSES, null);
    }

    /** Whether a log can be called so. */
    public static boolean isOrigin(String name) {
        return name.matches("[!-*,-~]{1,200}");
    }

    public LedgerSetup withPolicy(@Nullable Path chosen) {
        return new LedgerSetup(enabled, origin, key, chosen, mirrors, publicClasses, terms);
    }

    public LedgerSetup withTerms(@Nullable Path chosen) {
        return new LedgerSetup(enabled, origin, key, policy, mirrors, publicClasses, chosen);
    }
}
