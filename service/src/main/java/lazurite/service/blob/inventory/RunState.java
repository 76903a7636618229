package lazurite.service.blob.inventory;

import java.time.Instant;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/**
 * How far the inventories of a rule are.
 *
 * <p>Format: {@code docs/formats/inventory.md}.
 *
 * @param due when the latest one was due
 * @param started when it was begun: names its folder
 * @param done whether it is whole
 */
record RunState(Instant due, Instant started, boolean done) {
    private static final int VERSION = 1;

    byte[] write() {
        return new RecordWriter(VERSION)
                .number(1, due.getEpochSecond())
                .number(2, started.getEpochSecond())
                .flag(3, done)
                .done();
    }

    static RunState read(byte[] bytes) {
        RecordReader in = new RecordReader("state of an inventory", bytes, VERSION);
        long due = 0;
        long started = 0;
        boolean done = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> due = in.number();
                case 2 -> started = in.number();
                case 3 -> done = in.flag();
                default -> throw in.unknownField();
            }
        }
        return new RunState(Instant.ofEpochSecond(due), Instant.ofEpochSecond(started), done);
    }
}
