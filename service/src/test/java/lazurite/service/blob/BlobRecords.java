package lazurite.service.blob;

import java.util.Map;

/** Records for tests. */
final class BlobRecords {
    private BlobRecords() {}

    /** Of a blob with nothing in it and nothing set, to be edited. */
    static BlobRecord.Editor blank(BlobType type, Stamp changed, Stamp created) {
        return new BlobRecord(
                        type,
                        changed,
                        created,
                        0,
                        HttpProperties.NONE,
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        new Content.Empty(),
                        0,
                        0,
                        false,
                        null,
                        Life.ENDLESS,
                        Encryption.ACCOUNT,
                        null,
                        Replicated.NONE)
                .edit();
    }
}
