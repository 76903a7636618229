package lazurite.service.blob.record;

/** Access tiers of block blobs; {@link #code} is stored. What is archived has to be asked back before it is read. */
public enum AccessTier {
    HOT(1, "Hot"),
    COOL(2, "Cool"),
    COLD(3, "Cold"),
    ARCHIVE(4, "Archive");

    private final int code;
    private final String wire;

    AccessTier(int code, String wire) {
        this.code = code;
        this.wire = wire;
    }

    public int code() {
        return code;
    }

    /** As in x-ms-access-tier. */
    public String wire() {
        return wire;
    }
}
