package lazurite.service.blob.query;

import lazurite.service.blob.avro.AvroBytes;
import lazurite.service.blob.avro.AvroFile;

/**
 * Records of a query's answer as blocks of an Avro file; the schema is the one that Azure answers with.
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

    private final AvroFile file;

    /** @param sync 16 random bytes */
    AvroBlock(byte[] sync) {
        this.file = new AvroFile(SCHEMA, sync);
    }

    /** What stands before the first block. */
    byte[] header() {
        return file.head();
    }

    void result(byte[] data) {
        begin(RESULT).bytes(data);
    }

    /** @param position of the row, in bytes from the blob's start */
    void error(QueryFailure failure, long position) {
        begin(ERROR)
                .flag(failure.isFatal())
                .text(failure.name())
                .text(failure.description())
                .number(position);
    }

    void progress(long bytesScanned, long totalBytes) {
        begin(PROGRESS).number(bytesScanned).number(totalBytes);
    }

    void end(long totalBytes) {
        begin(END).number(totalBytes);
    }

    /** Bytes of the records in it. */
    int size() {
        return file.size();
    }

    /** The block with all records since the last one. */
    byte[] take() {
        return file.take();
    }

    private AvroBytes begin(int branch) {
        return file.next().number(branch);
    }

    private static String record(String name, String fields) {
        return "{\"type\":\"record\",\"name\":\"" + SPACE + name + "\",\"fields\":[" + fields + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\"}";
    }
}
