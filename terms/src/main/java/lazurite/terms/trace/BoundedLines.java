package lazurite.terms.trace;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text, none of which is held beyond a bound. A line ends with a line feed, before which a return may stand. */
final class BoundedLines {
    /** A line goes on behind the bound. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final Reader source;
    private final int max;
    private final StringBuilder line = new StringBuilder();

    BoundedLines(Reader source, int max) {
        this.source = source;
        this.max = max;
    }

    /** The next line; null behind the last. */
    @Nullable
    String next() throws IOException, TooLongException {
        line.setLength(0);
        int c = source.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (line.length() == max) {
                throw new TooLongException();
            }
            line.append((char) c);
            c = source.read();
        }
        int length = line.length();
        return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    }
}
