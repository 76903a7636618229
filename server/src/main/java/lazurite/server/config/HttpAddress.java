package lazurite.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where others are reached over HTTP. */
public final class HttpAddress {
    private HttpAddress() {}

    /** The address without a slash at its end; null for what is no http or https address, or has a query or fragment. */
    public static @Nullable URI parse(String text) {
        try {
            URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            boolean plain = address.getRawQuery() == null && address.getRawFragment() == null;
            return http && plain && address.getHost() != null ? address : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}
