package lazurite.service.blob.event;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import lazurite.service.blob.event.ChangeEvent.TagsUpdated;
import lazurite.service.blob.event.ChangeEvent.Updated;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Stamp;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/** Stored form of events ({@code docs/formats/events.md}). */
final class ChangeEventCodec {
    private static final int VERSION = 1;

    private ChangeEventCodec() {}

    /**
     * What a commit leaves in family EVENT.
     *
     * @param events each as {@link #write} wrote it
     */
    record Committed(String account, List<byte[]> events) {
        byte[] write() {
            RecordWriter out = new RecordWriter(VERSION).text(1, account);
            events.forEach(event -> out.bytes(2, event));
            return out.done();
        }

        static Committed read(byte[] bytes) {
            RecordReader in = new RecordReader("events of a commit", bytes, VERSION);
            String account = null;
            List<byte[]> events = new ArrayList<>();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> account = in.text();
                    case 2 -> events.add(in.bytes());
                    default -> throw in.unknownField();
                }
            }
            return new Committed(in.required(account), events);
        }
    }

    /** Without the sequence, which the row's key tells. */
    public static byte[] write(ChangeEvent event) {
        RecordWriter out = new RecordWriter(VERSION)
                .bytes(1, bytes(event.id()))
                .number(2, event.type().code())
                .text(3, event.api())
                .number(4, event.time().ticks())
                .text(5, event.origin().requestId())
                .text(6, event.origin().clientRequestId())
                .text(7, event.container())
                .text(8, event.scope())
                .text(9, event.blob())
                .number(10, event.stamp().ticks())
                .text(11, event.contentType())
                .number(12, event.length())
                .number(13, event.blobType().code());
        stamp(out, 14, event.version());
        stamp(out, 15, event.snapshot());
        out.text(16, event.tier());
        pairs(out, 17, event.previous());
        new TreeMap<>(event.properties())
                .forEach((name, values) -> out.bytes(18, updated(name, values.before(), values.after())));
        TagsUpdated tags = event.tags();
        if (tags != null) {
            out.flag(19, true);
            pairs(out, 20, tags.before());
            pairs(out, 21, tags.after());
        }
        pairs(out, 22, event.asynchronous());
        return out.done();
    }

    public static ChangeEvent read(long sequence, byte[] bytes) {
        return new Reading(new RecordReader("event", bytes, VERSION)).read(sequence);
    }

    /** The fields read so far. */
    private static final class Reading {
        private final RecordReader in;
        private final @Nullable String[] texts = new @Nullable String[17];
        private final long[] numbers = new long[16];
        private final Map<String, String> previous = new HashMap<>();
        private final Map<String, Updated> properties = new HashMap<>();
        private final Map<String, String> tagsBefore = new HashMap<>();
        private final Map<String, String> tagsAfter = new HashMap<>();
        private final Map<String, String> asynchronous = new HashMap<>();
        private byte @Nullable [] id;
        private boolean tagged;

        Reading(RecordReader in) {
            this.in = in;
        }

        ChangeEvent read(long sequence) {
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> id = in.bytes();
                    case 3, 5, 6, 7, 8, 9, 11, 16 -> texts[in.field()] = in.text();
                    case 2, 4, 10, 12, 13, 14, 15 -> numbers[in.field()] = in.number();
                    case 17 -> pair(previous);
                    case 18 -> updated();
                    case 19 -> tagged = in.flag();
                    case 20 -> pair(tagsBefore);
                    case 21 -> pair(tagsAfter);
                    case 22 -> pair(asynchronous);
                    default -> throw in.unknownField();
                }
            }
            return new ChangeEvent(
                    sequence,
                    id(in.required(id)),
                    in.coded(ChangeEvent.Type.values(), ChangeEvent.Type::code, numbers[2]),
                    in.required(texts[3]),
                    new Stamp(numbers[4]),
                    new Origin(in.required(texts[5]), texts[6]),
                    in.required(texts[7]),
                    in.required(texts[8]),
                    in.required(texts[9]),
                    new Stamp(numbers[10]),
                    texts[11],
                    numbers[12],
                    in.coded(BlobType.values(), BlobType::code, numbers[13]),
                    stamp(numbers[14]),
                    stamp(numbers[15]),
                    texts[16],
                    previous,
                    properties,
                    tagged ? new TagsUpdated(Map.copyOf(tagsBefore), Map.copyOf(tagsAfter)) : null,
                    asynchronous);
        }

        private void pair(Map<String, String> into) {
            String[] parts = parts();
            into.put(parts[0], parts[1]);
        }

        private void updated() {
            String[] parts = parts();
            properties.put(parts[0], new Updated(parts[1], parts[2]));
        }

        private String[] parts() {
            RecordReader pair = new RecordReader("part of an event", in.bytes(), VERSION);
            String[] parts = {"", "", ""};
            while (pair.next()) {
                parts[pair.field() - 1] = switch (pair.field()) {
                    case 1, 2, 3 -> pair.text();
                    default -> throw pair.unknownField();
                };
            }
            return parts;
        }
    }

    private static void pairs(RecordWriter out, int field, Map<String, String> pairs) {
        new TreeMap<>(pairs).forEach((name, value) -> out.bytes(field, updated(name, value, null)));
    }

    private static byte[] updated(String name, String before, @Nullable String after) {
        return new RecordWriter(VERSION)
                .text(1, name)
                .text(2, before)
                .text(3, after)
                .done();
    }

    private static void stamp(RecordWriter out, int field, @Nullable Stamp stamp) {
        out.number(field, stamp == null ? 0 : stamp.ticks());
    }

    private static @Nullable Stamp stamp(long ticks) {
        return ticks == 0 ? null : new Stamp(ticks);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID id(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new UUID(in.getLong(), in.getLong());
    }
}
