package lazurite.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.HexFormat;
import lazurite.ledger.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyAlgorithmTest {
    /** RFC 8032 section 7.1, test 1. */
    @Test
    void anEd25519KeyIsDerivedAsItsStandardSays() {
        assertThat(publicKey(KeyAlgorithm.ED25519, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    /** RFC 9881 appendix C. */
    @Test
    void anMlDsaKeyIsDerivedAsItsStandardSays() {
        assertThat(publicKey(
                        KeyAlgorithm.ML_DSA_44, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .startsWith("d7b2b47254aae0db45e7930d4a98d2c97d8f1397d1789dafa17024b316e9bec9")
                .hasSize(2 * 1312);
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureIsOfOneMessageAndKey(KeyAlgorithm algorithm) {
        KeyPair pair = algorithm.pair(new byte[32]);
        byte[] message = {1, 2, 3};
        byte[] signature = algorithm.sign(pair.getPrivate(), message);

        assertThat(signature).hasSize(algorithm.signatureBytes());
        assertThat(algorithm.verifies(pair.getPublic(), message, signature)).isTrue();
        assertThat(algorithm.verifies(pair.getPublic(), new byte[] {1, 2}, signature))
                .isFalse();
        assertThat(algorithm.verifies(pair.getPublic(), message, new byte[0])).isFalse();
        assertThat(algorithm.verifies(pair.getPublic(), message, new byte[algorithm.signatureBytes()]))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void keysAndSeedsOfAnotherLengthAreRefused(KeyAlgorithm algorithm) {
        assertThatThrownBy(() -> algorithm.pair(new byte[31])).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> algorithm.publicKey(new byte[33])).isInstanceOf(RefusedException.class);
    }

    private static String publicKey(KeyAlgorithm algorithm, String seed) {
        return HexFormat.of()
                .formatHex(algorithm.raw(
                        algorithm.pair(HexFormat.of().parseHex(seed)).getPublic()));
    }
}
