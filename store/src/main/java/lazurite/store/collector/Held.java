package lazurite.store.collector;

import java.util.ArrayList;
import java.util.List;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import lazurite.store.body.PartCodec;
import org.jspecify.annotations.Nullable;

/**
 * The losses of one change, held back while a reader that began before it is at work in the group.
 *
 * @param upTo bodies up to this one have been taken in
 * @param done all have been; what became garbage and this row are still to be discarded
 */
record Held(
        Group group,
        List<BodyRef> lost,
        List<Uid> partsRetired,
        List<Key> rowsRetired,
        @Nullable Uid upTo,
        boolean done) {
    private static final int VERSION = 1;

    Held takenIn(@Nullable Uid body) {
        return new Held(group, lost, partsRetired, rowsRetired, body, body == null);
    }

    boolean nothing() {
        return lost.isEmpty() && partsRetired.isEmpty() && rowsRetired.isEmpty();
    }

    byte[] bytes() {
        RecordWriter out = new RecordWriter(VERSION).bytes(1, group.prefix().bytes());
        lost.forEach(ref -> out.bytes(2, PartCodec.bytes(ref)));
        partsRetired.forEach(list -> out.uid(3, list));
        rowsRetired.forEach(key -> out.bytes(6, key.bytes()));
        return out.uid(4, upTo).flag(5, done).done();
    }

    static Held read(byte[] bytes) {
        RecordReader in = new RecordReader("row of held losses", bytes, VERSION);
        byte[] group = null;
        List<BodyRef> lost = new ArrayList<>();
        List<Uid> partsRetired = new ArrayList<>();
        List<Key> rowsRetired = new ArrayList<>();
        Uid upTo = null;
        boolean done = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> group = in.bytes();
                case 2 -> lost.add(PartCodec.ref(in.bytes()));
                case 3 -> partsRetired.add(in.uid());
                case 4 -> upTo = in.uid();
                case 5 -> done = in.flag();
                case 6 -> rowsRetired.add(Key.of(in.bytes()));
                default -> throw in.unknownField();
            }
        }
        return new Held(new Group(Key.of(in.required(group))), lost, partsRetired, rowsRetired, upTo, done);
    }
}
