package lazurite.service.outside;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.HttpFetcher;
import lazurite.http.HttpFetcher.Fetched;
import lazurite.service.blob.copy.OutsideSources;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/**
 * Sources behind HTTP, of Azure Storage, of another server like this one, or of any web server ({@code blob.md} §10.4).
 *
 * <p>A source has to say how long it is or send its content in chunks, so that one that breaks off is never taken for
 * whole. It has to keep up a pace, so that none is read for ever.
 */
public final class HttpSources implements OutsideSources {
    private static final String HEADER = "x-ms-copy-source";
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int UNFIT = 409;
    private static final int UNREACHABLE = 403;
    private static final int PORT_MAX = 0xFFFF;

    private final HttpFetcher fetcher;
    private final Pace pace;
    private final Platform platform;

    /**
     * How slow a source may be.
     *
     * @param grace how long it may send nothing, and what it may be late
     * @param bytesPerSecondMin what it has to send on average
     * @param bytesMax most that is read of one source
     */
    public record Pace(Duration grace, long bytesPerSecondMin, long bytesMax) {}

    public HttpSources(HttpFetcher fetcher, Pace pace, Platform platform) {
        this.fetcher = fetcher;
        this.pace = pace;
        this.platform = platform;
    }

    @Override
    public Opened open(Wanted wanted, String version) {
        URI address = address(wanted.url());
        Fetched fetched = fetch(address, head(wanted, version));
        boolean taken = false;
        try {
            Opened opened = opened(fetched, wanted);
            taken = true;
            return opened;
        } finally {
            if (!taken) {
                fetched.close();
            }
        }
    }

    /** A name that is not known and one whose addresses may not be reached are told alike: networks are not mapped. */
    private Fetched fetch(URI address, Headers head) {
        try {
            return fetcher.get(address, head);
        } catch (UnknownHostException unreachable) {
            throw refusal(
                    UNREACHABLE, "The host of the source is not known, or may not be read from this server.", null);
        } catch (IOException failed) {
            throw new StorageException(ErrorCode.CannotVerifyCopySource);
        }
    }

    private Opened opened(Fetched fetched, Wanted wanted) {
        requireAnswer(fetched, wanted.range() != null);
        SourceHead head = new SourceHead(fetched.headers());
        requireConditions(head, wanted.conditions());
        long length = fetched.body().length();
        ByteRange range = wanted.range();
        boolean framed = length >= 0 || (head.isChunked() && range == null);
        if (!framed) {
            throw refusal(UNFIT, "The source does not say how long it is.", null);
        }
        if (length > pace.bytesMax()) {
            throw refusal(UNFIT, "The source is larger than this server copies.", null);
        }
        if (range != null && (head.rangeStart() != range.from() || length - 1 > range.to() - range.from())) {
            throw refusal(UNFIT, "The source sent another range.", null);
        }
        return new Opened(
                length,
                new PacedStream(fetched, pace, platform.nanoTime()),
                head.properties(),
                head.metadata(),
                head.etag(),
                head.lastModified(),
                head.type(),
                fetched::close);
    }

    private static void requireAnswer(Fetched fetched, boolean ranged) {
        int status = fetched.status();
        if (status == (ranged ? PARTIAL : OK)) {
            return;
        }
        if (status == OK) {
            throw refusal(UNFIT, "The source does not serve ranges.", null);
        }
        String code = SourceHead.errorCode(fetched.headers());
        String message = status >= 300 && status < 400 && status != 304
                ? "The source answered " + status + "; redirects are not followed."
                : "The source answered " + status + ".";
        int told = status == 304 || (status >= 400 && status < 500) ? status : status >= 500 ? 500 : UNFIT;
        throw refusal(told, message, code).with("CopySourceStatusCode", Integer.toString(status));
    }

    /** Servers that know no conditions answer in full, so what came is looked at. */
    private static void requireConditions(SourceHead head, Conditions conditions) {
        String etag = head.etag();
        boolean named = conditions.ifMatch().isEmpty()
                || conditions.ifMatch().contains("*")
                || (etag != null && conditions.ifMatch().contains(etag));
        boolean unmodified = conditions.ifUnmodifiedSince() == null
                || (head.lastModified() != null && !head.lastModified().isAfter(conditions.ifUnmodifiedSince()));
        if (!named || !unmodified) {
            throw refusal(412, ErrorCode.SourceConditionNotMet.message(), ErrorCode.ConditionNotMet.wire());
        }
        boolean known = conditions.ifNoneMatch().contains("*")
                || (etag != null && conditions.ifNoneMatch().contains(etag));
        boolean old = conditions.ifModifiedSince() != null
                && head.lastModified() != null
                && !head.lastModified().isAfter(conditions.ifModifiedSince());
        if (known || old) {
            throw refusal(304, ErrorCode.SourceConditionNotMet.message(), null);
        }
    }

    private static Headers head(Wanted wanted, String version) {
        Headers head = new Headers().add("x-ms-version", version).add("Accept-Encoding", "identity");
        ByteRange range = wanted.range();
        if (range != null) {
            head.add("Range", "bytes=" + range.from() + "-" + (range.to() == Long.MAX_VALUE ? "" : range.to()));
        }
        Conditions conditions = wanted.conditions();
        conditions.ifMatch().forEach(etag -> head.add("If-Match", quoted(etag)));
        conditions.ifNoneMatch().forEach(etag -> head.add("If-None-Match", quoted(etag)));
        if (conditions.ifModifiedSince() != null) {
            head.add("If-Modified-Since", HttpDates.format(conditions.ifModifiedSince()));
        }
        if (conditions.ifUnmodifiedSince() != null) {
            head.add("If-Unmodified-Since", HttpDates.format(conditions.ifUnmodifiedSince()));
        }
        return head.addIfPresent("Authorization", wanted.authorization())
                .addIfPresent("x-ms-file-request-intent", wanted.fileIntent());
    }

    private static String quoted(String etag) {
        return etag.equals("*") ? etag : '"' + etag + '"';
    }

    private static URI address(String url) {
        try {
            URI address = new URI(url);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            boolean reachable = address.getHost() != null && address.getPort() != 0 && address.getPort() <= PORT_MAX;
            if (http && reachable && address.getRawUserInfo() == null) {
                return address.getRawFragment() == null ? address : new URI(url.substring(0, url.indexOf('#')));
            }
        } catch (URISyntaxException wrong) {
            throw StorageException.invalidHeader(HEADER, url);
        }
        throw StorageException.invalidHeader(HEADER, url);
    }

    static StorageException refusal(int status, String message, @Nullable String code) {
        StorageException refusal = new StorageException(ErrorCode.CannotVerifyCopySource, message).withStatus(status);
        return code == null ? refusal : refusal.with("CopySourceErrorCode", code);
    }
}
