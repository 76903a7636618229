package lazurite.service.blob.write;

import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.WebOperation;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.settings.ServicePropertiesCodec;
import lazurite.service.blob.settings.ServicePropertiesXml;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Mutation;

/** The Blob service's properties of each account, one row each. */
public final class ServiceSettings {
    private static final int DOCUMENT_BYTES_MAX = 64 << 10;
    private static final int ATTEMPTS_MAX = 100;

    private final BlobRows rows;
    private final Containers containers;

    public ServiceSettings(BlobRows rows, Containers containers) {
        this.rows = rows;
        this.containers = containers;
    }

    public ServiceProperties get(String account) {
        return ServicePropertiesCodec.read(rows.metadata().get(Family.BASE, BlobKeys.serviceProperties(account)));
    }

    public BlobResult set(BlobOperation.SetServiceProperties operation, BlobCall call) {
        byte[] document = Intake.document(operation.body(), BlobOperation.Checksums.NONE, DOCUMENT_BYTES_MAX);
        Key key = BlobKeys.serviceProperties(call.account());
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            byte[] before = rows.metadata().get(Family.BASE, key);
            ServiceProperties changed = ServicePropertiesXml.read(document, ServicePropertiesCodec.read(before));
            if (changed.website().enabled()) {
                containers.provide(WebOperation.CONTAINER, call);
            }
            Commit commit = new Commit(
                    BlobKeys.account(call.account()),
                    rows.newId(),
                    List.of(
                            before == null
                                    ? new Condition.Absent(Family.BASE, key)
                                    : new Condition.Equal(Family.BASE, key, before)),
                    List.of(new Mutation.Put(Family.BASE, key, ServicePropertiesCodec.write(changed))),
                    null);
            if (call.pass().commit(() -> rows.metadata().commit(commit))) {
                return new BlobResult.Done();
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }
}
