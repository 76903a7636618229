package lazurite.service.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Query;
import lazurite.service.auth.VersionDate;
import org.jspecify.annotations.Nullable;

/**
 * The version of the protocol a request is served under ({@code constants.md} §2). Versions newer than this server are
 * served as the newest it knows, with one warning in the log for each.
 *
 * <p>Concurrency: any thread.
 */
final class ServiceVersion {
    /** The newest version this server was checked against. */
    static final String NEWEST = "2026-10-06";

    /** What a request that names no version is served under. */
    static final String DEFAULT = "2009-09-19";

    private static final int WARNINGS_MAX = 100;
    private static final System.Logger LOG = System.getLogger(ServiceVersion.class.getName());

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /**
     * The version a request asks for: the header's or, for a SAS without it, that of {@code api-version} or {@code sv}.
     * Null if it asks for none.
     *
     * @throws StorageException 400 InvalidHeaderValue or InvalidQueryParameterValue if it is no date from 2009-04-14 on
     */
    @Nullable
    String asked(Headers headers, Query query) {
        String version = headers.first("x-ms-version");
        if (version != null && !VersionDate.isWellFormed(version)) {
            throw StorageException.invalidHeader("x-ms-version", version);
        }
        if (version == null && query.has("sig")) {
            version = ofSas(query);
        }
        if (version != null && version.compareTo(NEWEST) > 0) {
            warnOnce(version);
        }
        return version;
    }

    /**
     * The version to refuse a request under that may not be readable: the header's if it is a date, the newest if it is
     * something else, since who names a version reads its error code, and the other if there is none.
     */
    static String presumed(Headers headers, String otherwise) {
        String version = headers.first("x-ms-version");
        if (version == null) {
            return otherwise;
        }
        return VersionDate.isWellFormed(version) ? version : NEWEST;
    }

    private static @Nullable String ofSas(Query query) {
        String chosen = query.present("api-version");
        if (chosen != null && !VersionDate.isWellFormed(chosen)) {
            throw StorageException.invalidQuery("api-version", chosen, ErrorCode.InvalidQueryParameterValue.message());
        }
        String signed = query.present("sv");
        boolean usable = signed != null && VersionDate.isWellFormed(signed);
        return chosen == null && usable ? signed : chosen;
    }

    private void warnOnce(String version) {
        if (warned.size() < WARNINGS_MAX && warned.add(version)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A client asks for x-ms-version {0}; served as {1}, the newest known here.",
                    version,
                    NEWEST);
        }
    }
}
