package lazurite.tests.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.Command;
import lazurite.tests.process.Repository;

/** The preload library `lostwrites.c`, built with the machine's C compiler, and the ways a server is run under it. */
public final class Shim {
    private static final Path SOURCE = Path.of("tests/src/main/c/lostwrites.c");

    private final Path library;
    private final Path scratch;

    private Shim(Path library, Path scratch) {
        this.library = library;
        this.scratch = scratch;
    }

    public static Shim build(Path scratch) {
        Path library = scratch.resolve("lostwrites.so");
        List<String> command = List.of(
                "gcc",
                "-O2",
                "-Wall",
                "-shared",
                "-fPIC",
                "-fvisibility=hidden",
                "-o",
                library.toString(),
                Repository.root().resolve(SOURCE).toString(),
                "-ldl",
                "-lpthread");
        Command.Result result = Command.run(command, scratch, Map.of(), Duration.ofMinutes(2));
        if (result.exit() != 0) {
            throw new IllegalStateException("the shim does not build:\n" + result.output());
        }
        return new Shim(library, scratch);
    }

    /** Environment under which every sync below `prefix` takes longer and nothing else changes. */
    public Map<String, String> slowSyncs(Path prefix, int millis) {
        Path side = scratch.resolve("slow-syncs");
        Side folder = Side.create(side);
        folder.latency(Duration.ofMillis(millis));
        return environment(prefix, side, false);
    }

    /** Environment under which changes below `prefix` can be taken back; `side` was made by {@link Side#create}. */
    public Map<String, String> recording(Path prefix, Path side) {
        return environment(prefix, side, true);
    }

    private Map<String, String> environment(Path prefix, Path side, boolean undo) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", library.toString());
        environment.put("LOSTWRITES_PREFIX", prefix.toString());
        environment.put("LOSTWRITES_SIDE", side.toString());
        environment.put("LOSTWRITES_UNDO", undo ? "1" : "0");
        return environment;
    }

    /** Which calls a fault hits. Values and offsets below are those of `lostwrites.c`. */
    public enum Failing {
        NOTHING(0),
        WRITES(1),
        SYNCS(2),
        /** Writes and new files: a full disk. */
        SPACE(3);

        private final int code;

        Failing(int code) {
            this.code = code;
        }
    }

    /** The folder that a server under the shim shares with its tester: undo log, kept files, and a page of controls. */
    public static final class Side {
        private static final int SIZE = 584;
        private static final int PATTERN = 256;
        private static final int ENOSPC = 28;
        private static final int EIO = 5;

        private final MemorySegment page;
        private final Path folder;

        private Side(Path folder, MemorySegment page) {
            this.folder = folder;
            this.page = page;
        }

        /** On the same file system as the data. */
        public static Side create(Path folder) {
            try {
                Files.createDirectories(folder);
                Path file = folder.resolve("control");
                Files.write(file, new byte[SIZE]);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    return new Side(folder, channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, Arena.ofAuto()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public Path folder() {
            return folder;
        }

        public void latency(Duration latency) {
            page.set(ValueLayout.JAVA_INT, 0, (int) (latency.toNanos() / 1000));
        }

        /**
         * From the `after`-th matching call on (1 is the next), calls fail; with `once`, only that one.
         *
         * @param pattern of the path below the prefix, as of a shell, where a star matches no slash; empty for all
         */
        public void fail(Failing failing, int after, boolean once, String pattern) {
            page.set(ValueLayout.JAVA_INT, 8, failing == Failing.SPACE ? ENOSPC : EIO);
            page.set(ValueLayout.JAVA_INT, 12, once ? 0 : 1);
            page.set(ValueLayout.JAVA_LONG, 16, after);
            text(48, pattern);
            page.set(ValueLayout.JAVA_INT, 4, failing.code);
        }

        public void failNoMore() {
            page.set(ValueLayout.JAVA_INT, 4, Failing.NOTHING.code);
        }

        /**
         * Syncs of matching paths count as if they were not in the code.
         *
         * @param pattern of the path below the prefix, as of a shell; `#N` behind it means only the process's N-th such sync; empty for
         *     none
         */
        public void ignoreSyncs(String pattern) {
            int mark = pattern.lastIndexOf('#');
            page.set(ValueLayout.JAVA_LONG, 560, mark < 0 ? 0 : Long.parseLong(pattern.substring(mark + 1)));
            text(304, mark < 0 ? pattern : pattern.substring(0, mark));
        }

        /** The process dies by SIGKILL when it is about to make its `number`-th sync. */
        public void dieAtSync(long number) {
            page.set(ValueLayout.JAVA_LONG, 576, number);
        }

        public long failed() {
            return page.get(ValueLayout.JAVA_LONG, 24);
        }

        public long writes() {
            return page.get(ValueLayout.JAVA_LONG, 32);
        }

        public long syncs() {
            return page.get(ValueLayout.JAVA_LONG, 40);
        }

        private void text(int offset, String pattern) {
            byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
            if (bytes.length >= PATTERN) {
                throw new IllegalArgumentException("pattern too long: " + pattern);
            }
            page.asSlice(offset, PATTERN).fill((byte) 0);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, page, offset, bytes.length);
        }
    }
}
