package lazurite.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The real launcher, run on the jars of this build as a process of its own. */
final class Launched implements AutoCloseable {
    private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");
    private static final long WAIT_SECONDS = 120;
    private static final String END = "(end)";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    private Launched(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** The launcher script. */
    static Path script() {
        return ROOT.resolve("lazurite");
    }

    static Launched start(Path script, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LAZURITE_") || name.startsWith("AZURITE_"));
        builder.environment()
                .put("LAZURITE_LIB", ROOT.resolve("server/target/lazurite/lib").toString());
        builder.environment()
                .put(
                        "LAZURITE_CACHE",
                        ROOT.resolve("server/target/launcher-cache").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Launched(process);
    }

    /** Waits for a line that contains the text. */
    String line(String text) throws InterruptedException {
        while (true) {
            String line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line with '" + text + "' in " + seen);
            }
            seen.add(line);
            if (line.contains(text)) {
                return line;
            }
            if (line.equals(END)) {
                throw new AssertionError("ended without a line with '" + text + "': " + seen);
            }
        }
    }

    /** Asks the process to end, as a supervisor does. Process.destroy would close its output. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for the end; the exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + seen);
        }
        return process.exitValue();
    }

    /** All lines, once the process has ended. */
    String output() throws InterruptedException {
        status();
        reader.join();
        lines.drainTo(seen);
        return String.join("\n", seen);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException cut) {
            lines.add("(cut: " + cut.getMessage() + ")");
        }
        lines.add(END);
    }
}
