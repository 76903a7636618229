package lazurite.service.blob;

/** Access tiers of block blobs that hold their content at hand; {@link #code} is stored. Archive comes later. */
public enum AccessTier {
    HOT(1, "Hot"),
    COOL(2, "Cool"),
    COLD(3, "Cold");

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
