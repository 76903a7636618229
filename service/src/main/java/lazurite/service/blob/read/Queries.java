package lazurite.service.blob.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.query.QueryRequest;
import lazurite.service.blob.query.QueryStream;
import lazurite.service.blob.record.BlobType;

/**
 * Query Blob Contents. A query is a read of the whole blob whose answer is made while it is sent.
 *
 * <p>Concurrency: any thread; eight queries at a time, a ninth is 503 ServerBusy. A place is free again when the
 * answer is closed.
 */
public final class Queries {
    public static final int PLACES = 8;
    private static final int DOCUMENT_BYTES_MAX = 2 << 20;

    private final Reads reads;
    private final Platform platform;
    private final Semaphore places = new Semaphore(PLACES);

    public Queries(Reads reads, Platform platform) {
        this.reads = reads;
        this.platform = platform;
    }

    public BlobResult query(BlobOperation.QueryBlob operation, BlobCall call) {
        QueryRequest request = QueryXml.read(Intake.document(operation.body(), Checksums.NONE, DOCUMENT_BYTES_MAX));
        if (!places.tryAcquire()) {
            throw new StorageException(ErrorCode.ServerBusy, "Too many queries run at once.");
        }
        boolean streaming = false;
        try {
            BlobResult.BlobContent content = open(operation, call);
            InputStream answer =
                    new QueryStream(request, content.stream(), content.length(), platform, places::release);
            streaming = true;
            return new BlobResult.QueryAnswer(content.state(), answer);
        } finally {
            if (!streaming) {
                places.release();
            }
        }
    }

    private BlobResult.BlobContent open(BlobOperation.QueryBlob operation, BlobCall call) {
        BlobResult.BlobContent content = reads.content(
                new BlobOperation.GetBlob(
                        operation.container(),
                        operation.blob(),
                        operation.moment(),
                        null,
                        false,
                        false,
                        operation.conditions()),
                call);
        if (content.state().record().type() == BlobType.BLOCK) {
            return content;
        }
        try {
            content.stream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new StorageException(ErrorCode.InvalidBlobType);
    }
}
