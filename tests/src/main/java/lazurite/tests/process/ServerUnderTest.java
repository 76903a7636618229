package lazurite.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server running as a real process, with its address and key. It is ready when `start` returns; `close` stops it and waits.
 *
 * <p>Concurrency: any thread may read it; one thread starts and stops it.
 */
public final class ServerUnderTest implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final Launch launch;
    private final Process process;
    private final Duration startTook;

    private ServerUnderTest(Launch launch, Process process, Duration startTook) {
        this.launch = launch;
        this.process = process;
        this.startTook = startTook;
    }

    static ServerUnderTest start(Launch launch) {
        long begun = System.nanoTime();
        Process process = spawn(launch);
        while (!answers(launch)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        launch.name() + " ended with " + process.exitValue() + " before it served: " + tail(launch));
            }
            if (waited.compareTo(START_MAX) > 0) {
                killTree(process);
                throw new IllegalStateException(
                        launch.name() + " did not serve within " + START_MAX + ": " + tail(launch));
            }
            pause();
        }
        return new ServerUnderTest(launch, process, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Starts a process and sends SIGKILL after that long, wherever its start has got to. */
    public static void startAndKill(Launch launch, Duration after) {
        Process process = spawn(launch);
        if (ended(process, after) && process.exitValue() != 0) {
            throw new IllegalStateException(
                    launch.name() + " ended with " + process.exitValue() + " by itself: " + tail(launch));
        }
        killTree(process);
    }

    private static Process spawn(Launch launch) {
        try {
            Files.createDirectories(launch.output().toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(launch.output().toFile()));
            builder.environment().putAll(launch.environment());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.command(), e);
        }
    }

    private static boolean answers(Launch launch) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), launch.port()), 1_000);
            socket.setSoTimeout(5_000);
            String head = "GET " + launch.probePath() + " HTTP/1.1\r\nHost: 127.0.0.1:" + launch.port()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return status.startsWith("HTTP/1.1 ") && status.charAt(9) < '5';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server started", e);
        }
    }

    private static String tail(Launch launch) {
        try (Stream<String> lines = Files.lines(launch.output(), StandardCharsets.UTF_8)) {
            var all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
        } catch (IOException e) {
            return "(its output cannot be read: " + e + ")";
        }
    }

    public String name() {
        return launch.name();
    }

    public String account() {
        return launch.account();
    }

    /** Base64. */
    public String key() {
        return launch.key();
    }

    public int port() {
        return launch.port();
    }

    public URI root() {
        return URI.create("http://127.0.0.1:" + launch.port());
    }

    /** Path style: the account is the first segment. */
    public URI endpoint() {
        return URI.create(root() + "/" + launch.account());
    }

    public String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + account() + ";AccountKey=" + key() + ";BlobEndpoint="
                + endpoint() + ";";
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** From the fork to the first HTTP answer. */
    public Duration startTook() {
        return startTook;
    }

    /** Its last lines of output, for a failure's message. */
    public String outputTail() {
        return tail(launch);
    }

    /** SIGKILL to the process and its children; returns when they are gone. */
    public void kill() {
        killTree(process);
    }

    /** SIGTERM; returns the exit code, or kills and fails after 30 seconds. */
    public int stop() {
        process.destroy();
        if (ended(process, STOP_MAX)) {
            return process.exitValue();
        }
        killTree(process);
        throw new IllegalStateException(launch.name() + " did not stop within " + STOP_MAX + ": " + tail(launch));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private static void killTree(Process process) {
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!ended(process, STOP_MAX)) {
            throw new IllegalStateException("process " + process.pid() + " outlives SIGKILL");
        }
    }

    private static boolean ended(Process process, Duration max) {
        try {
            return process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server ended", e);
        }
    }
}
