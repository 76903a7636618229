package lazurite.tests.concurrency;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signed requests over one kept connection. Nothing is sent twice.
 *
 * <p>Concurrency: one thread at a time.
 */
final class Client implements AutoCloseable {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 64 << 10;

    private final int receiveBytes;
    private final BooleanSupplier wanted;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    Client() {
        this(() -> true);
    }

    /** @param wanted whether it is to go on; else it sends nothing more */
    Client(BooleanSupplier wanted) {
        this.receiveBytes = 0;
        this.wanted = wanted;
    }

    /** @param receiveBytes of the socket's receive buffer, so that a slow reader holds the server back; 0 for the usual */
    Client(int receiveBytes) {
        this.receiveBytes = receiveBytes;
        this.wanted = () -> true;
    }

    /** An answer whose body has not been read. */
    record Head(Call call, int status, Map<String, String> headers) {}

    /** One request on a connection of its own. */
    static Reply once(Call call) throws IOException {
        try (Client client = new Client()) {
            return client.send(call);
        }
    }

    /** @throws IOException if the connection broke: it may or may not have been done */
    Reply send(Call call) throws IOException {
        Head head = start(call);
        Reply reply = new Reply(call, head.status(), head.headers(), body(head));
        if (reply.header("connection").equalsIgnoreCase("close")) {
            close();
        }
        return reply;
    }

    /** Sends a request and reads the head of its answer. */
    Head start(Call call) throws IOException {
        if (!wanted.getAsBoolean()) {
            throw new IOException("given up, for another client failed");
        }
        try {
            write(call);
        } catch (IOException early) {
            return answered(call, early);
        }
        return head(call);
    }

    /** Sends a request and breaks the connection without waiting for the answer. */
    void abandon(Call call) throws IOException {
        write(call);
        close();
    }

    /** Exactly {@code length} bytes of an answer's body. */
    byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    /** A refusal may come, and the connection end, before all of the body was taken. */
    private Head answered(Call call, IOException early) throws IOException {
        try {
            return head(call);
        } catch (IOException none) {
            early.addSuppressed(none);
            throw early;
        }
    }

    private void write(Call call) throws IOException {
        Map<String, String> headers = new TreeMap<>(call.headers());
        headers.put("x-ms-date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        headers.put("x-ms-version", "2025-11-05");
        headers.put("content-length", Integer.toString(call.body().length));
        headers.put("authorization", Signature.of(call.method(), call.target(), headers));
        headers.put("host", "127.0.0.1");
        StringBuilder head = new StringBuilder(call.method() + " " + call.target() + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream first = new ByteArrayOutputStream(headBytes.length + BUFFER_BYTES);
        first.writeBytes(headBytes);
        int with = Math.min(call.body().length, BUFFER_BYTES);
        first.write(call.body(), 0, with);
        Socket open = connected();
        open.getOutputStream().write(first.toByteArray());
        open.getOutputStream().write(call.body(), with, call.body().length - with);
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            if (receiveBytes > 0) {
                open.setReceiveBufferSize(receiveBytes);
            }
            open.setTcpNoDelay(true);
            open.setSoTimeout(TIMEOUT_MILLIS);
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RunningServer.port()), TIMEOUT_MILLIS);
            in = new BufferedInputStream(open.getInputStream(), receiveBytes > 0 ? 1024 : BUFFER_BYTES);
            socket = open;
        }
        return open;
    }

    private Head head(Call call) throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("no status line: " + status);
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(call, Integer.parseInt(status.substring(9, 12)), headers);
    }

    private byte[] body(Head head) throws IOException {
        if (head.call().method().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return Call.NO_BODY;
        }
        String length = head.headers().get("content-length");
        return length == null ? chunks() : read(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.writeBytes(read(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within a line: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
