package lazurite.server.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * The words behind a command, sorted.
 *
 * @param values of flags that take one
 * @param switches flags that take none
 * @param operands all other words, in order
 */
public record Arguments(Map<String, String> values, Set<String> switches, List<String> operands) {
    /**
     * Sorts the words. A value stands behind its flag as the next word or after {@code =}; behind {@code --} all words
     * are operands.
     *
     * @throws ConfigException for an unknown flag, a flag given twice, a missing or superfluous value
     */
    public static Arguments parse(List<String> words, Set<String> valueFlags, Set<String> switchFlags) {
        return parse(words, valueFlags, switchFlags, Set.of());
    }

    /**
     * Likewise.
     *
     * @param repeatable those of the flags with a value that may be given again; the values then stand on lines
     */
    public static Arguments parse(
            List<String> words, Set<String> valueFlags, Set<String> switchFlags, Set<String> repeatable) {
        Map<String, String> values = new HashMap<>();
        Set<String> switches = new HashSet<>();
        List<String> operands = new ArrayList<>();
        boolean flagsOver = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (flagsOver || !word.startsWith("-") || word.matches("-[0-9]*")) {
                operands.add(word);
                continue;
            }
            if (word.equals("--")) {
                flagsOver = true;
                continue;
            }
            int equals = word.indexOf('=');
            String flag = equals < 0 ? word : word.substring(0, equals);
            boolean repeated;
            if (switchFlags.contains(flag)) {
                if (equals >= 0) {
                    throw new ConfigException(flag + ": takes no value, found '" + word.substring(equals + 1) + "'");
                }
                repeated = !switches.add(flag);
            } else if (!valueFlags.contains(flag)) {
                throw unknown(flag, valueFlags, switchFlags);
            } else if (equals >= 0) {
                repeated = added(values, flag, word.substring(equals + 1), repeatable);
            } else if (i + 1 < words.size()) {
                i++;
                repeated = added(values, flag, words.get(i), repeatable);
            } else {
                throw new ConfigException(flag + ": expected a value behind it, found none");
            }
            if (repeated) {
                throw new ConfigException(flag + ": given twice; keep one of them");
            }
        }
        return new Arguments(Map.copyOf(values), Set.copyOf(switches), List.copyOf(operands));
    }

    /** Whether the flag has a value already and may have one only. */
    private static boolean added(Map<String, String> values, String flag, String value, Set<String> repeatable) {
        String before = values.putIfAbsent(flag, value);
        if (before != null) {
            values.put(flag, before + "\n" + value);
        }
        return before != null && !repeatable.contains(flag);
    }

    @Nullable
    String value(String flag) {
        return values.get(flag);
    }

    /** The operands, exactly as many as are named. */
    public List<String> operands(String command, String... names) {
        if (operands.size() < names.length) {
            throw new ConfigException(command + ": expected " + names[operands.size()] + ", found nothing");
        }
        if (operands.size() > names.length) {
            throw new ConfigException(command + ": there is one word too many, '" + operands.get(names.length) + "'");
        }
        return operands;
    }

    private static ConfigException unknown(String flag, Set<String> valueFlags, Set<String> switchFlags) {
        Set<String> known = new TreeSet<>(valueFlags);
        known.addAll(switchFlags);
        String hint = Spelling.hint(flag, known);
        String rest = known.isEmpty() ? "; this command takes none" : "; known are " + String.join(", ", known);
        return new ConfigException(flag + ": there is no such flag" + (hint.isEmpty() ? rest : hint));
    }
}
