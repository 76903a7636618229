package lazurite.service.gateway;

import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.service.account.ServiceKind;

/** The headers that every answer carries ({@code constants.md} §3), whatever the service. */
final class CommonHeaders {
    private static final String ERROR_CODE_SINCE = "2017-07-29";
    private static final String ETAG_IN_QUOTES_SINCE = "2011-08-18";
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int UNAUTHENTICATED = 401;
    private static final Map<ServiceKind, String> SERVERS = Map.of(
            ServiceKind.BLOB, "Lazurite-Blob/1.0",
            ServiceKind.QUEUE, "Lazurite-Queue/1.0",
            ServiceKind.TABLE, "Lazurite-Table/1.0");

    private CommonHeaders() {}

    /** Completes the answer's headers. */
    static Response complete(Response response, Visit visit, ServiceKind service) {
        Headers headers = response.headers();
        headers.set("Server", SERVERS.getOrDefault(service, "Lazurite/1.0"));
        headers.set("x-ms-request-id", visit.requestId());
        headers.set("x-ms-version", visit.version());
        headers.addIfPresent("x-ms-client-request-id", visit.clientRequestId());
        ErrorCode error = visit.error();
        if (error == null) {
            visit.overrides().apply(headers);
        } else if (visit.version().compareTo(ERROR_CODE_SINCE) >= 0) {
            headers.set("x-ms-error-code", error.wire());
        }
        if (visit.version().compareTo(ETAG_IN_QUOTES_SINCE) < 0) {
            asOfOld(headers);
        }
        Cors.apply(visit.request(), visit.corsRules(), headers);
        visit.answered(response.status());
        return response;
    }

    /** ETags stood without quotes once, and ranges were served but not offered. */
    private static void asOfOld(Headers headers) {
        String etag = headers.first("ETag");
        if (etag != null) {
            headers.set("ETag", etag.replace("\"", ""));
        }
        headers.remove("Accept-Ranges");
    }

    /** What a refusal needs besides its code. */
    static void explain(Response refusal, StorageException error, String challenge) {
        Headers headers = refusal.headers();
        if (error.status() == UNAUTHENTICATED && error.code() != ErrorCode.CannotVerifyCopySource) {
            headers.set("WWW-Authenticate", challenge);
        }
        if (error.code() == ErrorCode.ServerBusy) {
            headers.set("Retry-After", RETRY_AFTER_SECONDS);
        }
        headers.addIfPresent("x-ms-copy-source-status-code", error.details().get("CopySourceStatusCode"));
        headers.addIfPresent("x-ms-copy-source-error-code", error.details().get("CopySourceErrorCode"));
    }
}
