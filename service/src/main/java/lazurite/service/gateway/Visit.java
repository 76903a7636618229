package lazurite.service.gateway;

import java.time.Instant;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.http.Request;
import lazurite.service.account.Addressing;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Grant;
import lazurite.service.auth.Operation;
import lazurite.service.auth.ResponseOverrides;
import org.jspecify.annotations.Nullable;

/**
 * What has been found out about a request while it is served; common headers and log are written from it.
 *
 * <p>Concurrency: the request's thread only.
 */
final class Visit {
    private static final int CLIENT_REQUEST_ID_CHARS_MAX = 1_024;

    private final ServiceKind service;
    private final Platform platform;
    private final Instant began;
    private final long beganNanos;
    private final String requestId;
    private final Request request;
    private final @Nullable String clientRequestId;
    private String version;
    private @Nullable Target batch;
    private @Nullable Target target;
    private @Nullable String operation;
    private Caller.@Nullable Kind auth;
    private @Nullable ErrorCode error;
    private List<CorsRule> corsRules = List.of();
    private ResponseOverrides overrides = ResponseOverrides.NONE;
    private int status;
    private boolean aborted;

    /** @param version what the request is served under unless it, or its account, says otherwise */
    Visit(ServiceKind service, Platform platform, Request request, String requestId, String version) {
        this.service = service;
        this.platform = platform;
        this.began = platform.clock().instant();
        this.beganNanos = platform.nanoTime().getAsLong();
        this.request = request;
        this.requestId = requestId;
        this.version = ServiceVersion.presumed(request.headers(), version);
        this.clientRequestId = echoable(request.headers().first("x-ms-client-request-id"));
    }

    /** A part of a batch stays in the account of the batch. */
    Visit confinedTo(Target outer) {
        batch = outer;
        return this;
    }

    boolean isPart() {
        return batch != null;
    }

    Target addressed(Addressing addressing) {
        if (batch == null) {
            target = addressing.resolve(request, service);
            return target;
        }
        Target found = addressing.resolveInside(request, service, batch);
        if (!batch.account().name().equals(found.account().name())) {
            throw new StorageException(ErrorCode.InvalidInput);
        }
        target = found;
        return found;
    }

    String underVersion(String effective) {
        version = effective;
        return effective;
    }

    <O extends Operation> O asks(O parsed) {
        operation = parsed.name();
        return parsed;
    }

    void asks(String name) {
        operation = name;
    }

    Grant authenticated(Grant grant) {
        auth = grant.kind();
        return grant;
    }

    List<CorsRule> crossOrigin(List<CorsRule> rules) {
        corsRules = rules;
        return rules;
    }

    void overriddenBy(ResponseOverrides headers) {
        overrides = headers;
    }

    void failed(StorageException failure) {
        error = failure.code();
    }

    void answered(int answerStatus) {
        status = answerStatus;
    }

    void broken() {
        aborted = true;
    }

    Request request() {
        return request;
    }

    String requestId() {
        return requestId;
    }

    @Nullable
    String clientRequestId() {
        return clientRequestId;
    }

    String version() {
        return version;
    }

    @Nullable
    ErrorCode error() {
        return error;
    }

    List<CorsRule> corsRules() {
        return corsRules;
    }

    ResponseOverrides overrides() {
        return overrides;
    }

    RequestRecord ended(long bytesIn, long bytesOut) {
        Target found = target;
        return new RequestRecord(
                began,
                service,
                found == null ? null : found.account().name(),
                found == null ? null : found.account().subscription().id(),
                operation,
                status,
                error == null ? null : error.wire(),
                bytesIn,
                bytesOut,
                (platform.nanoTime().getAsLong() - beganNanos) / 1_000,
                auth,
                requestId,
                clientRequestId,
                request.remote().getHostAddress(),
                version,
                found == null ? null : found.resourcePath(),
                aborted);
    }

    /** The client's id if it may be echoed: up to 1,024 visible ASCII characters. */
    private static @Nullable String echoable(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > CLIENT_REQUEST_ID_CHARS_MAX) {
            return null;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
                return null;
            }
        }
        return id;
    }
}
