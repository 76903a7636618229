package lazurite.service.blob.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.NameTable;
import org.jspecify.annotations.Nullable;

/**
 * What Azure's Blob service has and this one does not yet. A request that asks for it is refused with the error that
 * Azure gives an account without the feature, and never carried out in part. {@code docs/blob-operations.md} shows the
 * same lists.
 */
public final class NotBuilt {
    private NotBuilt() {}

    /** An operation that is refused whatever its headers. */
    public enum Operation {
        RENAME_CONTAINER("Rename Container", ErrorCode.FeatureNotSupportedForAccount),
        GET_USER_DELEGATION_KEY("Get User Delegation Key", ErrorCode.AuthenticationFailed);

        private final String title;
        private final ErrorCode code;

        Operation(String title, ErrorCode code) {
            this.title = title;
            this.code = code;
        }

        /** Azure's name of the operation. */
        String title() {
            return title;
        }

        ErrorCode code() {
            return code;
        }

        public StorageException refusal() {
            return new StorageException(code);
        }
    }

    /**
     * A header that is refused with 400 UnsupportedHeader.
     *
     * @param harmless values, in lower case, that ask for nothing that is missing
     */
    public record Header(String name, String feature, List<String> harmless) {
        public boolean refuses(String value) {
            if (value.isEmpty()) {
                return false;
            }
            for (String one : harmless) {
                if (one.equalsIgnoreCase(value)) {
                    return false;
                }
            }
            return true;
        }

        public StorageException refusal(String value) {
            return unsupported(name, value);
        }
    }

    /** A query parameter that is refused with 400 UnsupportedQueryParameter. */
    public record Parameter(String name, String feature) {
        public StorageException refusal(String value) {
            return new StorageException(ErrorCode.UnsupportedQueryParameter)
                    .with("QueryParameterName", name)
                    .with("QueryParameterValue", value);
        }
    }

    public static final List<Header> HEADERS = List.of(header("x-ms-previous-snapshot-url", "managed disks"));

    public static final List<Parameter> PARAMETERS =
            List.of(new Parameter("showonly", "hierarchical namespace"), new Parameter("endBefore", "Arrow listings"));

    private static final NameTable<Header> HEADER_TABLE = headerTable();
    private static final NameTable<Parameter> PARAMETER_TABLE = parameterTable();

    public static @Nullable Header header(String name) {
        return HEADER_TABLE.find(name);
    }

    public static @Nullable Parameter parameter(String name) {
        return PARAMETER_TABLE.find(name);
    }

    /** A tier that Azure knows and that other accounts have. */
    public static boolean tier(String value) {
        return value.equalsIgnoreCase("Smart");
    }

    /** 400 UnsupportedHeader naming the header. */
    public static StorageException unsupported(String name, String value) {
        return new StorageException(ErrorCode.UnsupportedHeader)
                .with("HeaderName", name)
                .with("HeaderValue", value);
    }

    /** 400 UnsupportedHeader naming the header alone: its value may be a secret. */
    public static StorageException unsupported(HeaderName header) {
        return new StorageException(ErrorCode.UnsupportedHeader).with("HeaderName", header.wire());
    }

    private static Header header(String name, String feature, String... harmless) {
        return new Header(name, feature, List.of(harmless));
    }

    private static NameTable<Header> headerTable() {
        Map<String, Header> entries = new LinkedHashMap<>();
        HEADERS.forEach(header -> entries.put(header.name(), header));
        return new NameTable<>(entries);
    }

    private static NameTable<Parameter> parameterTable() {
        Map<String, Parameter> entries = new LinkedHashMap<>();
        PARAMETERS.forEach(parameter -> entries.put(parameter.name(), parameter));
        return new NameTable<>(entries);
    }
}
