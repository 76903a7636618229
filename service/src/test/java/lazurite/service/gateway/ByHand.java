package lazurite.service.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection whose client takes and sends as slowly as a test wants; little of what is sent waits in its buffers. */
final class ByHand implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();

    ByHand(int port) throws IOException {
        socket.setReceiveBufferSize(64 << 10);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    }

    void send(String head) throws IOException {
        send(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads the head of the answer. */
    int status() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer but " + head);
            }
            head.append((char) next);
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    /** Bytes of body until the end of it or of the connection. */
    long readToEnd(long length) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long sum = 0;
        try {
            int read = 0;
            while (sum < length && read >= 0) {
                read = socket.getInputStream().read(buffer);
                sum += Math.max(0, read);
            }
        } catch (SocketException reset) {
            return sum;
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
