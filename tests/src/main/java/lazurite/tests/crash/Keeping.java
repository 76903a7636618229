package lazurite.tests.crash;

/**
 * How a blob is kept.
 *
 * @param tier as `x-ms-access-tier` names it; empty if it was never set
 * @param back the tier that it is to have once it is back from the archive; empty if it was not asked back
 * @param expires as `x-ms-expiry-time` tells it; empty for never
 */
record Keeping(Cover cover, String tier, String back, String expires) {
    static final String ARCHIVE = "Archive";
    static final Keeping PLAIN = new Keeping(Cover.ACCOUNT, "", "", "");

    /** Of a blob that takes the place of one that is kept like this. */
    Keeping replaced(Cover newCover, String newTier, String newExpires) {
        String kept = isArchived() ? "" : tier;
        return new Keeping(newCover, newTier.isEmpty() ? kept : newTier, "", newExpires);
    }

    boolean isArchived() {
        return tier.equals(ARCHIVE);
    }

    Keeping withTier(String newTier) {
        return new Keeping(cover, newTier, "", expires);
    }

    /** Asked back from the archive, for later. */
    Keeping pending(String newTier) {
        return new Keeping(cover, tier, newTier, expires);
    }

    Keeping withExpires(String newExpires) {
        return new Keeping(cover, tier, back, newExpires);
    }
}
