package lazurite.service.blob.record;

import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;

/**
 * The uncommitted upload of a blob: names its block rows. A Put Block List, Put Blob, copy or delete ends it; the next
 * block starts another.
 *
 * @param blockIdLength of its decoded block ids, in bytes
 * @param replaced how often a block took the place of another, so that a Put Block List that read the other is retried
 * @param encryption whose key the blocks are sealed with
 */
public record Upload(Uid id, int blockIdLength, int replaced, Encryption encryption) {
    public Upload withReplaced() {
        return new Upload(id, blockIdLength, replaced + 1, encryption);
    }

    public byte[] write() {
        return new RecordWriter(1)
                .uid(1, id)
                .number(2, blockIdLength)
                .number(3, replaced)
                .text(4, encryption.keySha256())
                .text(5, encryption.scope())
                .done();
    }

    public static Upload read(byte[] bytes) {
        RecordReader in = new RecordReader("upload", bytes, 1);
        Uid id = null;
        int length = 0;
        int replaced = 0;
        String keySha256 = null;
        String scope = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.uid();
                case 2 -> length = in.integer();
                case 3 -> replaced = in.integer();
                case 4 -> keySha256 = in.text();
                case 5 -> scope = in.text();
                default -> throw in.unknownField();
            }
        }
        return new Upload(in.required(id), length, replaced, new Encryption(keySha256, scope));
    }
}
