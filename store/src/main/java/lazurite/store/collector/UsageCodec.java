package lazurite.store.collector;

import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Usage;

/** Stored form of {@link Usage}. */
final class UsageCodec {
    private static final int VERSION = 1;

    private UsageCodec() {}

    static byte[] bytes(Usage usage) {
        return new RecordWriter(VERSION)
                .number(1, usage.blobs())
                .number(2, usage.base())
                .number(3, usage.snapshots())
                .number(4, usage.versions())
                .number(5, usage.softDeleted())
                .number(6, usage.uncommitted())
                .done();
    }

    static Usage read(byte[] bytes) {
        RecordReader in = new RecordReader("usage row", bytes, VERSION);
        long[] fields = new long[7];
        while (in.next()) {
            if (in.field() < 1 || in.field() > 6) {
                throw in.unknownField();
            }
            fields[in.field()] = in.number();
        }
        return new Usage(fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]);
    }
}
