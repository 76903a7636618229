package lazurite.tests.crash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import lazurite.tests.wire.BlobCall;

/**
 * Which key seals a blob: the account's, an encryption scope's, or one that the customer brings with every request.
 *
 * @param scope empty for none
 * @param key 32 bytes in base64; empty for none
 */
record Cover(String scope, String key) {
    static final List<String> SCOPES = List.of("ward-7", "ward-8");
    static final Cover ACCOUNT = new Cover("", "");

    private static final int KEY_BYTES = 32;

    /** A key that no blob has. */
    static final Cover OTHER = new Cover("", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));

    /** Mostly the account's. */
    static Cover any(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> anyScope(random);
            case 1 -> anyKey(random);
            default -> ACCOUNT;
        };
    }

    static Cover anyScope(Random random) {
        return new Cover(SCOPES.get(random.nextInt(SCOPES.size())), "");
    }

    private static Cover anyKey(Random random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Cover("", Base64.getEncoder().encodeToString(key));
    }

    boolean isCustomers() {
        return !key.isEmpty();
    }

    /** The request with what it takes to open the blob. */
    BlobCall opening(BlobCall call) {
        return isCustomers()
                ? call.header("x-ms-encryption-key", key)
                        .header("x-ms-encryption-key-sha256", sha256())
                        .header("x-ms-encryption-algorithm", "AES256")
                : call;
    }

    /** The request so that what it stores is sealed so. */
    BlobCall sealing(BlobCall call) {
        return scope.isEmpty() ? opening(call) : call.header("x-ms-encryption-scope", scope);
    }

    /** As answers tell it; empty without a customer's key. */
    String sha256() {
        if (!isCustomers()) {
            return "";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(key.getBytes(StandardCharsets.US_ASCII)));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
