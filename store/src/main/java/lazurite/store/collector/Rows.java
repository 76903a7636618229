package lazurite.store.collector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.BodyRow;
import org.jspecify.annotations.Nullable;

/**
 * Keys and small records of what the collector derives, all in family BASE of the group {@link BodyRow#TABLE}:
 *
 * <pre>
 * b body(16)    a body: how often it is named, where it lies ({@link BodyRow})
 * x extent(8)   an extent: bytes of bodies in it that are named
 * g scope       usage
 * p body(16)    a small body that waits to be packed
 * z scope       a deleted container whose rows are still to be swept
 * t list(16)    a list of pages that is to be tidied ({@link Untidy})
 * h op(16)      losses held back for a reader ({@link Held})
 * i             which change rows the last commit took in
 * </pre>
 *
 * <p>Format: {@code docs/formats/change.md}.
 */
final class Rows {
    static final Group TABLE = BodyRow.TABLE;
    static final Key INTENT = TABLE.key("i");
    static final KeyRange BODIES = KeyRange.prefix(TABLE.key("b"));
    static final KeyRange EXTENTS = KeyRange.prefix(TABLE.key("x"));
    static final KeyRange USAGES = KeyRange.prefix(TABLE.key("g"));
    static final KeyRange QUEUE = KeyRange.prefix(TABLE.key("p"));
    static final KeyRange HELD = KeyRange.prefix(TABLE.key("h"));
    static final KeyRange RETIRED_SCOPES = KeyRange.prefix(TABLE.key("z"));
    static final KeyRange UNTIDY = KeyRange.prefix(TABLE.key("t"));
    private static final int PAGE = 1_000;

    /** Runs of parts have up to 256 KiB. */
    private static final int PARTS_PAGE = 32;

    private static final int VERSION = 1;
    private static final int NAME_AT = TABLE.prefix().length() + 1;

    private Rows() {}

    static Key extent(ExtentId extent) {
        return TABLE.key("x")
                .append(ByteBuffer.allocate(8).putLong(extent.value()).array());
    }

    static ExtentId extent(Key key) {
        return new ExtentId(ByteBuffer.wrap(key.bytes(), NAME_AT, 8).getLong());
    }

    static Key usage(String scope) {
        return TABLE.key("g").append(scope);
    }

    static Key retiredScope(String scope) {
        return TABLE.key("z").append(scope);
    }

    /** The scope in the key of a usage row or of a retired scope. */
    static String scope(Key key) {
        byte[] bytes = key.bytes();
        return new String(bytes, NAME_AT, bytes.length - NAME_AT, StandardCharsets.UTF_8);
    }

    static Key queued(Uid body) {
        return TABLE.key("p").append(body.bytes());
    }

    static Key untidy(Uid list) {
        return TABLE.key("t").append(list.bytes());
    }

    static Key held(Uid opId) {
        return TABLE.key("h").append(opId.bytes());
    }

    /** The op id at the end of a change row's key, or of a row of held losses. */
    static Uid opId(Key key) {
        return BodyRow.body(key);
    }

    /** Reads every row of the range, a page at a time. */
    static void forEach(MetadataStore metadata, Family family, KeyRange range, Consumer<Row> action) {
        int limit = family == Family.PARTS ? PARTS_PAGE : PAGE;
        KeyRange rest = range;
        while (true) {
            List<Row> page = metadata.scan(family, rest, limit);
            page.forEach(action);
            if (page.size() < limit) {
                return;
            }
            rest = rest.startingAt(page.getLast().key().next());
        }
    }

    /**
     * A small body that waits to be packed.
     *
     * @param length bytes of content
     */
    record Queued(Group group, long length) {
        byte[] bytes() {
            return new RecordWriter(VERSION)
                    .bytes(1, group.prefix().bytes())
                    .number(2, length)
                    .done();
        }

        static Queued read(byte[] bytes) {
            RecordReader in = new RecordReader("pack queue row", bytes, VERSION);
            byte[] group = null;
            long length = 0;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> group = in.bytes();
                    case 2 -> length = in.number();
                    default -> throw in.unknownField();
                }
            }
            return new Queued(new Group(Key.of(in.required(group))), length);
        }
    }

    /**
     * A list of pages that is to be tidied.
     *
     * @param opId of the last change that asked for it
     */
    record Untidy(Group group, Uid list, Uid opId) {
        byte[] bytes() {
            return new RecordWriter(VERSION)
                    .bytes(1, group.prefix().bytes())
                    .uid(2, opId)
                    .done();
        }

        static Untidy read(Row row) {
            RecordReader in = new RecordReader("row of an untidy list", row.value(), VERSION);
            byte[] group = null;
            Uid opId = null;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> group = in.bytes();
                    case 2 -> opId = in.uid();
                    default -> throw in.unknownField();
                }
            }
            return new Untidy(new Group(Key.of(in.required(group))), BodyRow.body(row.key()), in.required(opId));
        }
    }

    /**
     * An extent that holds named bodies.
     *
     * @param live bytes of the bodies in it that are named, framing included
     * @param pack whether it was filled by packing small bodies
     * @param copied whether bodies were copied into it from other extents
     */
    record ExtentRow(long live, boolean pack, boolean copied) {
        static final ExtentRow NONE = new ExtentRow(0, false, false);

        byte[] bytes() {
            return new RecordWriter(VERSION)
                    .number(1, live)
                    .flag(2, pack)
                    .flag(3, copied)
                    .done();
        }

        static ExtentRow read(byte[] bytes) {
            RecordReader in = new RecordReader("extent row", bytes, VERSION);
            long live = 0;
            boolean pack = false;
            boolean copied = false;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> live = in.number();
                    case 2 -> pack = in.flag();
                    case 3 -> copied = in.flag();
                    default -> throw in.unknownField();
                }
            }
            return new ExtentRow(live, pack, copied);
        }
    }

    /**
     * The change rows whose effect the last commits took in, so that a crash before they are discarded does not count
     * them twice.
     *
     * @param held op ids of those whose losses were held back
     * @param upTo if not null, only bodies up to this one are taken in yet, and none of what is not about bodies
     */
    record Intent(
            List<Key> changes, Set<Uid> held, @Nullable Uid upTo) {
        byte[] bytes() {
            RecordWriter out = new RecordWriter(VERSION).uid(3, upTo);
            int start = 0;
            for (int i = 1; i <= changes.size(); i++) {
                if (i == changes.size() || !group(changes.get(i)).equals(group(changes.get(start)))) {
                    ByteBuffer ids = ByteBuffer.allocate(Uid.BYTES * (i - start));
                    changes.subList(start, i).forEach(key -> ids.put(opId(key).bytes()));
                    out.bytes(1, group(changes.get(start)).prefix().bytes()).bytes(2, ids.array());
                    start = i;
                }
            }
            held.forEach(opId -> out.uid(4, opId));
            return out.done();
        }

        static Intent read(byte[] bytes) {
            RecordReader in = new RecordReader("intent row", bytes, VERSION);
            List<Key> changes = new ArrayList<>();
            Group group = null;
            Set<Uid> held = new HashSet<>();
            Uid upTo = null;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> group = new Group(Key.of(in.bytes()));
                    case 2 -> {
                        ByteBuffer ids = ByteBuffer.wrap(in.bytes());
                        while (ids.hasRemaining()) {
                            changes.add(in.required(group).key(Uid.read(ids).bytes()));
                        }
                    }
                    case 3 -> upTo = in.uid();
                    case 4 -> held.add(in.uid());
                    default -> throw in.unknownField();
                }
            }
            return new Intent(changes, held, upTo);
        }
    }

    /** The group of a change row. */
    static Group group(Key change) {
        byte[] bytes = change.bytes();
        return new Group(Key.of(Arrays.copyOf(bytes, bytes.length - Uid.BYTES)));
    }
}
