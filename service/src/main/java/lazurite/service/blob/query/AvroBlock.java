package lazurite.service.blob.query;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Records of a query's answer as blocks of an Avro object container file without a codec.
 *
 * <p>Source: Apache Avro 1.11 specification, "Object Container Files" and "Binary Encoding"; the schema is the one that
 * Azure answers with.
 *
 * <p>Concurrency: one thread.
 */
final class AvroBlock {
    private static final String SPACE = "com.microsoft.azure.storage.queryBlobContents.";
    private static final String SCHEMA = "["
            + record("resultData", field("data", "bytes"))
            + ","
            + record(
                    "error",
                    field("fatal", "boolean")
                            + ","
                            + field("name", "string")
                            + ","
                            + field("description", "string")
                            + ","
                            + field("position", "long"))
            + ","
            + record("progress", field("bytesScanned", "long") + "," + field("totalBytes", "long"))
            + ","
            + record("end", field("totalBytes", "long"))
            + "]";
    private static final int RESULT = 0;
    private static final int ERROR = 1;
    private static final int PROGRESS = 2;
    private static final int END = 3;

    private final byte[] sync;
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private int count;

    /** @param sync 16 random bytes */
    AvroBlock(byte[] sync) {
        this.sync = sync;
    }

    /** What stands before the first block. */
    byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'O', 'b', 'j', 1});
        number(out, 2);
        text(out, "avro.schema");
        text(out, SCHEMA);
        text(out, "avro.codec");
        text(out, "null");
        number(out, 0);
        out.writeBytes(sync);
        return out.toByteArray();
    }

    void result(byte[] data) {
        begin(RESULT);
        number(records, data.length);
        records.writeBytes(data);
    }

    /** @param position of the row, in bytes from the blob's start */
    void error(QueryFailure failure, long position) {
        begin(ERROR);
        records.write(failure.isFatal() ? 1 : 0);
        text(records, failure.name());
        text(records, failure.description());
        number(records, position);
    }

    void progress(long bytesScanned, long totalBytes) {
        begin(PROGRESS);
        number(records, bytesScanned);
        number(records, totalBytes);
    }

    void end(long totalBytes) {
        begin(END);
        number(records, totalBytes);
    }

    /** Bytes of the records in it. */
    int size() {
        return records.size();
    }

    /** The block with all records since the last one. */
    byte[] take() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(records.size() + 40);
        number(out, count);
        number(out, records.size());
        out.writeBytes(records.toByteArray());
        out.writeBytes(sync);
        records.reset();
        count = 0;
        return out.toByteArray();
    }

    private void begin(int branch) {
        count++;
        number(records, branch);
    }

    /** Zigzag, then seven bits a byte, the lowest first. */
    private static void number(ByteArrayOutputStream out, long value) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static String record(String name, String fields) {
        return "{\"type\":\"record\",\"name\":\"" + SPACE + name + "\",\"fields\":[" + fields + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\"}";
    }
}
