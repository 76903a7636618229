package lazurite.tests.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of: start, hold everything against what was acknowledged, work from several clients, SIGKILL at a random moment, offline check.
 * The data directory lives through all rounds.
 */
final class CrashRun {
    static final int KILL_MILLIS_MIN = 30;
    private static final int FAULT_AFTER_MAX = 8;
    private static final Duration CHECK_MAX = Duration.ofMinutes(5);

    private final CrashSettings settings;
    private final Random random;
    private final Path disk;
    private final Path data;
    private final @Nullable Shim shim;
    private final List<Writer> writers = new ArrayList<>();
    private final Map<String, Integer> syncs = new TreeMap<>();
    private Shim.@Nullable Side side;
    private @Nullable SharedLog log;
    private int lost;
    private int freed;
    private long faults;

    private CrashRun(CrashSettings settings) throws IOException {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.disk = Files.createDirectories(settings.folder().resolve("disk"));
        this.data = disk.resolve(SyncMutations.DATA);
        this.shim = settings.mode().shimmed() ? Shim.build(settings.folder()) : null;
        for (int i = 0; i < settings.clients(); i++) {
            writers.add(new Writer(
                    i,
                    random.nextLong(),
                    settings.mode().faulty(),
                    settings.mode() != CrashSettings.Mode.KILL_VERSIONED));
        }
    }

    /**
     * What a run without a violation came to.
     *
     * @param acknowledged operations that the server said were done
     * @param takenBack changes of files and names that power cuts took back
     * @param freed extents that the collector gave back
     * @param faults calls that were made to fail
     * @param syncs kinds of files and folders that were synced, each with how often
     */
    record Outcome(long acknowledged, int takenBack, int freed, long faults, Map<String, Integer> syncs) {}

    /** @throws Violation that says seed and round, on the first broken promise; the folder then holds the evidence */
    static Outcome run(CrashSettings settings, Consumer<String> progress) {
        try {
            return new CrashRun(settings).rounds(progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome rounds(Consumer<String> progress) throws IOException {
        for (int round = 0; round < settings.rounds(); round++) {
            try {
                round(round);
            } catch (Violation | IllegalStateException e) {
                throw new Violation("seed " + settings.seed() + ", " + settings.mode() + ", round " + round + ": "
                        + e.getMessage() + "\n  evidence in " + settings.folder());
            }
            progress.accept("round " + round + ": " + acknowledged() + " operations acknowledged so far, " + lost
                    + " changes taken back, " + freed + " extents freed");
        }
        lastLook();
        return new Outcome(acknowledged(), lost, freed, faults, syncs);
    }

    private long acknowledged() {
        return writers.stream().mapToLong(Writer::acknowledged).sum();
    }

    private void round(int round) throws IOException {
        switch (random.nextInt(16)) {
            case 0, 1 -> startCutShort();
            case 2 -> rotationCutShort();
            default -> {}
        }
        Set<String> before = extents();
        ServerUnderTest server = launch().start();
        try {
            verify(server);
            log = SharedLog.create(server, "log-" + round, settings.mode().faulty());
            work(server, log);
        } finally {
            server.kill();
        }
        before.removeAll(extents());
        freed += before.size();
        cut();
        if ((round + 1) % settings.checkEvery() == 0) {
            check();
        }
    }

    private void startCutShort() throws IOException {
        ServerUnderTest.startAndKill(launch(), Duration.ofMillis(150 + random.nextInt(1_500)));
        cut();
    }

    private void rotationCutShort() throws IOException {
        if (Files.exists(data.resolve("master.key"))) {
            Launch rotation = launch().of(LazuriteServer.hastyCommand("key", "rotate", "--data", data.toString()));
            ServerUnderTest.startAndKill(rotation, Duration.ofMillis(150 + random.nextInt(1_500)));
            cut();
        }
    }

    private List<String> flags() throws IOException {
        Path config = settings.folder().resolve("lazurite.yaml");
        Files.writeString(config, CrashConfig.of(settings.mode()));
        return List.of("--config", config.toString());
    }

    private Launch launch() throws IOException {
        Launch plain = LazuriteServer.hasty(data, flags());
        if (shim == null) {
            return plain;
        }
        Path folder = settings.folder().resolve("side");
        delete(folder);
        side = Shim.Side.create(folder);
        side.ignoreSyncs(settings.ignoredSyncs());
        return plain.with(shim.recording(disk, folder));
    }

    private Set<String> extents() throws IOException {
        Path folder = data.resolve("extents");
        if (!Files.isDirectory(folder)) {
            return new HashSet<>();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".extent"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private void verify(ServerUnderTest server) {
        inParallel(writer -> writer.verify(server));
        if (log != null) {
            log.verify(server);
        }
    }

    private void work(ServerUnderTest server, SharedLog shared) {
        AtomicBoolean ending = new AtomicBoolean();
        AtomicReference<@Nullable Violation> badEnd = new AtomicReference<>();
        int millis = KILL_MILLIS_MIN + random.nextInt(settings.loadMillisMax() - KILL_MILLIS_MIN);
        boolean politely = random.nextInt(10) == 0;
        Thread killer = Thread.ofPlatform().start(() -> {
            sleep(millis / 2);
            breakDisk();
            sleep(millis - millis / 2);
            ending.set(true);
            if (politely) {
                badEnd.set(stopped(server));
            }
            server.kill();
        });
        try {
            inParallel(writer -> writer.work(server, shared, ending::get));
        } finally {
            join(killer);
        }
        Violation bad = badEnd.get();
        if (bad != null) {
            throw bad;
        }
    }

    private @Nullable Violation stopped(ServerUnderTest server) {
        try {
            int exit = server.stop();
            return exit == 0 || settings.mode().faulty() ? null : new Violation("a clean stop ended with " + exit);
        } catch (IllegalStateException hangs) {
            return new Violation(String.valueOf(hangs.getMessage()));
        }
    }

    private void breakDisk() {
        if (side != null && settings.mode().faulty()) {
            Shim.Failing failing = switch (settings.mode()) {
                case FULL_DISK -> Shim.Failing.SPACE;
                case WRITE_ERROR -> Shim.Failing.WRITES;
                case SYNC_ERROR -> Shim.Failing.SYNCS;
                case KILL, KILL_VERSIONED, POWER_CUT, TORN -> Shim.Failing.NOTHING;
            };
            boolean once = settings.mode() != CrashSettings.Mode.FULL_DISK;
            side.fail(failing, 1 + random.nextInt(FAULT_AFTER_MAX), once, "");
        }
    }

    /** Takes back what the dead process had not synced. */
    private void cut() throws IOException {
        if (side == null) {
            return;
        }
        faults += side.failed();
        Path folder = side.folder();
        UndoLog.read(folder).syncs().forEach((kind, times) -> syncs.merge(kind, times, Integer::sum));
        PowerCut.Lost gone = settings.mode() == CrashSettings.Mode.TORN
                ? PowerCut.strike(disk, folder, random)
                : PowerCut.strike(disk, folder);
        lost += gone.names() + gone.files();
    }

    private void check() {
        Command.Result result = Command.run(
                LazuriteServer.hastyCommand("check", "--data", data.toString()),
                settings.folder(),
                Map.of(),
                CHECK_MAX);
        if (result.exit() != 0) {
            throw new Violation("the offline check is not clean:\n" + result.output());
        }
    }

    private void lastLook() throws IOException {
        ServerUnderTest server = LazuriteServer.hasty(data, flags()).start();
        try {
            verify(server);
        } catch (Violation e) {
            server.kill();
            throw new Violation("seed " + settings.seed() + ", " + settings.mode() + ", at the end: " + e.getMessage());
        }
        int exit = server.stop();
        if (exit != 0) {
            throw new Violation("a clean stop ended with " + exit);
        }
        check();
    }

    private void inParallel(Consumer<Writer> task) {
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (Writer writer : writers) {
                running.add(threads.submit(() -> task.accept(writer)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Violation violation) {
                throw violation;
            }
            throw new IllegalStateException("a client failed by itself", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void delete(Path folder) {
        Command.run(List.of("rm", "-rf", folder.toString()), Path.of("/"), Map.of(), Duration.ofMinutes(1));
    }
}
