package lazurite.server.command;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigReader;
import lazurite.server.config.Flag;
import org.jspecify.annotations.Nullable;

/**
 * The flags that say how to serve, or on which data a command works.
 *
 * @param file the configuration file; null if none was named
 * @param others values of the command's own flags
 */
public record ServerArguments(
        @Nullable Path file, Map<Flag, String> flags, Map<String, String> others, List<String> operands) {
    private static final String CONFIG = "--config";

    /** All flags of {@code serve}. */
    public static ServerArguments forServing(List<String> words) {
        return parse(words, List.of(Flag.values()), Set.of());
    }

    /** The flags of commands that work on a data folder. */
    public static ServerArguments forData(List<String> words) {
        return forData(words, Set.of());
    }

    /** Likewise, and flags of the command's own that take a value. */
    public static ServerArguments forData(List<String> words, Set<String> others) {
        return parse(words, List.of(Flag.DATA), others);
    }

    private static ServerArguments parse(List<String> words, List<Flag> allowed, Set<String> others) {
        Set<String> valueFlags = new HashSet<>(others);
        valueFlags.add(CONFIG);
        Set<String> switches = new HashSet<>();
        for (Flag flag : allowed) {
            (flag.argument().isEmpty() ? switches : valueFlags).add(flag.text());
        }
        Arguments arguments = Arguments.parse(words, valueFlags, switches);
        Map<Flag, String> flags = new EnumMap<>(Flag.class);
        for (Flag flag : allowed) {
            String value = arguments.switches().contains(flag.text()) ? "true" : arguments.value(flag.text());
            if (value != null) {
                flags.put(flag, value);
            }
        }
        Map<String, String> own = new HashMap<>(arguments.values());
        own.keySet().retainAll(others);
        String named = arguments.value(CONFIG);
        String file = named != null ? named : System.getenv("LAZURITE_CONFIG");
        return new ServerArguments(file == null ? null : Path.of(file), flags, own, arguments.operands());
    }

    /** The value of one of the command's own flags; null if it was not given. */
    public @Nullable String other(String flag) {
        return others.get(flag);
    }

    /** Refuses words that are no flags. */
    public void noOperands(String command) {
        new Arguments(Map.of(), Set.of(), operands).operands(command);
    }

    /** The one operand. */
    public String operand(String command, String name) {
        return new Arguments(Map.of(), Set.of(), operands)
                .operands(command, name)
                .getFirst();
    }

    /** Reads the configuration again, as it is now. */
    public ConfigReader.Loaded load() {
        return ConfigReader.read(file, flags, System.getenv());
    }

    public Config config() {
        return load().config();
    }
}
