package lazurite.service.blob.settings;

/**
 * Which requests are written down in {@code $logs}: {@code Logging} of the service properties.
 *
 * @param version of the lines' form: 1.0 or 2.0
 * @param retentionDays after which logs are deleted, 1 to 365; 0 to keep them
 */
public record Logging(String version, boolean read, boolean write, boolean delete, int retentionDays) {
    public static final Logging OFF = new Logging("1.0", false, false, false, 0);
}
