package lazurite.service.outside;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import lazurite.http.Headers;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/** What the head of a source's answer tells of it. Nothing in it is trusted to be well formed. */
record SourceHead(Headers headers) {
    private static final String METADATA = "x-ms-meta-";
    private static final int METADATA_BYTES_MAX = 8 << 10;
    private static final int MD5_BYTES = 16;

    /** The source's own error code; null if it has none that may be shown. */
    static @Nullable String errorCode(Headers headers) {
        String code = headers.first("x-ms-error-code");
        return code != null && code.matches("[A-Za-z0-9]{1,64}") ? code : null;
    }

    boolean isChunked() {
        String coding = headers.first("Transfer-Encoding");
        return coding != null && coding.toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    /** Where the range starts that came; -1 if the answer does not say. */
    long rangeStart() {
        String range = headers.first("Content-Range");
        return range != null && range.matches("bytes \\d{1,18}-\\d{1,18}/(\\d{1,18}|\\*)")
                ? Long.parseLong(range.substring(6, range.indexOf('-')))
                : -1;
    }

    /** Without quotes; null if there is none, or a weak one, which does not tell contents apart. */
    @Nullable
    String etag() {
        String etag = headers.first("ETag");
        if (etag == null || etag.startsWith("W/")) {
            return null;
        }
        boolean quoted = etag.length() > 2 && etag.startsWith("\"") && etag.endsWith("\"");
        String inner = quoted ? etag.substring(1, etag.length() - 1) : etag;
        return inner.isEmpty() || inner.indexOf('"') >= 0 ? null : inner;
    }

    @Nullable
    Instant lastModified() {
        String date = headers.first("Last-Modified");
        return date == null ? null : HttpDates.parse(date);
    }

    @Nullable
    BlobType type() {
        String type = headers.first("x-ms-blob-type");
        for (BlobType known : BlobType.values()) {
            if (known.wire().equals(type)) {
                return known;
            }
        }
        return null;
    }

    HttpProperties properties() {
        return new HttpProperties(
                set("Content-Type"),
                set("Content-Encoding"),
                set("Content-Language"),
                set("Content-Disposition"),
                set("Cache-Control"),
                md5());
    }

    private @Nullable String set(String name) {
        String value = headers.first(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private byte @Nullable [] md5() {
        String text = headers.first("Content-MD5");
        try {
            byte[] md5 = text == null ? null : Base64.getDecoder().decode(text);
            return md5 == null || md5.length != MD5_BYTES ? null : md5;
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }

    /** Names that are none of Azure's metadata are left out, and what is beyond 8 KiB. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        int bytes = 0;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (name.regionMatches(true, 0, METADATA, 0, METADATA.length())) {
                String own = name.substring(METADATA.length());
                bytes += own.length() + headers.value(i).length();
                boolean fits = own.matches("[A-Za-z_][A-Za-z0-9_]*") && bytes <= METADATA_BYTES_MAX;
                boolean first = metadata.keySet().stream().noneMatch(own::equalsIgnoreCase);
                if (fits && first) {
                    metadata.put(own, headers.value(i));
                }
            }
        }
        return metadata;
    }
}
