package lazurite.service.blob.inventory;

import java.util.Locale;

/**
 * Azure spells some fields in two ways, {@code Content-Type} and {@code ContentType}, {@code x-ms-blob-sequence-number}
 * and {@code XmsBlobSequenceNumber}: they compare without case and hyphens.
 */
final class FieldNames {
    private FieldNames() {}

    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
