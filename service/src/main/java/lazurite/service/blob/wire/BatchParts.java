package lazurite.service.blob.wire;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a batch apart ({@code blob.md} §12 of the protocol digest; RFC 2046 §5.1). Lines end in CR LF or in
 * LF alone. What is no batch is 400 InvalidInput.
 */
public final class BatchParts {
    private static final int PARTS_MAX = 256;
    private static final int PART_HEADERS_MAX = 100;

    /**
     * One request of a batch.
     *
     * @param contentId as sent; null if it was not
     */
    public record Part(@Nullable String contentId, Request request) {}

    private final String source;
    private final String delimiter;
    private final Request batch;
    private int position;

    private BatchParts(String source, String boundary, Request batch) {
        this.source = source;
        this.delimiter = "--" + boundary;
        this.batch = batch;
    }

    /**
     * @param source one character for each byte
     * @param batch gives the parts its transport
     */
    public static List<Part> read(String source, String boundary, Request batch) {
        BatchParts reader = new BatchParts(source, boundary, batch);
        List<Part> parts = new ArrayList<>();
        for (boolean more = reader.preamble(); more; ) {
            if (parts.size() == PARTS_MAX) {
                throw invalid("A batch holds at most 256 requests.");
            }
            parts.add(reader.part());
            more = reader.body();
        }
        if (parts.isEmpty()) {
            throw invalid("A batch holds at least one request.");
        }
        return parts;
    }

    /** Skips what stands before the first delimiter; tells whether a part follows. */
    private boolean preamble() {
        for (String line = line(); ; line = line()) {
            Boolean follows = delimiter(line);
            if (follows != null) {
                return follows;
            }
        }
    }

    private Part part() {
        Headers headers = headers();
        String type = headers.first("Content-Type");
        if (type == null || !type.regionMatches(true, 0, "application/http", 0, "application/http".length())) {
            throw invalid("A part's Content-Type is not application/http.");
        }
        String encoding = headers.first("Content-Transfer-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("binary")) {
            throw invalid("A part's Content-Transfer-Encoding is not binary.");
        }
        String line = line();
        int methodEnd = line.indexOf(' ');
        int targetEnd = line.lastIndexOf(' ');
        boolean formed = methodEnd > 0
                && targetEnd > methodEnd + 1
                && line.startsWith("HTTP/1.", targetEnd + 1)
                && line.charAt(methodEnd + 1) == '/'
                && visible(line, methodEnd + 1, targetEnd);
        if (!formed) {
            throw invalid("A part's request line is malformed.");
        }
        Request request = new Request(
                line.substring(0, methodEnd),
                line.substring(methodEnd + 1, targetEnd),
                headers(),
                Body.empty(),
                batch.remote(),
                batch.secure());
        return new Part(headers.first("Content-ID"), request);
    }

    /** Skips the empty lines that end a part, which has no body; tells whether another part follows. */
    private boolean body() {
        while (true) {
            String line = line();
            Boolean follows = delimiter(line);
            if (follows != null) {
                return follows;
            }
            if (!line.isEmpty()) {
                throw invalid("A part has a body.");
            }
        }
    }

    /** Whether the line announces another part; null if it is no delimiter. */
    private @Nullable Boolean delimiter(String line) {
        if (!line.startsWith(delimiter)) {
            return null;
        }
        String rest = line.substring(delimiter.length()).stripTrailing();
        if (rest.isEmpty()) {
            return true;
        }
        return rest.equals("--") ? false : null;
    }

    /** Header fields up to the empty line behind them, or up to a delimiter that comes without one. */
    private Headers headers() {
        Headers headers = new Headers();
        while (position < source.length()) {
            int start = position;
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            if (line.startsWith(delimiter)) {
                position = start;
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() == PART_HEADERS_MAX || !visible(line, 0, colon)) {
                throw invalid("A part's header is malformed.");
            }
            headers.add(line.substring(0, colon), value(line, colon + 1));
        }
        throw invalid("The batch ends early.");
    }

    private static String value(String line, int start) {
        String value = line.substring(start).strip();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' && value.charAt(i) != '\t') {
                throw invalid("A part's header is malformed.");
            }
        }
        return value;
    }

    private static boolean visible(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private String line() {
        if (position >= source.length()) {
            throw invalid("The batch ends early.");
        }
        int feed = source.indexOf('\n', position);
        int end = feed < 0 ? source.length() : feed;
        int trimmed = end > position && feed >= 0 && source.charAt(end - 1) == '\r' ? end - 1 : end;
        String line = source.substring(position, trimmed);
        position = feed < 0 ? end : end + 1;
        return line;
    }

    public static StorageException invalid(String reason) {
        return new StorageException(ErrorCode.InvalidInput).with("Reason", reason);
    }
}
