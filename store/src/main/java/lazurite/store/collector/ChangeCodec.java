package lazurite.store.collector;

import java.util.ArrayList;
import java.util.List;
import lazurite.store.Key;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;
import lazurite.store.body.PartCodec;

/**
 * Stored form of {@link Change}.
 *
 * <p>Format: {@code docs/formats/change.md}.
 */
public final class ChangeCodec {
    private static final int VERSION = 1;

    private ChangeCodec() {}

    public static byte[] bytes(Change change) {
        RecordWriter out = new RecordWriter(VERSION)
                .number(1, change.timeMillis())
                .text(2, change.operation())
                .text(3, change.scope())
                .bytes(4, change.usage().equals(Usage.NONE) ? null : UsageCodec.bytes(change.usage()));
        change.gained().forEach(ref -> out.bytes(5, PartCodec.bytes(ref)));
        change.lost().forEach(ref -> out.bytes(6, PartCodec.bytes(ref)));
        change.partsCreated().forEach(list -> out.uid(7, list));
        change.partsRetired().forEach(list -> out.uid(8, list));
        change.uploadsRetired().forEach(upload -> out.uid(9, upload));
        change.moved().forEach(ref -> out.bytes(10, PartCodec.bytes(ref)));
        change.scopesRetired().forEach(scope -> out.text(11, scope));
        change.rowsRetired().forEach(key -> out.bytes(12, key.bytes()));
        change.listsTouched().forEach(list -> out.uid(13, list));
        return out.done();
    }

    public static Change read(byte[] bytes) {
        RecordReader in = new RecordReader("change row", bytes, VERSION);
        long time = 0;
        String operation = "";
        String scope = "";
        Usage usage = Usage.NONE;
        List<BodyRef> gained = new ArrayList<>();
        List<BodyRef> lost = new ArrayList<>();
        List<Uid> partsCreated = new ArrayList<>();
        List<Uid> partsRetired = new ArrayList<>();
        List<Uid> uploadsRetired = new ArrayList<>();
        List<BodyRef> moved = new ArrayList<>();
        List<String> scopesRetired = new ArrayList<>();
        List<Key> rowsRetired = new ArrayList<>();
        List<Uid> listsTouched = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> time = in.number();
                case 2 -> operation = in.text();
                case 3 -> scope = in.text();
                case 4 -> usage = UsageCodec.read(in.bytes());
                case 5 -> gained.add(PartCodec.ref(in.bytes()));
                case 6 -> lost.add(PartCodec.ref(in.bytes()));
                case 7 -> partsCreated.add(in.uid());
                case 8 -> partsRetired.add(in.uid());
                case 9 -> uploadsRetired.add(in.uid());
                case 10 -> moved.add(PartCodec.ref(in.bytes()));
                case 11 -> scopesRetired.add(in.text());
                case 12 -> rowsRetired.add(Key.of(in.bytes()));
                case 13 -> listsTouched.add(in.uid());
                default -> throw in.unknownField();
            }
        }
        return new Change(
                time,
                operation,
                scope,
                usage,
                gained,
                lost,
                partsCreated,
                partsRetired,
                uploadsRetired,
                moved,
                scopesRetired,
                rowsRetired,
                listsTouched);
    }
}
