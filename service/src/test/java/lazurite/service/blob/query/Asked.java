package lazurite.service.blob.query;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lazurite.base.Platform;

/** What came of a query, read from its Avro file by a reader of the test's own. */
record Asked(String text, List<String> errors, List<Long> progress, long end) {
    static final TextFormat.Delimited CSV = TextFormat.USUAL;
    static final TextFormat.Delimited HEADED = new TextFormat.Delimited(",", "\"", "\n", "", true);
    static final TextFormat.Json JSON = new TextFormat.Json("\n");

    static Asked of(String sql, String blob) throws IOException {
        return of(sql, CSV, CSV, blob);
    }

    static Asked of(String sql, TextFormat input, TextFormat output, String blob) throws IOException {
        byte[] bytes = blob.getBytes(StandardCharsets.UTF_8);
        return of(sql, input, output, new ByteArrayInputStream(bytes), bytes.length);
    }

    static Asked of(String sql, TextFormat input, TextFormat output, InputStream blob, long length) throws IOException {
        return of(QueryRequest.of(sql, input, output), blob, length, Platform.system());
    }

    static Asked of(QueryRequest request, InputStream blob, long length, Platform platform) throws IOException {
        try (QueryStream stream = new QueryStream(request, blob, length, platform, () -> {})) {
            return read(new DataInputStream(stream));
        }
    }

    /** Errors as {@code name at position}, with {@code fatal} before those that are. */
    private static Asked read(DataInputStream in) throws IOException {
        expect(in, new byte[] {'O', 'b', 'j', 1});
        long pairs = number(in);
        for (long i = 0; i < 2 * pairs; i++) {
            bytes(in);
        }
        number(in);
        byte[] sync = in.readNBytes(16);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<String> errors = new ArrayList<>();
        List<Long> progress = new ArrayList<>();
        long end = -1;
        int next;
        while ((next = in.read()) >= 0) {
            long count = number(in, next);
            byte[] block = bytes(in);
            DataInputStream records = new DataInputStream(new ByteArrayInputStream(block));
            for (long i = 0; i < count; i++) {
                switch ((int) number(records)) {
                    case 0 -> text.writeBytes(bytes(records));
                    case 1 -> {
                        String fatal = records.readBoolean() ? "fatal " : "";
                        String name = new String(bytes(records), StandardCharsets.UTF_8);
                        bytes(records);
                        errors.add(fatal + name + " at " + number(records));
                    }
                    case 2 -> {
                        progress.add(number(records));
                        number(records);
                    }
                    default -> end = number(records);
                }
            }
            if (records.available() > 0) {
                throw new IOException("a block has more than its records");
            }
            expect(in, sync);
        }
        return new Asked(text.toString(StandardCharsets.UTF_8), errors, progress, end);
    }

    private static void expect(DataInputStream in, byte[] wanted) throws IOException {
        if (!Arrays.equals(in.readNBytes(wanted.length), wanted)) {
            throw new IOException("not the bytes expected");
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes((int) number(in));
    }

    private static long number(DataInputStream in) throws IOException {
        return number(in, in.readUnsignedByte());
    }

    private static long number(DataInputStream in, int first) throws IOException {
        long value = first & 0x7F;
        int next = first;
        for (int shift = 7; (next & 0x80) != 0; shift += 7) {
            next = in.readUnsignedByte();
            value |= (long) (next & 0x7F) << shift;
        }
        return (value >>> 1) ^ -(value & 1);
    }
}
