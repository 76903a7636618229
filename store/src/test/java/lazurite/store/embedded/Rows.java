package lazurite.store.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.Engine;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.Mutation;
import lazurite.store.UidSource;

/** Short forms for tests that need some rows. */
final class Rows {
    static final Settings SETTINGS = Settings.defaults(Path.of("target", "natives"));

    private static final UidSource UIDS = new UidSource(Platform.system());

    private Rows() {}

    static Group group(String name) {
        return Group.of("F", "inc", name);
    }

    static Key key(String name) {
        return group(name).key("");
    }

    static Commit commitOf(String name, String value) {
        Mutation put = new Mutation.Put(Family.BASE, key(name), value.getBytes(UTF_8));
        return new Commit(group(name), UIDS.next(), List.of(), List.of(put), null);
    }

    static void put(Engine engine, String name, String value) {
        engine.metadata().commit(commitOf(name, value));
    }

    /** The value as text; "none" without the row. */
    static String get(Engine engine, String name) {
        byte[] value = engine.metadata().get(Family.BASE, key(name));
        return value == null ? "none" : new String(value, UTF_8);
    }
}
