package lazurite.service.blob.record;

import java.time.Instant;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/** The stored form of a {@link Lease}, inside the record of what it is on. */
public final class LeaseCodec {
    private LeaseCodec() {}

    public static byte[] write(Lease lease) {
        Instant ends = lease.ends();
        return new RecordWriter(1)
                .text(1, lease.id())
                .number(2, lease.durationSeconds())
                .number(3, ends == null ? 0 : ends.toEpochMilli())
                .flag(4, lease.broken())
                .done();
    }

    public static Lease read(byte[] bytes) {
        RecordReader in = new RecordReader("lease", bytes, 1);
        String id = null;
        int duration = 0;
        Instant ends = null;
        boolean broken = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> duration = in.integer();
                case 3 -> ends = Instant.ofEpochMilli(in.number());
                case 4 -> broken = in.flag();
                default -> throw in.unknownField();
            }
        }
        return new Lease(in.required(id), duration, ends, broken);
    }
}
