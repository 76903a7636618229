package lazurite.service.gateway;

import java.util.Locale;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.service.account.Addressing;
import lazurite.service.account.Pass;
import lazurite.service.account.Target;
import lazurite.service.account.Use;
import lazurite.service.auth.Authenticator;
import lazurite.service.auth.Authorizer;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Grant;
import lazurite.service.auth.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the sources of copies that are on this server, without a connection to itself: the URL is checked as if it
 * were a GET of its own ({@code auth.md} §10, {@code blob.md} §10.4).
 *
 * <p>Concurrency: any thread.
 */
final class CopySources<O extends Operation> {
    private static final String HEADER = "x-ms-copy-source";
    private static final String AUTHORIZATION = "x-ms-copy-source-authorization";
    private static final int URL_CHARS_MAX = 8_192;

    private final Frontend<O> frontend;
    private final Addressing addressing;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Enforcement enforcement;

    CopySources(
            Frontend<O> frontend,
            Addressing addressing,
            Authenticator authenticator,
            Authorizer authorizer,
            Enforcement enforcement) {
        this.frontend = frontend;
        this.addressing = addressing;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.enforcement = enforcement;
    }

    /** Null if the URL names another server. */
    Subrequests.@Nullable Source resolve(String url, Call outer) {
        Request request = get(url, outer);
        if (!isHere(request, outer)) {
            return null;
        }
        try {
            return resolve(request, outer);
        } catch (StorageException e) {
            throw e.code() == ErrorCode.InvalidUri ? StorageException.invalidHeader(HEADER, url) : unverified(e);
        }
    }

    /** An account's own host name is; any other host, where accounts stand in the path, is if the copy came by it. */
    private boolean isHere(Request source, Call outer) {
        return addressing.isHostStyle(source, frontend.kind())
                || Authority.of(source).isSameServer(Authority.of(outer.target().request()));
    }

    private Subrequests.Source resolve(Request request, Call outer) {
        Target target = addressing.resolve(request, frontend.kind());
        O read = frontend.parse(target);
        boolean plain = target.query().present("comp") == null && target.query().present("restype") == null;
        if (!plain || read.resource().blob() == null) {
            throw StorageException.invalidHeader(HEADER, target.resourcePath());
        }
        if (outer.target().request().headers().has(AUTHORIZATION)) {
            throw new StorageException(ErrorCode.InvalidBearerToken);
        }
        Grant grant = authenticator.authenticate(target, read.resource(), outer.version());
        boolean covered = grant instanceof Grant.Anonymous && isCoveredByKey(target, outer);
        Grant held = covered ? new Grant.Key() : grant;
        Use use = held.as(read.permission().use());
        Pass pass = enforcement.check(target.account(), frontend.kind(), use).toldAs(CopySources::unverified);
        Caller caller = authorizer.authorize(held, target, read, outer.version());
        return new Subrequests.Source(target.account(), read.resource(), caller, pass);
    }

    /** Within one account the key that signed the copy may read the source as well. */
    private static boolean isCoveredByKey(Target source, Call outer) {
        return outer.caller().kind() == Caller.Kind.SHARED_KEY
                && outer.target().account().name().equals(source.account().name());
    }

    /** The request that would fetch the source. */
    private static Request get(String url, Call outer) {
        int scheme = url.indexOf("://");
        String name = scheme < 0 ? "" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
        if (url.length() > URL_CHARS_MAX || !(name.equals("http") || name.equals("https"))) {
            throw StorageException.invalidHeader(HEADER, url);
        }
        int authority = scheme + 3;
        int end = authorityEnd(url, authority);
        if (end == authority) {
            throw StorageException.invalidHeader(HEADER, url);
        }
        String target = url.substring(end);
        Headers headers = new Headers().add("Host", url.substring(authority, end));
        headers.add("x-ms-version", outer.version());
        return new Request(
                "GET",
                target.startsWith("/") ? target : "/" + target,
                headers,
                Body.empty(),
                outer.target().request().remote(),
                name.equals("https"));
    }

    private static int authorityEnd(String url, int start) {
        int end = start;
        while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    /** The source's refusal as the copy's: its status, and what a client needs to see which of the two it was. */
    private static StorageException unverified(StorageException source) {
        if (source.code() == ErrorCode.InvalidHeaderValue) {
            return source;
        }
        String message = source.getMessage();
        return new StorageException(ErrorCode.CannotVerifyCopySource, message == null ? "" : message)
                .withStatus(source.status())
                .with("CopySourceStatusCode", Integer.toString(source.status()))
                .with("CopySourceErrorCode", source.code().wire())
                .with("CopySourceErrorMessage", message == null ? "" : message);
    }
}
