package lazurite.service.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures: base64 of HMAC-SHA256 over the UTF-8 bytes of a string to sign. */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";

    private Hmac() {}

    static String sign(byte[] key, String stringToSign) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(stringToSign.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Whether any of the keys makes this signature; compared in constant time. */
    static boolean matches(List<byte[]> keys, String stringToSign, String signature) {
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (byte[] key : keys) {
            byte[] made = sign(key, stringToSign).getBytes(StandardCharsets.UTF_8);
            matches |= MessageDigest.isEqual(made, given);
        }
        return matches;
    }
}
