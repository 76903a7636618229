package lazurite.server.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of flags and of {@code LAZURITE_*} variables, which go before those of the file. A flag goes before a variable.
 *
 * <p>The variable of a key is {@code LAZURITE_} and its path in capitals, parts and words joined by {@code _}:
 * {@code limits.idleTimeout} is {@code LAZURITE_LIMITS_IDLE_TIMEOUT}. A key with a flag is named after the flag:
 * {@code --blob-port} is {@code LAZURITE_BLOB_PORT}.
 */
final class Overrides {
    private static final String PREFIX = "LAZURITE_";
    /** What the launcher and the tests read themselves. */
    private static final Set<String> OTHERS =
            Set.of("LAZURITE_CONFIG", "LAZURITE_JAVA_OPTS", "LAZURITE_LIB", "LAZURITE_CACHE");
    /** What Kubernetes sets for a service called lazurite, and what tests set for themselves. */
    private static final Pattern FOREIGN = Pattern.compile("LAZURITE_(SERVICE_|PORT(_|$)|TESTS?_).*");

    private final Map<Flag, String> flags;
    private final Map<String, String> environment;
    private final Path folder;
    private final Set<String> asked = new HashSet<>(OTHERS);

    Overrides(Map<Flag, String> flags, Map<String, String> environment, Path folder) {
        this.flags = flags;
        this.environment = environment;
        this.folder = folder;
    }

    /** The value that goes before the file's; null if there is none. */
    @Nullable
    Setting find(String path) {
        String variable = variable(path);
        asked.add(variable);
        Flag flag = Flag.of(path);
        String typed = flag == null ? null : flags.get(flag);
        if (flag != null && typed != null) {
            return new Setting(typed, flag.text(), folder);
        }
        String value = environment.get(variable);
        return value == null ? null : new Setting(value, variable, folder);
    }

    /** Refuses a variable that no key has asked for. */
    void done() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX)
                    && !asked.contains(name)
                    && !FOREIGN.matcher(name).matches()) {
                throw new ConfigException(
                        "the environment variable " + name + " is no setting" + Spelling.hint(name, asked));
            }
        }
    }

    /** The variable's name for a key's path. */
    static String variable(String path) {
        Flag flag = Flag.of(path);
        String words = flag == null
                ? path.replaceAll("([a-z])([A-Z])", "$1_$2")
                : flag.text().substring(2);
        return PREFIX + words.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    static Map<Flag, String> noFlags() {
        return new HashMap<>();
    }
}
