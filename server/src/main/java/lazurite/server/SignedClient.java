package lazurite.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least client that can sign (Shared Key) and keep a connection: what the training run needs, without the classes of
 * a real one.
 */
final class SignedClient implements AutoCloseable {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String VERSION = "2025-11-05";
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final String account;
    private final byte[] key;
    private final InstantSource clock;

    SignedClient(int port, String account, byte[] key) throws IOException {
        this(port, account, key, InstantSource.system());
    }

    SignedClient(int port, String account, byte[] key, InstantSource clock) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.account = account;
        this.key = key.clone();
        this.clock = clock;
    }

    /** Sends one request and reads its answer to the end; an answer of another status is an error. */
    void expect(int status, String method, String target, byte[] body) throws IOException {
        send(method, target, body, body.length);
        expectAnswer(status, method + " " + target);
    }

    /** Sends the head of a request and the first bytes of its body. */
    void send(String method, String target, byte[] body, int first) throws IOException {
        List<String> headers = List.of(
                "x-ms-blob-type:BlockBlob", "x-ms-date:" + DATE.format(clock.instant()), "x-ms-version:" + VERSION);
        String head = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort()
                + "\r\nAuthorization: SharedKey " + account + ":" + signature(method, target, headers, body.length)
                + "\r\n" + String.join("\r\n", headers) + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body, 0, first);
    }

    /** Sends the body's bytes behind the first. */
    void sendRest(byte[] body, int first) throws IOException {
        socket.getOutputStream().write(body, first, body.length - first);
    }

    /** Reads an answer to its end. */
    void expectAnswer(int status, String request) throws IOException {
        String answer = line();
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                in.skipNBytes(size + 2L);
            }
            line();
        } else {
            in.skipNBytes(length);
        }
        if (!answer.startsWith("HTTP/1.1 " + status + " ")) {
            throw new IOException(request + " was answered: " + answer);
        }
    }

    private String signature(String method, String target, List<String> headers, int length) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String parameters = query < 0
                ? ""
                : Arrays.stream(target.substring(query + 1).split("&", -1))
                        .sorted()
                        .map(parameter -> "\n" + parameter.replace('=', ':'))
                        .collect(Collectors.joining());
        String text = method + "\n\n\n" + (length == 0 ? "" : length) + "\n\n\n\n\n\n\n\n\n"
                + String.join("\n", headers) + "\n/" + account
                + path + parameters;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
