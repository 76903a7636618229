package lazurite.service.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import lazurite.http.Body;
import lazurite.http.Request;
import lazurite.service.account.Pass;
import org.jspecify.annotations.Nullable;

/**
 * A request body that marks the failures that are the client's, so that they are not taken for the server's, and that
 * is read on only while no order takes back the request's leave.
 *
 * <p>Concurrency: one thread at a time.
 */
final class ClientBody extends FilterInputStream {
    /** The client broke off, was too slow, or broke the framing of its body. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(IOException cause) {
            super("The request's body could not be read to its end.", cause);
        }
    }

    private Pass pass = Pass.UNRESTRICTED;

    private ClientBody(InputStream stream) {
        super(stream);
    }

    /** The request, its body marked. */
    static Request mark(Request request) {
        Body body = request.body();
        if (body.length() == 0) {
            return request;
        }
        return new Request(
                request.method(),
                request.target(),
                request.headers(),
                new Body(body.length(), new ClientBody(body.stream())),
                request.remote(),
                request.secure());
    }

    /** From now on the body is read only while the pass is good. */
    static void under(Pass pass, Request request) {
        if (request.body().stream() instanceof ClientBody body) {
            body.pass = pass;
        }
    }

    /** Whether the failure came from reading a request's body. */
    static boolean caused(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Broken) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        pass.require();
        try {
            return super.read();
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        pass.require();
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw new Broken(e);
        }
    }
}
