package lazurite.tests.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One HTTP response as it was read.
 *
 * @param headers by lower-case name; repeated ones joined by commas
 */
public record Reply(int status, String reason, Map<String, String> headers, byte[] body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** Empty when absent. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Azure's error code; empty on success. */
    public String errorCode() {
        return header("x-ms-error-code");
    }

    public boolean ok() {
        return status / 100 == 2;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + errorCode() + " " + (body.length <= 600 ? text() : body.length + " bytes");
    }
}
