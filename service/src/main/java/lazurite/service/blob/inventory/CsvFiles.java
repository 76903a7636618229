package lazurite.service.blob.inventory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.HttpProperties;

/**
 * Writes the files of one run: block blobs, block after block, so that no more than a block is held in memory, and a new
 * file whenever one has the most lines that it may have. A file is seen once it is whole.
 */
final class CsvFiles {
    private static final int BLOCK_BYTES = 4 << 20;

    private final BlobOperations blobs;
    private final String container;
    private final String path;
    private final String header;
    private final int linesMax;
    private final List<Written> written = new ArrayList<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final List<String> blockIds = new ArrayList<>();
    private int lines;
    private long bytes;

    /** A whole file. */
    record Written(String blob, long size) {}

    /**
     * @param path of the files, as far as they have it in common: {@code 2026/11/27/10-00-00/rule/rule}
     * @param header first line of each file
     * @param linesMax most lines of a file, its header not counted
     */
    CsvFiles(BlobOperations blobs, String container, String path, String header, int linesMax) {
        this.blobs = blobs;
        this.container = container;
        this.path = path;
        this.header = header;
        this.linesMax = linesMax;
    }

    void add(String line, BlobCall call) {
        if (lines == linesMax) {
            end(call);
        }
        if (lines++ == 0) {
            take(header, call);
        }
        take(line, call);
    }

    /** Ends the last file; there is one at least. */
    List<Written> finish(BlobCall call) {
        if (lines > 0 || written.isEmpty()) {
            if (lines == 0) {
                take(header, call);
            }
            end(call);
        }
        return written;
    }

    /** Writes a small blob beside the files. */
    void put(String suffix, String contentType, byte[] content, BlobCall call) {
        blobs.run(
                new BlobOperation.PutBlob(
                        container, path + suffix, made(contentType), Checksums.NONE, payload(content)),
                call);
    }

    /** Whether a blob is there beside the files. */
    boolean has(String suffix, BlobCall call) {
        try {
            blobs.run(new BlobOperation.GetBlobProperties(container, path + suffix, null, Conditions.NONE), call);
            return true;
        } catch (StorageException missing) {
            if (missing.code() == ErrorCode.BlobNotFound) {
                return false;
            }
            throw missing;
        }
    }

    private String name() {
        return path + (written.isEmpty() ? "" : "_" + written.size()) + ".csv";
    }

    private void take(String line, BlobCall call) {
        block.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        if (block.size() >= BLOCK_BYTES) {
            putBlock(call);
        }
    }

    private void putBlock(BlobCall call) {
        String id = Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(blockIds.size())
                        .array());
        blobs.run(
                new BlobOperation.PutBlock(container, name(), id, null, Checksums.NONE, payload(block.toByteArray())),
                call);
        bytes += block.size();
        blockIds.add(id);
        block.reset();
    }

    private void end(BlobCall call) {
        if (block.size() > 0) {
            putBlock(call);
        }
        StringBuilder list = new StringBuilder("<BlockList>");
        blockIds.forEach(id -> list.append("<Latest>").append(id).append("</Latest>"));
        byte[] document = list.append("</BlockList>").toString().getBytes(StandardCharsets.US_ASCII);
        String name = name();
        blobs.run(
                new BlobOperation.PutBlockList(container, name, made("text/csv"), Checksums.NONE, payload(document)),
                call);
        written.add(new Written(name, bytes));
        blockIds.clear();
        lines = 0;
        bytes = 0;
    }

    private static NewBlob made(String contentType) {
        HttpProperties properties = new HttpProperties(contentType, null, null, null, null, null);
        return new NewBlob(properties, Map.of(), Map.of(), null, Conditions.NONE);
    }

    private static Payload payload(byte[] bytes) {
        return new Payload(bytes.length, new ByteArrayInputStream(bytes));
    }
}
