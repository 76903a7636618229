package lazurite.tests.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What `lostwrites.c` wrote about one process's changes, and which of them no sync covered. */
final class UndoLog {
    private static final int MAGIC = 0x57545357;
    private static final int HEADER = 48;

    /** Order is that of `enum kind` in the C source, which starts at 1. */
    enum Kind {
        BASE,
        OLD,
        SYNC,
        CREATE,
        BORN,
        UNLINK,
        RENAME,
        LINK,
        MKDIR,
        RMDIR,
        SYNCDIR,
        CANCEL,
        NOTE
    }

    /**
     * One record.
     *
     * @param a length, offset, folder's inode or cancelled number, by kind
     * @param b the folder a rename goes to
     */
    record Entry(Kind kind, long seq, long ino, long a, long b, byte[] one, byte[] two) {
        String name() {
            return new String(one, StandardCharsets.UTF_8);
        }

        /** Name of the kept link; of a rename, after the target's name and a zero byte. */
        String saved() {
            String text = new String(two, StandardCharsets.UTF_8);
            return kind == Kind.RENAME ? text.substring(text.indexOf(0) + 1) : text;
        }

        String renamedTo() {
            String text = new String(two, StandardCharsets.UTF_8);
            return text.substring(0, text.indexOf(0));
        }

        /** The folder whose sync makes this durable. */
        long folder() {
            return kind == Kind.RENAME ? b : a;
        }
    }

    private final List<Entry> entries;

    private UndoLog(List<Entry> entries) {
        this.entries = entries;
    }

    /** Empty when the process changed nothing. A last record that the kill cut short precedes a change that never came. */
    static UndoLog read(Path side) {
        Path file = side.resolve("undo");
        if (!Files.exists(file)) {
            return new UndoLog(List.of());
        }
        try {
            return new UndoLog(parse(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> parse(ByteBuffer bytes) {
        List<Entry> entries = new ArrayList<>();
        while (bytes.remaining() >= HEADER) {
            int start = bytes.position();
            if (bytes.getInt(start) != MAGIC) {
                throw new IllegalStateException("undo log broken at " + start);
            }
            int one = bytes.getInt(start + 40);
            int two = bytes.getInt(start + 44);
            if (bytes.remaining() < HEADER + one + two) {
                break;
            }
            int data = start + HEADER;
            entries.add(new Entry(
                    Kind.values()[bytes.getInt(start + 4) - 1],
                    bytes.getLong(start + 8),
                    bytes.getLong(start + 16),
                    bytes.getLong(start + 24),
                    bytes.getLong(start + 32),
                    piece(bytes, data, one),
                    piece(bytes, data + one, two)));
            bytes.position(data + one + two);
        }
        return entries;
    }

    private static byte[] piece(ByteBuffer bytes, int from, int length) {
        byte[] piece = new byte[length];
        bytes.get(from, piece);
        return piece;
    }

    /** Changes of names that no sync of their folder covered, oldest first. */
    List<Entry> names() {
        Map<Long, Entry> pending = new TreeMap<>();
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case CREATE, UNLINK, RENAME, LINK, MKDIR, RMDIR -> pending.put(entry.seq(), entry);
                case CANCEL -> pending.remove(entry.a());
                case SYNCDIR -> pending.values().removeIf(change -> change.folder() == entry.ino());
                case BASE, OLD, SYNC, BORN, NOTE -> {}
            }
        }
        return List.copyOf(pending.values());
    }

    /** By inode, what takes a file's bytes back to its last sync: its length then, and the bytes overwritten since, oldest first. */
    Map<Long, List<Entry>> bytes() {
        Map<Long, List<Entry>> pending = new HashMap<>();
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case BASE, OLD ->
                    pending.computeIfAbsent(entry.ino(), ino -> new ArrayList<>())
                            .add(entry);
                case SYNC, BORN -> pending.remove(entry.ino());
                case CREATE, UNLINK, RENAME, LINK, MKDIR, RMDIR, SYNCDIR, CANCEL, NOTE -> {}
            }
        }
        return pending;
    }

    /** What was synced, as paths with their digits folded, each with how often; folders end in a slash. */
    Map<String, Integer> syncs() {
        Map<String, Integer> seen = new TreeMap<>();
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case SYNC -> seen.merge(folded(entry.name()), 1, Integer::sum);
                case SYNCDIR -> seen.merge(folded(entry.name()) + "/", 1, Integer::sum);
                case BASE, OLD, CREATE, BORN, UNLINK, RENAME, LINK, MKDIR, RMDIR, CANCEL, NOTE -> {}
            }
        }
        return seen;
    }

    private static String folded(String path) {
        return path.replaceAll("(?<=extents/)[0-9a-f]{2}(?=/|$)|[0-9a-f]*[0-9][0-9a-f]*", "#");
    }

    /** What the shim could not follow. */
    List<String> notes() {
        return entries.stream()
                .filter(entry -> entry.kind() == Kind.NOTE)
                .map(entry -> entry.name() + ": " + new String(entry.two(), StandardCharsets.UTF_8))
                .distinct()
                .toList();
    }
}
