package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers by lower-case name
 */
record Reply(Call call, int status, Map<String, String> headers, byte[] body) {
    Reply {
        headers = Map.copyOf(headers);
    }

    /** Empty if absent. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String etag() {
        return header("etag");
    }

    /** Azure's error code; empty on success. */
    String error() {
        return header("x-ms-error-code");
    }

    boolean ok() {
        return status / 100 == 2;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Fails the test unless the status is one of these. */
    Reply require(Integer... statuses) {
        assertThat(status).as("%s", this).isIn((Object[]) statuses);
        return this;
    }

    @Override
    public String toString() {
        return call.method() + " " + call.target() + " -> " + status + " " + error()
                + (status < 400 ? "" : " " + text());
    }
}
