package lazurite.service.blob.record;

import org.jspecify.annotations.Nullable;

/** The HTTP headers that a blob is stored with and served under; each absent unless set. */
public record HttpProperties(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable String contentDisposition,
        @Nullable String cacheControl,
        byte @Nullable [] contentMd5) {
    public static final HttpProperties NONE = new HttpProperties(null, null, null, null, null, null);

    public HttpProperties withMd5(byte @Nullable [] md5) {
        return new HttpProperties(contentType, contentEncoding, contentLanguage, contentDisposition, cacheControl, md5);
    }

    /** These, and where they are unset another's; the MD5 is of a content and stays. */
    public HttpProperties or(HttpProperties other) {
        return new HttpProperties(
                contentType == null ? other.contentType : contentType,
                contentEncoding == null ? other.contentEncoding : contentEncoding,
                contentLanguage == null ? other.contentLanguage : contentLanguage,
                contentDisposition == null ? other.contentDisposition : contentDisposition,
                cacheControl == null ? other.cacheControl : cacheControl,
                contentMd5);
    }
}
