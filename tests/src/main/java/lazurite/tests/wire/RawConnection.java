package lazurite.tests.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One TCP connection that sends what it is given, byte for byte, and reads HTTP/1.1 responses strictly.
 *
 * <p>Concurrency: one thread at a time.
 */
public final class RawConnection implements AutoCloseable {
    private static final int LINE_MAX = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawConnection(int port, int timeoutMillis) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
        socket.setSoTimeout(timeoutMillis);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    public void send(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    /** Each char is one byte. */
    public void send(String latin1) throws IOException {
        send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** No more bytes will come from us; we still read. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset instead of a handshake. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public Reply receive() throws IOException {
        return receive(false);
    }

    /**
     * Reads one response, waiting for it.
     *
     * @param headOnly the request was HEAD: no body follows
     * @throws EOFException when the connection ends before or within it
     * @throws java.net.SocketTimeoutException when nothing comes in time
     */
    public Reply receive(boolean headOnly) throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
            throw new IOException("no status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        String reason = statusLine.length() > 13 ? statusLine.substring(13) : "";
        Map<String, String> headers = headers();
        boolean bodiless = headOnly || status / 100 == 1 || status == 204 || status == 304;
        return new Reply(status, reason, headers, bodiless ? new byte[0] : body(headers));
    }

    /**
     * Reads one response whose body has a declared length and goes to the sink as it comes.
     *
     * @return the response without its body
     */
    public Reply receiveInto(OutputStream sink) throws IOException {
        Reply head = receive(true);
        byte[] buffer = new byte[64 * 1024];
        long left = Long.parseLong(head.header("content-length"));
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("body ended " + left + " bytes early");
            }
            sink.write(buffer, 0, count);
            left -= count;
        }
        return head;
    }

    /** Reads all that comes, unparsed, until the other side closes. */
    public void receiveAll(OutputStream sink) throws IOException {
        in.transferTo(sink);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header: " + line);
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (one, two) -> one + "," + two);
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in.readAllBytes();
        }
        return exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            if (length == 0) {
                headers();
                return all.toByteArray();
            }
            all.write(exactly(length));
            if (!line().isEmpty()) {
                throw new IOException("no line end behind a chunk");
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); ; b = in.read()) {
            if (b < 0) {
                throw new EOFException(
                        "connection ended within a line: '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
            }
            if (b == '\n') {
                break;
            }
            line.write(b);
            if (line.size() > LINE_MAX) {
                throw new IOException("line without end");
            }
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
