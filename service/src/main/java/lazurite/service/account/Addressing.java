package lazurite.service.account;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a request is addressed to ({@code constants.md} §1 of the protocol digest).
 *
 * <p>Host style is {@code {account}[-secondary].{service}.{suffix}} for a known suffix; every other host is path style,
 * {@code /{account}[-secondary]/…}, since SDKs use that for IP literals, {@code localhost} and unusual ports.
 *
 * <p>Concurrency: immutable; any thread.
 */
public final class Addressing {
    private static final String SECONDARY = "-secondary";
    private static final Pattern ZONE = Pattern.compile("\\.z[0-9]{1,4}");

    private final Accounts accounts;
    private final Map<ServiceKind, List<String>> endings;
    private final boolean zoned;

    /**
     * @param suffixes domains under which accounts have host names, for example {@code storage.example.org};
     *     {@code localhost} is always one
     */
    public Addressing(Accounts accounts, List<String> suffixes) {
        this(accounts, new EnumMap<>(ServiceKind.class), false);
        for (ServiceKind service : ServiceKind.values()) {
            endings.put(service, endings(service.label(), suffixes));
        }
    }

    private Addressing(Accounts accounts, Map<ServiceKind, List<String>> endings, boolean zoned) {
        this.accounts = accounts;
        this.endings = endings;
        this.zoned = zoned;
    }

    /**
     * Finds websites, which are the Blob service's: their hosts are {@code {account}[-secondary].web.{suffix}}, with one
     * of Azure's zones as in {@code {account}.z1.web.{suffix}} or without.
     *
     * @param suffixes as for other hosts
     */
    public static Addressing ofWebsites(Accounts accounts, List<String> suffixes) {
        return new Addressing(accounts, Map.of(ServiceKind.BLOB, endings("web", suffixes)), true);
    }

    private static List<String> endings(String label, List<String> suffixes) {
        List<String> known = new ArrayList<>();
        known.add("." + label + ".localhost");
        suffixes.forEach(suffix -> known.add("." + label + "." + suffix.toLowerCase(Locale.ROOT)));
        return List.copyOf(known);
    }

    /**
     * The target of a request.
     *
     * @throws StorageException 404 ResourceNotFound if there is no such account (Azure itself fails at DNS), 400
     *     InvalidUri if the target cannot be read
     */
    public Target resolve(Request request, ServiceKind service) {
        Target target = find(request, service);
        if (target == null) {
            throw new StorageException(ErrorCode.ResourceNotFound)
                    .with("Reason", "The address names no account of this server.");
        }
        return target;
    }

    /**
     * The target of a part of a batch. A path that names no account is taken to be inside the batch's own: Python's
     * client leaves the account out, also where its own address is path style.
     */
    public Target resolveInside(Request part, ServiceKind service, Target batch) {
        Target target = find(part, service);
        return target != null
                ? target
                : new Target(
                        part,
                        service,
                        batch.account(),
                        batch.secondary(),
                        part.rawPath(),
                        query(part),
                        batch.endpoint());
    }

    /** As {@link #resolve}, but null if no account of this server is addressed. */
    public @Nullable Target find(Request request, ServiceKind service) {
        if (!request.target().startsWith("/")) {
            throw new StorageException(ErrorCode.InvalidUri);
        }
        String host = host(request);
        String label = hostLabel(host, service);
        return label == null ? pathStyle(request, service, host) : hostStyle(request, service, host, label);
    }

    /** Whether the request's host itself names an account, so that its whole path belongs to that account. */
    public boolean isHostStyle(Request request, ServiceKind service) {
        return hostLabel(host(request), service) != null;
    }

    private @Nullable Target hostStyle(Request request, ServiceKind service, String host, String label) {
        Account account = accounts.find(accountName(label));
        if (account == null) {
            return null;
        }
        String endpoint = scheme(request) + host + "/";
        return new Target(request, service, account, isSecondary(label), request.rawPath(), query(request), endpoint);
    }

    private @Nullable Target pathStyle(Request request, ServiceKind service, String host) {
        String path = request.rawPath();
        int slash = path.indexOf('/', 1);
        String label = slash < 0 ? path.substring(1) : path.substring(1, slash);
        Account account = accounts.find(accountName(label));
        if (account == null) {
            return null;
        }
        String resourcePath = slash < 0 ? "/" : path.substring(slash);
        String endpoint = scheme(request) + host + "/" + label + "/";
        return new Target(request, service, account, isSecondary(label), resourcePath, query(request), endpoint);
    }

    private static String host(Request request) {
        String host = request.headers().first("Host");
        return host == null || host.isEmpty() ? "localhost" : host;
    }

    private @Nullable String hostLabel(String host, ServiceKind service) {
        int colon = host.lastIndexOf(':');
        String name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : endings.getOrDefault(service, List.of())) {
            if (lower.endsWith(ending)) {
                String label = lower.substring(0, lower.length() - ending.length());
                return zoned ? withoutZone(label) : label;
            }
        }
        return null;
    }

    /** The label without {@code .z} and a number; null if it has other dots, as that of another service's host. */
    private static @Nullable String withoutZone(String label) {
        int dot = label.indexOf('.');
        if (dot < 0) {
            return label;
        }
        return ZONE.matcher(label.substring(dot)).matches() ? label.substring(0, dot) : null;
    }

    private static Query query(Request request) {
        return Query.parse(request.rawQuery());
    }

    private static String scheme(Request request) {
        return request.secure() ? "https://" : "http://";
    }

    private static boolean isSecondary(String label) {
        return label.endsWith(SECONDARY);
    }

    private static String accountName(String label) {
        return isSecondary(label) ? label.substring(0, label.length() - SECONDARY.length()) : label;
    }
}
