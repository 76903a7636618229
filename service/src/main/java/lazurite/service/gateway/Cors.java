package lazurite.service.gateway;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests as Azure answers them ({@code constants.md} §7). */
final class Cors {
    private static final String ANY = "*";
    private static final List<String> ALWAYS_EXPOSED = List.of("x-ms-request-id", "Server", "x-ms-version");
    private static final List<String> ALSO_EXPOSED = List.of("Content-Length", "Date", "Transfer-Encoding");

    private Cors() {}

    /**
     * Answers a preflight request by the first rule that fits.
     *
     * @throws StorageException 400 InvalidHeaderValue if a required header is not there, 403 CorsPreflightFailure if no
     *     rule fits
     */
    static Response preflight(Request request, List<CorsRule> rules) {
        String origin = request.headers().first("Origin");
        String method = request.headers().first("Access-Control-Request-Method");
        if (origin == null || method == null) {
            throw new StorageException(ErrorCode.InvalidHeaderValue, "A required CORS header is not present.");
        }
        String wanted = request.headers().first("Access-Control-Request-Headers");
        for (CorsRule rule : rules) {
            if (allows(rule, origin, method) && allowsHeaders(rule, wanted)) {
                Headers headers = new Headers();
                addOrigin(headers, rule, origin);
                headers.add("Access-Control-Allow-Methods", method)
                        .addIfPresent("Access-Control-Allow-Headers", wanted)
                        .add("Access-Control-Max-Age", Integer.toString(rule.maxAgeSeconds()));
                return Response.empty(200, headers);
            }
        }
        throw new StorageException(ErrorCode.CorsPreflightFailure);
    }

    /**
     * Adds what an actual request's answer needs; one that no rule fits is served without. The answer to a preflight
     * has what it needs already: browsers refuse one that names its origin twice.
     */
    static void apply(Request request, List<CorsRule> rules, Headers response) {
        if (rules.isEmpty() || request.method().equals("OPTIONS")) {
            return;
        }
        boolean varies = rules.stream().anyMatch(rule -> !rule.allowedOrigins().contains(ANY));
        String origin = request.headers().first("Origin");
        CorsRule rule = origin == null ? null : firstMatch(rules, origin, request.method());
        if (origin != null && rule != null) {
            String exposed = exposed(rule, response);
            addOrigin(response, rule, origin);
            response.add("Access-Control-Expose-Headers", exposed);
        }
        if (varies) {
            response.add("Vary", "Origin");
        }
    }

    private static @Nullable CorsRule firstMatch(List<CorsRule> rules, String origin, String method) {
        for (CorsRule rule : rules) {
            if (allows(rule, origin, method)) {
                return rule;
            }
        }
        return null;
    }

    private static void addOrigin(Headers headers, CorsRule rule, String origin) {
        if (rule.allowedOrigins().contains(ANY)) {
            headers.add("Access-Control-Allow-Origin", ANY);
        } else {
            headers.add("Access-Control-Allow-Origin", origin).add("Access-Control-Allow-Credentials", "true");
        }
    }

    private static boolean allows(CorsRule rule, String origin, String method) {
        return rule.allowedMethods().contains(method)
                && rule.allowedOrigins().stream().anyMatch(allowed -> allowsOrigin(allowed, origin));
    }

    /** Origins compare with case; {@code https://*.example.org} stands for every name below. */
    private static boolean allowsOrigin(String allowed, String origin) {
        int star = allowed.indexOf("://*.");
        if (star < 0) {
            return allowed.equals(ANY) || allowed.equals(origin);
        }
        String scheme = allowed.substring(0, star + 3);
        String domain = allowed.substring(star + 4);
        return origin.length() > scheme.length() + domain.length()
                && origin.startsWith(scheme)
                && origin.endsWith(domain);
    }

    private static boolean allowsHeaders(CorsRule rule, @Nullable String wanted) {
        if (wanted == null) {
            return true;
        }
        for (String header : wanted.split(",", -1)) {
            String name = header.strip();
            if (!name.isEmpty() && rule.allowedHeaders().stream().noneMatch(allowed -> covers(allowed, name))) {
                return false;
            }
        }
        return true;
    }

    private static String exposed(CorsRule rule, Headers response) {
        Set<String> exposed = new LinkedHashSet<>(ALWAYS_EXPOSED);
        for (int i = 0; i < response.size(); i++) {
            String name = response.name(i);
            if (rule.exposedHeaders().stream().anyMatch(allowed -> covers(allowed, name))) {
                exposed.add(name);
            }
        }
        exposed.addAll(ALSO_EXPOSED);
        return String.join(",", exposed);
    }

    /** A header as named by a rule: literally, or by a prefix before {@code *}; case does not count. */
    private static boolean covers(String allowed, String name) {
        String pattern = allowed.strip().toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        return pattern.endsWith(ANY)
                ? lower.startsWith(pattern.substring(0, pattern.length() - 1))
                : lower.equals(pattern);
    }
}
