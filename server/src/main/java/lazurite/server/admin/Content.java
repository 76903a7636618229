package lazurite.server.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import lazurite.http.Body;
import lazurite.server.admin.AdminException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, read whole when it is first asked for.
 *
 * <p>Concurrency: one thread.
 */
final class Content {
    private final Body body;
    private byte @Nullable [] bytes;

    Content(Body body) {
        this.body = body;
    }

    /** Refuses one of more than {@link AdminHandler#BODY_BYTES_MAX} bytes. */
    byte[] read() {
        if (bytes == null) {
            bytes = readNow();
        }
        return bytes;
    }

    private byte[] readNow() {
        try {
            byte[] read = body.stream().readNBytes(AdminHandler.BODY_BYTES_MAX + 1);
            if (read.length > AdminHandler.BODY_BYTES_MAX) {
                throw new AdminException(
                        Problem.TOO_LARGE, "A request's body has at most " + AdminHandler.BODY_BYTES_MAX + " bytes.");
            }
            return read;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
