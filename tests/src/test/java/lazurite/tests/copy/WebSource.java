package lazurite.tests.copy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A web server that knows nothing of Azure and does to each path what it was told to: also to lie, cut and wait. */
final class WebSource implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** Requests so far, each with its head. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers one request; the connection is closed behind it. */
    @FunctionalInterface
    interface Script {
        void answer(OutputStream out) throws IOException;
    }

    WebSource() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    /** The URL of a path that is answered so. */
    String serve(String path, Script script) {
        scripts.put(path, script);
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    /** One that serves the bytes as they are, under these header lines. */
    String serve(String path, byte[] content, String... lines) {
        return serve(path, out -> {
            out.write(head(content.length, lines));
            out.write(content);
        });
    }

    /** One that sends so many of the bytes, waits, and then sends the rest. */
    String serveInTwo(String path, byte[] content, int first, CountDownLatch mayGoOn, String... lines) {
        return serve(path, out -> {
            out.write(head(content.length, lines));
            out.write(content, 0, first);
            out.flush();
            await(mayGoOn);
            out.write(content, first, content.length - first);
        });
    }

    static byte[] head(long length, String... lines) {
        List<String> head = new ArrayList<>(List.of("HTTP/1.1 200 OK", "Content-Length: " + length));
        head.addAll(List.of(lines));
        return text(String.join("\r\n", head) + "\r\n\r\n");
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                head.append(line).append('\n');
                line = in.readLine();
            }
            if (head.isEmpty()) {
                return;
            }
            String target = head.toString().split(" ", 3)[1].split("\\?", 2)[0];
            requests.add(head.toString());
            scripts.getOrDefault(target, out -> out.write(text("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")))
                    .answer(connection.getOutputStream());
        } catch (IOException gone) {
            // the reader had enough, or the test is over
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
