package lazurite.service.gateway;

import java.util.Locale;
import lazurite.http.Request;

/**
 * Host and port that a request was sent to, by its own account.
 *
 * @param host in lower case
 */
record Authority(String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static Authority of(Request request) {
        String text = request.headers().first("Host");
        String named = text == null || text.isEmpty() ? "localhost" : text.toLowerCase(Locale.ROOT);
        int colon = named.lastIndexOf(':');
        boolean ported =
                colon > named.lastIndexOf(']') && named.substring(colon + 1).matches("\\d{1,5}");
        return new Authority(
                ported ? named.substring(0, colon) : named,
                ported ? Integer.parseInt(named.substring(colon + 1)) : request.secure() ? HTTPS : HTTP);
    }

    /** Whether both are one: names of this machine for itself are all the same. */
    boolean isSameServer(Authority other) {
        return port == other.port && (host.equals(other.host) || (isLoopback() && other.isLoopback()));
    }

    private boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
