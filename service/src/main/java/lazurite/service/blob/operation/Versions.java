package lazurite.service.blob.operation;

import lazurite.service.blob.operation.BlobOperation.Checksums;

/** What depends on the protocol version; versions compare as text since they are dates. */
public final class Versions {
    private Versions() {}

    /** From 2019-02-02 on answers carry x-ms-content-crc64. */
    public static boolean sendsCrc64(String version) {
        return version.compareTo("2019-02-02") >= 0;
    }

    /** Before 2013-08-15 listings gave the address of each entry, and that of the container in full. */
    public static boolean listsUrls(String version) {
        return version.compareTo("2013-08-15") < 0;
    }

    /** From 2020-10-02 on lists of page ranges are paged. */
    public static boolean pagesPageLists(String version) {
        return version.compareTo("2020-10-02") >= 0;
    }

    /** Whether an answer that carries one checksum carries the MD5: the one given, or by version. */
    public static boolean answersMd5(Checksums given, String version) {
        return given.md5() != null || (given.crc64() == null && !sendsCrc64(version));
    }

    /** Whether such an answer carries the CRC64. */
    public static boolean answersCrc64(Checksums given, String version) {
        return given.crc64() != null || (given.md5() == null && sendsCrc64(version));
    }
}
