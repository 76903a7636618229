package lazurite.service.blob;

import java.util.List;
import lazurite.service.gateway.CorsRule;
import org.jspecify.annotations.Nullable;

/**
 * The account's properties of the Blob service. Logging, metrics, soft delete and static website are not built: they
 * read as off, and switching them on is refused.
 *
 * @param defaultVersion x-ms-version of requests that name none; null if never set
 */
public record ServiceProperties(
        List<CorsRule> cors, @Nullable String defaultVersion) {
    public static final ServiceProperties NONE = new ServiceProperties(List.of(), null);

    public ServiceProperties {
        cors = List.copyOf(cors);
    }
}
