package lazurite.service.blob;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.text.NameTable;
import org.jspecify.annotations.Nullable;

/**
 * What Azure's Blob service has and this one does not yet. A request that asks for it is refused with the error that
 * Azure gives an account without the feature, and never carried out in part. {@code docs/blob-operations.md} shows the
 * same lists.
 */
final class NotBuilt {
    private NotBuilt() {}

    /** An operation that is refused whatever its headers. */
    enum Operation {
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

        StorageException refusal() {
            return new StorageException(code);
        }
    }

    /**
     * A header that is refused with 400 UnsupportedHeader.
     *
     * @param harmless values, in lower case, that ask for nothing that is missing
     */
    record Header(String name, String feature, List<String> harmless) {
        boolean refuses(String value) {
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

        StorageException refusal(String value) {
            return unsupported(name, value);
        }
    }

    /** A query parameter that is refused with 400 UnsupportedQueryParameter. */
    record Parameter(String name, String feature) {
        StorageException refusal(String value) {
            return new StorageException(ErrorCode.UnsupportedQueryParameter)
                    .with("QueryParameterName", name)
                    .with("QueryParameterValue", value);
        }
    }

    static final List<Header> HEADERS = List.of(header("x-ms-previous-snapshot-url", "managed disks"));

    static final List<Parameter> PARAMETERS =
            List.of(new Parameter("showonly", "hierarchical namespace"), new Parameter("endBefore", "Arrow listings"));

    private static final NameTable<Header> HEADER_TABLE = headerTable();
    private static final NameTable<Parameter> PARAMETER_TABLE = parameterTable();

    static @Nullable Header header(String name) {
        return HEADER_TABLE.find(name);
    }

    static @Nullable Parameter parameter(String name) {
        return PARAMETER_TABLE.find(name);
    }

    /** A tier that Azure knows and that other accounts have. */
    static boolean tier(String value) {
        return value.equalsIgnoreCase("Smart");
    }

    /** 400 UnsupportedHeader naming the header. */
    static StorageException unsupported(String name, String value) {
        return new StorageException(ErrorCode.UnsupportedHeader)
                .with("HeaderName", name)
                .with("HeaderValue", value);
    }

    /** 400 UnsupportedHeader naming the header alone: its value may be a secret. */
    static StorageException unsupported(HeaderName header) {
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
