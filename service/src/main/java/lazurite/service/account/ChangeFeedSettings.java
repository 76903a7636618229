package lazurite.service.account;

/**
 * Whether an account's changes are written down in {@code $blobchangefeed}.
 *
 * @param enabled whether they are from now on
 * @param retentionInDays how long they are kept, 1 to 146,000; 0 for ever
 */
public record ChangeFeedSettings(boolean enabled, int retentionInDays) {
    public static final ChangeFeedSettings OFF = new ChangeFeedSettings(false, 0);
}
