package lazurite.service.auth;

import java.nio.charset.StandardCharsets;
import lazurite.http.Headers;
import org.jspecify.annotations.Nullable;

/** Header values that a service SAS puts in place of a blob's own when the blob is read. */
public record ResponseOverrides(
        @Nullable String cacheControl,
        @Nullable String contentDisposition,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable String contentType) {
    public static final ResponseOverrides NONE = new ResponseOverrides(null, null, null, null, null);

    /** Replaces the headers that have a value here. */
    public void apply(Headers headers) {
        replace(headers, "Cache-Control", cacheControl);
        replace(headers, "Content-Disposition", contentDisposition);
        replace(headers, "Content-Encoding", contentEncoding);
        replace(headers, "Content-Language", contentLanguage);
        replace(headers, "Content-Type", contentType);
    }

    /** Whether every value can stand in a header: visible characters, spaces and tabs. */
    boolean isWellFormed() {
        return fits(cacheControl)
                && fits(contentDisposition)
                && fits(contentEncoding)
                && fits(contentLanguage)
                && fits(contentType);
    }

    private static void replace(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, octets(value));
        }
    }

    /** The value's UTF-8 bytes, one character each, as headers hold them: a file name may be of any script. */
    private static String octets(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static boolean fits(@Nullable String value) {
        return value == null || value.chars().allMatch(c -> (c >= 0x20 && c != 0x7f) || c == '\t');
    }
}
