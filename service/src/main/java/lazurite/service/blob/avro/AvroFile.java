package lazurite.service.blob.avro;

/**
 * The parts of an Avro object container file without a codec: its head, and blocks of records.
 *
 * <p>Source: Apache Avro 1.11 specification, "Object Container Files".
 *
 * <p>Concurrency: one thread.
 */
public final class AvroFile {
    /** Bytes that stand behind the head and each block. */
    public static final int SYNC_BYTES = 16;

    private final String schema;
    private final byte[] sync;
    private final AvroBytes records = new AvroBytes();
    private int count;

    /** @param sync {@value #SYNC_BYTES} random bytes, the same for all of a file */
    public AvroFile(String schema, byte[] sync) {
        this.schema = schema;
        this.sync = sync.clone();
    }

    /** What stands before the first block. */
    public byte[] head() {
        return new AvroBytes()
                .raw(new byte[] {'O', 'b', 'j', 1})
                .number(2)
                .text("avro.schema")
                .text(schema)
                .text("avro.codec")
                .text("null")
                .number(0)
                .raw(sync)
                .done();
    }

    /** Begins a record of the next block, whose values are to be written there. */
    public AvroBytes next() {
        count++;
        return records;
    }

    /** Bytes of the records in the next block. */
    public int size() {
        return records.size();
    }

    /** The block with all records since the last one. */
    public byte[] take() {
        byte[] block =
                new AvroBytes().number(count).bytes(records.done()).raw(sync).done();
        records.clear();
        count = 0;
        return block;
    }
}
