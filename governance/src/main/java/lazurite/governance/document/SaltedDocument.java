package lazurite.governance.document;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;

/**
 * A document with a salt, so that its hash, which stands in the log, tells nothing to who guesses at the content: canonical
 * JSON of {@code content} (base64), {@code mediaType} and {@code salt} (docs/formats/documents.md).
 *
 * @param salt 64 hexadecimal digits
 * @param mediaType such as {@code application/pdf}
 */
public record SaltedDocument(String salt, String mediaType, byte[] content) {
    /** Most bytes of content: what fits into a document once it is base64. */
    public static final int CONTENT_BYTES_MAX = 768_000;

    private static final int SALT_BYTES = 32;
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]{1,100}(; ?charset=[a-z0-9-]{1,20})?");

    public SaltedDocument {
        if (!SALT.matcher(salt).matches()) {
            throw new RefusedException("A document's salt is not 64 hexadecimal digits.");
        }
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            throw new RefusedException("A document's media type is not one such as 'application/pdf'.");
        }
        if (content.length > CONTENT_BYTES_MAX) {
            throw new RefusedException("A document has " + content.length + " bytes, at most " + CONTENT_BYTES_MAX
                    + " are allowed; split it.");
        }
        content = content.clone();
    }

    /** @param random cryptographically strong */
    public static SaltedDocument fresh(String mediaType, byte[] content, RandomGenerator random) {
        return new SaltedDocument(salt(random), mediaType, content);
    }

    /** Inverse of {@link #bytes}. */
    public static SaltedDocument parse(byte[] bytes) {
        FieldReader in = FieldReader.of(Json.parseCanonical(bytes, Documents.BYTES_MAX));
        SaltedDocument document = new SaltedDocument(
                in.text("salt"), in.text("mediaType"), Strict.base64(in.text("content"), "A document's content"));
        in.requireNoMore();
        return document;
    }

    /** A fresh salt. */
    static String salt(RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** What is kept, and whose SHA-256 entries name. */
    public byte[] bytes() {
        return new FieldWriter()
                .text("salt", salt)
                .text("mediaType", mediaType)
                .text("content", Base64.getEncoder().encodeToString(content))
                .done()
                .canonical();
    }

    /** The content as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
