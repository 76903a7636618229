package lazurite.service.gateway;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Response;
import lazurite.service.account.Pass;

/**
 * The body of an answer to a read, which goes on only while the pass is good: each piece is asked for. What leaves is
 * counted, if it is under an export grant.
 *
 * <p>Concurrency: one thread.
 */
final class RevocableBody extends FilterInputStream {
    /** An order took the answer back. */
    static final class Revoked extends IOException {
        private static final long serialVersionUID = 1L;

        private final StorageException refusal;

        Revoked(StorageException refusal) {
            super("the answer was taken back by an order", refusal);
            this.refusal = refusal;
        }

        StorageException refusal() {
            return refusal;
        }
    }

    private final Pass pass;

    private RevocableBody(InputStream stream, Pass pass) {
        super(stream);
        this.pass = pass;
    }

    /** The answer, its body under the pass. */
    static Response under(Pass pass, Response response) {
        pass.served(1, 0);
        Body body = response.body();
        if (body.length() == 0) {
            return response;
        }
        return new Response(
                response.status(), response.headers(), new Body(body.length(), new RevocableBody(body.stream(), pass)));
    }

    private void require() throws Revoked {
        try {
            pass.require();
        } catch (StorageException refusal) {
            throw new Revoked(refusal);
        }
    }

    /** Before the bytes go out: what cannot be counted is not sent. */
    private void count(long bytes) throws Revoked {
        try {
            pass.served(0, bytes);
        } catch (StorageException uncounted) {
            throw new Revoked(uncounted);
        }
    }

    @Override
    public int read() throws IOException {
        require();
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        require();
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        return in.transferTo(new FilterOutputStream(out) {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                require();
                count(length);
                out.write(bytes, offset, length);
            }
        });
    }
}
