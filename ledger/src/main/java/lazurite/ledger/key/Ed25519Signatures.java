package lazurite.ledger.key;

import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032) by Bouncy Castle: the JDK's own costs seven times as much ({@code docs/benchmarks.md}), and
 * everything that people sign is verified several times.
 */
final class Ed25519Signatures {
    private Ed25519Signatures() {}

    static byte[] sign(PrivateKey key, byte[] message) {
        byte[] seed = ((EdECPrivateKey) key)
                .getBytes()
                .orElseThrow(() -> new IllegalStateException("the private key does not show its bytes"));
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** False too for a key that is no point of the curve. */
    static boolean verifies(byte[] key, byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }
}
