package lazurite.server.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be asked.
 *
 * @param method of HTTP
 * @param path behind {@code /admin/v1}, with parameters in braces
 */
record Endpoint(String method, String path, Access access, Answer answer) {
    /** Who may ask. */
    enum Access {
        /** Everybody: it stands in the log. */
        OPEN,
        /** Everybody; who signs is known, and may see more. */
        OPEN_OR_SIGNED,
        /** Who signs the request. */
        SIGNED,
        /** Who has the token of the data folder. */
        TOKEN
    }

    /** What is answered. */
    @FunctionalInterface
    interface Answer {
        Response to(Asked asked);
    }

    /** The path's parameters; null if it is another path. */
    @Nullable
    Map<String, String> match(String rawPath) {
        List<String> pattern = List.of(path.split("/", -1));
        List<String> given = List.of(rawPath.split("/", -1));
        if (pattern.size() != given.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                parameters.put(part.substring(1, part.length() - 1), decoded(given.get(i)));
            } else if (!part.equals(given.get(i))) {
                return null;
            }
        }
        return parameters;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw AdminException.notFound("The address is not percent-encoded as it should be.");
        }
    }
}
