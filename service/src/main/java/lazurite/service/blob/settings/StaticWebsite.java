package lazurite.service.blob.settings;

import org.jspecify.annotations.Nullable;

/**
 * Whether and how the container {@code $web} is served as a website: {@code StaticWebsite} of the service properties.
 *
 * @param indexDocument name of the page that stands for a path that ends in a slash; null without
 * @param errorDocument path of the page sent with status 404; null for one of the service's own
 * @param defaultIndexDocument path of the page that stands for everything that is not there; null without; not together
 *     with {@code indexDocument}
 */
public record StaticWebsite(
        boolean enabled,
        @Nullable String indexDocument,
        @Nullable String errorDocument,
        @Nullable String defaultIndexDocument) {
    public static final StaticWebsite OFF = new StaticWebsite(false, null, null, null);
}
