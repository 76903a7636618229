package lazurite.service.blob.logs;

import lazurite.http.Request;
import lazurite.service.auth.Caller;
import lazurite.service.gateway.RequestRecord;

/** In whose name a request was made, as logs distinguish it: by its credential, also by one that did not verify. */
enum LoggedAs {
    AUTHENTICATED("authenticated", ""),
    SAS("SAS", "SAS"),
    ANONYMOUS("anonymous", "Anonymous");

    private static final int NOT_MODIFIED = 304;

    private final String authentication;
    private final String prefix;

    LoggedAs(String authentication, String prefix) {
        this.authentication = authentication;
        this.prefix = prefix;
    }

    static LoggedAs of(RequestRecord record, Request sent) {
        Caller.Kind kind = record.auth();
        if (kind == null) {
            return presented(sent);
        }
        return switch (kind) {
            case SHARED_KEY -> AUTHENTICATED;
            case ACCOUNT_SAS, SERVICE_SAS -> SAS;
            case ANONYMOUS -> ANONYMOUS;
        };
    }

    private static LoggedAs presented(Request sent) {
        if (sent.headers().has("Authorization")) {
            return AUTHENTICATED;
        }
        String query = sent.rawQuery();
        return query.startsWith("sig=") || query.contains("&sig=") ? SAS : ANONYMOUS;
    }

    /** What stands in the log for a caller of this kind. */
    String authentication() {
        return authentication;
    }

    /** Azure's word for how it ended. */
    String status(RequestRecord record) {
        return prefix + outcome(record);
    }

    private static String outcome(RequestRecord record) {
        int status = record.status();
        if (record.aborted()) {
            return "NetworkError";
        }
        if (status < 400 && status != NOT_MODIFIED) {
            return "Success";
        }
        return switch (status) {
            case 401, 403 -> "AuthorizationError";
            case 503 -> "ThrottlingError";
            default -> status >= 500 ? serverError(record) : "ClientOtherError";
        };
    }

    private static String serverError(RequestRecord record) {
        return "OperationTimedOut".equals(record.errorCode()) ? "ServerTimeoutError" : "ServerOtherError";
    }

    /**
     * Whether it is logged at all: of nobody's requests only those that were served or that the server failed, so that
     * strangers cannot fill a log.
     */
    boolean counts(RequestRecord record) {
        int status = record.status();
        return this != ANONYMOUS || status < 400 || status >= 500;
    }

    /** Azure's name of the operation in logs. */
    static String operation(RequestRecord record) {
        String name = record.operation();
        if (name == null) {
            return "Unknown";
        }
        return switch (name) {
            case "GetServiceProperties" -> "GetBlobServiceProperties";
            case "SetServiceProperties" -> "SetBlobServiceProperties";
            case "GetServiceStats" -> "GetBlobServiceStats";
            default -> name;
        };
    }
}
