package lazurite.service.blob;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.gateway.CorsRule;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/** The Blob service's properties of each account, one row each. */
final class ServiceSettings {
    private static final int DOCUMENT_BYTES_MAX = 64 << 10;
    private static final int ATTEMPTS_MAX = 100;

    private final BlobRows rows;

    ServiceSettings(BlobRows rows) {
        this.rows = rows;
    }

    ServiceProperties get(String account) {
        return decode(rows.metadata().get(Family.BASE, BlobKeys.serviceProperties(account)));
    }

    BlobResult set(BlobOperation.SetServiceProperties operation, BlobCall call) {
        byte[] document = Intake.document(operation.body(), BlobOperation.Checksums.NONE, DOCUMENT_BYTES_MAX);
        Key key = BlobKeys.serviceProperties(call.account());
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            byte[] before = rows.metadata().get(Family.BASE, key);
            ServiceProperties changed = ServicePropertiesXml.read(document, decode(before));
            Commit commit = new Commit(
                    BlobKeys.account(call.account()),
                    rows.newId(),
                    List.of(
                            before == null
                                    ? new Condition.Absent(Family.BASE, key)
                                    : new Condition.Equal(Family.BASE, key, before)),
                    List.of(new Mutation.Put(Family.BASE, key, encode(changed))),
                    null);
            if (call.pass().commit(() -> rows.metadata().commit(commit))) {
                return new BlobResult.Done();
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }

    static byte[] encode(ServiceProperties properties) {
        RecordWriter out = new RecordWriter(1).text(1, properties.defaultVersion());
        for (CorsRule rule : properties.cors()) {
            out.bytes(
                    2,
                    new RecordWriter(1)
                            .text(1, String.join(",", rule.allowedOrigins()))
                            .text(2, String.join(",", rule.allowedMethods()))
                            .text(3, String.join(",", rule.allowedHeaders()))
                            .text(4, String.join(",", rule.exposedHeaders()))
                            .number(5, rule.maxAgeSeconds())
                            .done());
        }
        return out.done();
    }

    static ServiceProperties decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return ServiceProperties.NONE;
        }
        RecordReader in = new RecordReader("service properties", bytes, 1);
        String defaultVersion = null;
        List<CorsRule> cors = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> defaultVersion = in.text();
                case 2 -> cors.add(rule(in.bytes()));
                default -> throw in.unknownField();
            }
        }
        return new ServiceProperties(cors, defaultVersion);
    }

    private static CorsRule rule(byte[] bytes) {
        RecordReader in = new RecordReader("CORS rule", bytes, 1);
        List<List<String>> lists = new ArrayList<>(List.of(List.of(), List.of(), List.of(), List.of()));
        int maxAge = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1, 2, 3, 4 -> {
                    String text = in.text();
                    lists.set(in.field() - 1, text.isEmpty() ? List.of() : List.of(text.split(",", -1)));
                }
                case 5 -> maxAge = in.integer();
                default -> throw in.unknownField();
            }
        }
        return new CorsRule(lists.get(0), lists.get(1), lists.get(2), lists.get(3), maxAge);
    }
}
