package lazurite.service.blob;

import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;

/**
 * The uncommitted upload of a blob: names its block rows. A Put Block List, Put Blob, copy or delete ends it; the next
 * block starts another.
 *
 * @param blockIdLength of its decoded block ids, in bytes
 */
record Upload(Uid id, int blockIdLength) {
    byte[] write() {
        return new RecordWriter(1).uid(1, id).number(2, blockIdLength).done();
    }

    static Upload read(byte[] bytes) {
        RecordReader in = new RecordReader("upload", bytes, 1);
        Uid id = null;
        int length = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.uid();
                case 2 -> length = in.integer();
                default -> throw in.unknownField();
            }
        }
        return new Upload(in.required(id), length);
    }
}
