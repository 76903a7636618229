package lazurite.base;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failure with Azure's error code: what a client is told. Carries no stack trace unless it is an internal error,
 * since refusing a request is ordinary work.
 */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Map<String, String> details = new LinkedHashMap<>();
    private int status;

    public StorageException(ErrorCode code) {
        this(code, code.message());
    }

    public StorageException(ErrorCode code, String message) {
        super(message, null, false, code == ErrorCode.InternalError);
        this.code = code;
        this.status = code.status();
    }

    public StorageException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.status = code.status();
    }

    /** Adds a node to the error body beside Code and Message, for example {@code HeaderName}. */
    public StorageException with(String node, String value) {
        details.put(node, value);
        return this;
    }

    /** Answers with this HTTP status: for codes whose status is another request's, such as CannotVerifyCopySource. */
    public StorageException withStatus(int instead) {
        status = instead;
        return this;
    }

    /**
     * The same, to be thrown to somebody else or once more: an exception that is thrown while it is on its way already
     * cannot be told from itself, and try-with-resources then fails with another.
     */
    public StorageException again() {
        StorageException copy = new StorageException(code, String.valueOf(getMessage()), this).withStatus(status);
        copy.details.putAll(details);
        return copy;
    }

    public ErrorCode code() {
        return code;
    }

    /** HTTP status of the answer: the code's own unless replaced. */
    public int status() {
        return status;
    }

    /** Extra nodes of the error body, in order. */
    public Map<String, String> details() {
        return details;
    }

    /** 400 InvalidHeaderValue naming the header. */
    public static StorageException invalidHeader(String name, String value) {
        return new StorageException(ErrorCode.InvalidHeaderValue)
                .with("HeaderName", name)
                .with("HeaderValue", value);
    }

    /** 400 MissingRequiredHeader naming the header. */
    public static StorageException missingHeader(String name) {
        return new StorageException(ErrorCode.MissingRequiredHeader).with("HeaderName", name);
    }

    /** 400 InvalidQueryParameterValue naming the parameter, with a reason. */
    public static StorageException invalidQuery(String name, String value, String reason) {
        return new StorageException(ErrorCode.InvalidQueryParameterValue)
                .with("QueryParameterName", name)
                .with("QueryParameterValue", value)
                .with("Reason", reason);
    }
}
