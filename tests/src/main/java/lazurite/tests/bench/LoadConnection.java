package lazurite.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A kept connection that costs the client little: requests are sent as prepared, of responses only status and length are looked at.
 *
 * <p>Concurrency: one thread at a time.
 */
final class LoadConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[256 * 1024];
    private int filled;
    private int position;

    LoadConnection(int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /**
     * Reads one response to its end.
     *
     * @return its body's length
     */
    long receive(int expectedStatus, boolean alsoNoContent) throws IOException {
        String head = head();
        int status = status(head);
        long length = skipBody(head);
        if (status != expectedStatus && !(alsoNoContent && status == 204)) {
            throw new IOException("answer " + head.lines().findFirst().orElse(""));
        }
        return length;
    }

    /** Reads one response to its end, whatever it says; its status. */
    int status() throws IOException {
        String head = head();
        skipBody(head);
        return status(head);
    }

    private static int status(String head) {
        return Integer.parseInt(head.substring(9, 12));
    }

    private long skipBody(String head) throws IOException {
        return chunked(head) ? skipChunks() : skip(contentLength(head, status(head)));
    }

    private String head() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = position + scanned; i + 3 < filled; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    String head = new String(buffer, position, i - position, StandardCharsets.ISO_8859_1);
                    position = i + 4;
                    return head;
                }
            }
            scanned = Math.max(0, filled - position - 3);
            fill();
        }
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, filled - position);
            filled -= position;
            position = 0;
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read <= 0) {
            throw new EOFException("connection ended");
        }
        filled += read;
    }

    private static boolean chunked(String head) {
        return head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
    }

    private static long contentLength(String head, int status) throws IOException {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
        if (at < 0) {
            if (status == 204) {
                return 0;
            }
            throw new IOException("answer without length: " + head);
        }
        int end = head.indexOf('\r', at + 2);
        return Long.parseLong(
                head.substring(at + 17, end < 0 ? head.length() : end).strip());
    }

    private long skip(long length) throws IOException {
        long left = length;
        int buffered = (int) Math.min(left, filled - position);
        position += buffered;
        left -= buffered;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read <= 0) {
                throw new EOFException("body ended " + left + " bytes early");
            }
            left -= read;
            position = 0;
            filled = 0;
        }
        return length;
    }

    private long skipChunks() throws IOException {
        long total = 0;
        while (true) {
            long length = Long.parseLong(line().strip(), 16);
            total += skip(length);
            line();
            if (length == 0) {
                return total;
            }
        }
    }

    private String line() throws IOException {
        while (true) {
            for (int i = position; i + 1 < filled; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                    String line = new String(buffer, position, i - position, StandardCharsets.ISO_8859_1);
                    position = i + 2;
                    return line;
                }
            }
            fill();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
