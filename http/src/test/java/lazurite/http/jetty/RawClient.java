package lazurite.http.jetty;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client that sends exactly what a test says and reads what comes, byte by byte. */
final class RawClient implements Closeable {
    private static final int TIMEOUT_MILLIS = 20_000;

    final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** What a response consisted of. */
    record Answer(int status, List<String> head, byte[] body) {
        String header(String name) {
            for (String line : head) {
                if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }

        boolean has(String name) {
            return head.stream().anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    Answer answer() throws IOException {
        return answer("GET");
    }

    /** Reads one response to a request of this method. */
    Answer answer(String method) throws IOException {
        String start = line();
        int status = Integer.parseInt(start.split(" ", 3)[1]);
        List<String> head = new java.util.ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.add(line);
        }
        Answer bare = new Answer(status, List.copyOf(head), new byte[0]);
        if (method.equals("HEAD") || status == 204 || status == 304 || status < 200) {
            return bare;
        }
        return new Answer(status, bare.head(), body(bare));
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("Transfer-Encoding").equals("chunked")) {
            return chunks();
        }
        if (head.has("Content-Length")) {
            return exactly(Integer.parseInt(head.header("Content-Length")));
        }
        return in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.writeBytes(exactly(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("body ended after " + bytes.length + " of " + count);
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("connection ended after \"" + line + "\"");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Reads to the end of the connection; a reset counts as one. */
    byte[] rest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("connection still open", e);
        } catch (IOException reset) {
            return all.toByteArray();
        }
        return all.toByteArray();
    }

    int read() throws IOException {
        return in.read();
    }

    /** Closes before the test is over. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
