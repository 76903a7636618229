package lazurite.server.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import lazurite.base.SecretFile;
import lazurite.ledger.RefusedException;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.server.config.ConfigException;
import lazurite.terms.use.Tag;

/**
 * The Ed25519 key of a holder or customer, in a file of its own that its owner alone may read. One line, as signed notes
 * write signing keys: {@code PRIVATE+KEY+name+id+key}.
 *
 * @param name a holder's, or a subscription's pseudonym
 */
record ActorKey(String name, KeyPair pair) {
    private static final int FILE_BYTES_MAX = 1_024;

    /** Makes a key and its file. */
    static ActorKey make(Path file, String name, RandomGenerator random) throws IOException {
        if (Files.exists(file)) {
            throw new ConfigException(
                    "operator key: " + file + " is there already; a key that was used is never replaced");
        }
        SignerKey made = SignerKey.generate(name, SignatureType.ED25519, random);
        SecretFile.write(file, made.secretText() + "\n");
        return of(made.secretText());
    }

    /** @throws ConfigException with one sentence that names the file */
    static ActorKey read(Path file) throws IOException {
        try {
            if (!Files.exists(file) || Files.size(file) > FILE_BYTES_MAX) {
                throw new ConfigException(
                        "--key: there is no key file " + file + "; 'lazurite operator key' makes one");
            }
            return of(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (RefusedException damaged) {
            throw new ConfigException("--key: " + file + " is no key file: " + damaged.getMessage());
        }
    }

    private static ActorKey of(String line) {
        SignerKey signer = SignerKey.parse(line);
        String name = signer.verifier().name();
        if (signer.verifier().type() != SignatureType.ED25519 || !Tag.is(name)) {
            throw new RefusedException("It is not an Ed25519 key of a name of " + Tag.EXPECTED + ".");
        }
        byte[] typed = Base64.getDecoder().decode(line.split("\\+", 5)[4]);
        return new ActorKey(name, KeyAlgorithm.ED25519.pair(Arrays.copyOfRange(typed, 1, typed.length)));
    }

    PrivateKey secret() {
        return pair.getPrivate();
    }

    /** As rosters and configurations write it: base64 of 32 bytes. */
    String publicText() {
        return Base64.getEncoder().encodeToString(KeyAlgorithm.ED25519.raw(pair.getPublic()));
    }
}
