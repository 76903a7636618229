package lazurite.service.blob.record;

import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/** A container that was deleted and can be restored, with all that is in it: {@code docs/formats/blob-record.md}. */
public record DeletedContainer(ContainerRecord container, Deletion deletion) {
    public byte[] write() {
        return new RecordWriter(1)
                .bytes(1, ContainerRecordCodec.write(container))
                .bytes(2, BlobRecordCodec.deletion(deletion))
                .done();
    }

    public static DeletedContainer read(byte[] bytes) {
        RecordReader in = new RecordReader("deleted container", bytes, 1);
        ContainerRecord container = null;
        Deletion deletion = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> container = ContainerRecordCodec.read(in.bytes());
                case 2 -> deletion = BlobRecordCodec.readDeletion(in.bytes());
                default -> throw in.unknownField();
            }
        }
        return new DeletedContainer(in.required(container), in.required(deletion));
    }
}
