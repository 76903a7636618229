package lazurite.server.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import lazurite.base.SecretFile;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import org.jspecify.annotations.Nullable;

/**
 * The file of a log's signing keys, a line for each: Ed25519 first, then ML-DSA-44; after a rotation the same of the pair
 * before. Readable by its owner only, written whole. The log's name is in it, since it is the keys' name.
 *
 * <p>It never goes into a backup: a copy of the data that signs on from an earlier state would fork the log.
 */
public record LedgerKeys(Path file) {
    /** Its name in the data folder. */
    public static final String NAME = "ledger.key";

    private static final int ORIGIN_BYTES = 8;

    public boolean exists() {
        return Files.exists(file);
    }

    /** @throws IOException with one sentence that names the file */
    public LedgerSettings read() throws IOException {
        try {
            List<SignerKey> keys = Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> SignerKey.parse(line.strip()))
                    .toList();
            if (keys.isEmpty()) {
                throw unusable("it holds no key");
            }
            return settings(keys);
        } catch (RefusedException damaged) {
            throw unusable(String.valueOf(damaged.getMessage()));
        }
    }

    /** Makes keys and the file, synced before anything is signed. */
    public LedgerSettings make(@Nullable String origin, RandomGenerator random) throws IOException {
        LedgerSettings made = generate(origin, random);
        write(made);
        return made;
    }

    /** Makes the file, or replaces it. */
    void write(LedgerSettings settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings.keys().forEach(key -> lines.append(key.secretText()).append('\n'));
        SecretFile.write(file, lines.toString());
    }

    /** The file of keys that are to replace these, there only while that is under way. */
    LedgerKeys next() {
        return new LedgerKeys(file.resolveSibling(file.getFileName() + ".next"));
    }

    /** A new pair of keys before the newest of these; older ones are left out. */
    static LedgerSettings rotated(LedgerSettings settings, RandomGenerator random) {
        List<SignerKey> keys =
                new ArrayList<>(generate(settings.origin(), random).keys());
        keys.add(settings.keys().getFirst());
        settings.keys().stream()
                .skip(1)
                .takeWhile(key -> key.verifier().type() != SignatureType.ED25519)
                .forEach(keys::add);
        return new LedgerSettings(settings.origin(), keys);
    }

    /** Keys of a log that is lost with the process. */
    static LedgerSettings generate(@Nullable String origin, RandomGenerator random) {
        String name = origin == null ? "lazurite.local/log/" + letters(random) : origin;
        return settings(List.of(
                SignerKey.generate(name, SignatureType.ED25519, random),
                SignerKey.generate(name, SignatureType.ML_DSA_44, random)));
    }

    private static LedgerSettings settings(List<SignerKey> keys) {
        return new LedgerSettings(keys.getFirst().verifier().name(), keys);
    }

    private static String letters(RandomGenerator random) {
        byte[] bytes = new byte[ORIGIN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private IOException unusable(String why) {
        return new IOException("the ledger's key file " + file + " cannot be used: " + why);
    }
}
