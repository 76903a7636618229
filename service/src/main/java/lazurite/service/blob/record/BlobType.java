package lazurite.service.blob.record;

/** What kind of blob; {@link #code} is stored. */
public enum BlobType {
    BLOCK(1, "BlockBlob"),
    APPEND(2, "AppendBlob"),
    PAGE(3, "PageBlob");

    private final int code;
    private final String wire;

    BlobType(int code, String wire) {
        this.code = code;
        this.wire = wire;
    }

    public int code() {
        return code;
    }

    /** As in x-ms-blob-type. */
    public String wire() {
        return wire;
    }
}
