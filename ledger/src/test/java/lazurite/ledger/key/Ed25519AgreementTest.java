package lazurite.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What Bouncy Castle finds good and bad, the JDK's own Ed25519 does too. */
class Ed25519AgreementTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032 section 7.1, test 2. */
    @Test
    void aSignatureIsThatOfItsStandard() {
        KeyPair pair = KeyAlgorithm.ED25519.pair(
                HEX.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assertThat(HEX.formatHex(KeyAlgorithm.ED25519.sign(pair.getPrivate(), new byte[] {0x72})))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void alteredSignaturesMessagesAndKeysAreJudgedAlike() throws GeneralSecurityException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            byte[] secret = new byte[32];
            byte[] message = new byte[random.nextInt(100)];
            random.nextBytes(secret);
            random.nextBytes(message);
            KeyPair pair = KeyAlgorithm.ED25519.pair(secret);
            byte[] signature = KeyAlgorithm.ED25519.sign(pair.getPrivate(), message);
            assertAgreed(pair.getPublic(), message, signature, seed);
            flip(signature, random);
            assertAgreed(pair.getPublic(), message, signature, seed);
            byte[] key = KeyAlgorithm.ED25519.raw(pair.getPublic());
            flip(key, random);
            assertAgreed(KeyAlgorithm.ED25519.publicKey(key), message, signature, seed);
        }
    }

    /** A scalar that is not reduced would make a second signature of the same message. */
    @Test
    void anUnreducedScalarIsRefused() throws GeneralSecurityException {
        KeyPair pair = KeyAlgorithm.ED25519.pair(new byte[32]);
        byte[] message = {1};
        byte[] signature = KeyAlgorithm.ED25519.sign(pair.getPrivate(), message);
        byte[] order = HEX.parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            carry += (signature[32 + i] & 0xff) + (order[i] & 0xff);
            signature[32 + i] = (byte) carry;
            carry >>= 8;
        }
        assertThat(KeyAlgorithm.ED25519.verifies(pair.getPublic(), message, signature))
                .isFalse();
        assertThat(jdkVerifies(pair.getPublic(), message, signature)).isFalse();
    }

    private static void flip(byte[] bytes, SplittableRandom random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }

    private static void assertAgreed(PublicKey key, byte[] message, byte[] signature, long seed)
            throws GeneralSecurityException {
        assertThat(KeyAlgorithm.ED25519.verifies(key, message, signature))
                .as("seed %d, key %s, signature %s", seed, HEX.formatHex(key.getEncoded()), HEX.formatHex(signature))
                .isEqualTo(jdkVerifies(key, message, signature));
    }

    private static boolean jdkVerifies(PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519");
        try {
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException bad) {
            return false;
        }
    }
}
