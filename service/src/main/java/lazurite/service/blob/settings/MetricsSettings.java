package lazurite.service.blob.settings;

/**
 * {@code HourMetrics} or {@code MinuteMetrics} of the service properties. Metrics are rows of tables, and the Table
 * service is not built: they are always off, and what is kept is the rest of the setting.
 *
 * @param retentionDays 1 to 365; 0 without a retention policy
 */
public record MetricsSettings(String version, int retentionDays) {
    public static final MetricsSettings OFF = new MetricsSettings("1.0", 0);
}
