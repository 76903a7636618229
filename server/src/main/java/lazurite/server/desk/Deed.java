package lazurite.server.desk;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A command of people: a row of the table in {@link Deeds}.
 *
 * @param words such as {@code case open}
 * @param operands what stands behind the words, as it is called when it is missing
 * @param flags of its own that take a value
 */
record Deed(String words, List<String> operands, Set<String> flags, Action action) {
    /** What it does. */
    @FunctionalInterface
    interface Action {
        void run(Given given, Desk desk) throws IOException;
    }

    String group() {
        return words.substring(0, words.indexOf(' '));
    }
}
