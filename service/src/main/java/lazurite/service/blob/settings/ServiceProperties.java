package lazurite.service.blob.settings;

import java.util.List;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/**
 * The account's properties of the Blob service, as Set Blob Service Properties sets them.
 *
 * @param defaultVersion x-ms-version of requests that name none; null if never set
 */
public record ServiceProperties(
        List<CorsRule> cors,
        @Nullable String defaultVersion,
        Logging logging,
        MetricsSettings hourMetrics,
        MetricsSettings minuteMetrics,
        DeleteRetention deleteRetention,
        StaticWebsite website) {
    public static final ServiceProperties NONE = new ServiceProperties(List.of(), null);

    // not the compact form: javac then loses @Nullable for other modules
    public ServiceProperties(
            List<CorsRule> cors,
            @Nullable String defaultVersion,
            Logging logging,
            MetricsSettings hourMetrics,
            MetricsSettings minuteMetrics,
            DeleteRetention deleteRetention,
            StaticWebsite website) {
        this.cors = List.copyOf(cors);
        this.defaultVersion = defaultVersion;
        this.logging = logging;
        this.hourMetrics = hourMetrics;
        this.minuteMetrics = minuteMetrics;
        this.deleteRetention = deleteRetention;
        this.website = website;
    }

    /** With everything else off. */
    public ServiceProperties(List<CorsRule> cors, @Nullable String defaultVersion) {
        this(
                cors,
                defaultVersion,
                Logging.OFF,
                MetricsSettings.OFF,
                MetricsSettings.OFF,
                DeleteRetention.OFF,
                StaticWebsite.OFF);
    }
}
