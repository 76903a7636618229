package lazurite.service.blob.wire;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.service.account.Query;
import lazurite.service.account.Target;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.text.Ascii;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * A request's headers, sorted in one pass: what operations obey by name, metadata apart, and the first one that asks
 * for something not built. A header with an empty value counts as absent.
 *
 * <p>Concurrency: one thread.
 */
final class RequestHead {
    private static final String METADATA = "x-ms-meta-";
    private static final int METADATA_BYTES_MAX = 8 << 10;

    private final Target target;
    private final Map<HeaderName, String> values = new EnumMap<>(HeaderName.class);
    private Map<String, String> metadata = Map.of();
    private int metadataBytes;
    private @Nullable StorageException refusal;
    private @Nullable StorageException badMetadata;

    private RequestHead(Target target) {
        this.target = target;
    }

    static RequestHead of(Target target) {
        RequestHead head = new RequestHead(target);
        Headers headers = target.request().headers();
        for (int i = 0; i < headers.size(); i++) {
            head.sort(headers.name(i), headers.value(i));
        }
        for (Query.Parameter parameter : target.query().parameters()) {
            head.sort(parameter);
        }
        return head;
    }

    Target target() {
        return target;
    }

    Request request() {
        return target.request();
    }

    String method() {
        return target.request().method();
    }

    Query query() {
        return target.query();
    }

    /** The header's value; null if absent or empty. */
    @Nullable
    String value(HeaderName name) {
        return values.get(name);
    }

    boolean has(HeaderName name) {
        return values.containsKey(name);
    }

    /** @throws StorageException 400 MissingRequiredHeader */
    String required(HeaderName name) {
        String value = value(name);
        if (value == null) {
            throw StorageException.missingHeader(name.wire());
        }
        return value;
    }

    /** A header that is {@code true} or {@code false}; absent is false. */
    boolean flag(HeaderName name) {
        String value = value(name);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        throw StorageException.invalidHeader(name.wire(), value);
    }

    /** A header that is a whole number from 0 to 2^63 - 1; null if absent. */
    @Nullable
    Long number(HeaderName name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        long number = Numbers.parse(value);
        boolean more = number == Long.MAX_VALUE && !value.equals(Long.toString(Long.MAX_VALUE));
        if (number < 0 || more) {
            throw StorageException.invalidHeader(name.wire(), value);
        }
        return number;
    }

    /**
     * The user metadata, names as sent.
     *
     * @throws StorageException 400 EmptyMetadataKey, InvalidMetadata or MetadataTooLarge
     */
    Map<String, String> metadata() {
        if (badMetadata != null) {
            throw badMetadata;
        }
        return Collections.unmodifiableMap(metadata);
    }

    /** Whether the request is of this version or later; one that names none counts as new. */
    boolean since(String version) {
        String named = value(HeaderName.VERSION);
        if (named == null) {
            named = query().present("api-version");
        }
        if (named == null) {
            named = query().present("sv");
        }
        return named == null || named.compareTo(version) >= 0;
    }

    /** @throws StorageException 400 UnsupportedHeader or UnsupportedQueryParameter if the request asks for more */
    void refuseNotBuilt() {
        if (refusal != null) {
            throw refusal;
        }
    }

    private void sort(String name, String value) {
        HeaderName known = HeaderName.find(name);
        if (known != null) {
            keep(known, value);
        } else if (name.regionMatches(true, 0, "x-ms-", 0, 5)) {
            if (name.regionMatches(true, 0, METADATA, 0, METADATA.length())) {
                addMetadata(name.substring(METADATA.length()), value);
            } else if (refusal == null) {
                NotBuilt.Header missing = NotBuilt.header(name);
                refusal = missing != null && missing.refuses(value) ? missing.refusal(value) : null;
            }
        }
    }

    private void sort(Query.Parameter parameter) {
        if (refusal == null && !parameter.value().isEmpty()) {
            NotBuilt.Parameter missing = NotBuilt.parameter(parameter.name());
            refusal = missing == null ? null : missing.refusal(parameter.value());
        }
    }

    private void keep(HeaderName name, String value) {
        if (value.isEmpty()) {
            return;
        }
        String earlier = values.putIfAbsent(name, value);
        if (earlier == null) {
            return;
        }
        if (name.list()) {
            values.put(name, earlier + "," + value);
        } else if (!earlier.equals(value)) {
            throw StorageException.invalidHeader(name.wire(), name.secret() ? "" : value);
        }
    }

    private void addMetadata(String name, String value) {
        if (badMetadata != null) {
            return;
        }
        if (name.isEmpty()) {
            badMetadata = new StorageException(ErrorCode.EmptyMetadataKey);
            return;
        }
        if (!identifier(name) || metadataHas(name)) {
            badMetadata = new StorageException(ErrorCode.InvalidMetadata);
            return;
        }
        metadataBytes += name.length() + value.length();
        if (metadataBytes > METADATA_BYTES_MAX) {
            badMetadata = new StorageException(ErrorCode.MetadataTooLarge);
            return;
        }
        if (metadata.isEmpty()) {
            metadata = new LinkedHashMap<>();
        }
        metadata.put(name, value);
    }

    private boolean metadataHas(String name) {
        if (metadata.containsKey(name)) {
            return true;
        }
        for (String other : metadata.keySet()) {
            if (other.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean identifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Ascii.isLetter(c) && c != '_' && (i == 0 || !Ascii.isDigit(c))) {
                return false;
            }
        }
        return true;
    }
}
