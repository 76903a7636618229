package lazurite.tests.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.encryption.signers.Verifiers;
import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.RekorEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TileHashes;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.ledger.tree.Tree;
import lazurite.tests.process.Command;
import lazurite.tests.process.NodePackages;
import lazurite.tests.process.Repository;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.Test;

/** A live log, judged by verifiers of three other makes: npm `@sigstore/verify`, Go's `x/mod`, Maven `sigstore-java`. */
final class LogVerifierTest {
    private static final Duration SCRIPT_MAX = Duration.ofMinutes(2);
    private static final Path GO_TLOG = Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go");

    /** More than one tile. */
    private static final int MANY = 600;

    /** With what each start adds: genesis and heartbeat; then that it resumed, and a heartbeat. */
    private static final int BEGUN = MANY + 4;

    @Test
    void aLiveLogVerifiesWithSigstoreBeforeAndBehindAKill() throws Exception {
        if (!Tools.present("log verifier in JavaScript", List.of(Tools.program("node"), Tools.program("npm")))) {
            return;
        }
        Path packages = NodePackages.install("sigstore-verify");
        Path data = folder();
        try (LiveLog log = LiveLog.start(data, 2)) {
            assertThat(byJavaScript(packages, data, log))
                    .startsWith("verified ")
                    .contains(": log.genesis ", " heartbeat");
        }
        try (LiveLog log = LiveLog.start(data, 12)) {
            assertThat(byJavaScript(packages, data, log))
                    .startsWith("verified ")
                    .containsPattern("log.genesis .*heartbeat.* heartbeat");
        }
    }

    @Test
    void aLiveLogVerifiesWithGoAndGoesOnFromWhatItWasBeforeAKill() throws Exception {
        if (!Tools.present("log verifier in Go", List.of(Tools.program("go"), GO_TLOG))) {
            return;
        }
        Path data = folder();
        Path program = goProgram(data.resolveSibling("verify-log"));
        String before;
        try (LiveLog log = LiveLog.start(data, 2)) {
            before = byGo(program, data, log, "");
            assertThat(size(before)).isGreaterThanOrEqualTo(2);
        }
        LiveLog.append(data, MANY);
        try (LiveLog log = LiveLog.start(data, BEGUN)) {
            String after = byGo(program, data, log, before);
            assertThat(size(after)).isGreaterThanOrEqualTo(BEGUN);
            String otherPast = (size(before) + 1) + before.substring(before.indexOf(' '));
            assertThat(runGo(program, data, log, otherPast).exit())
                    .as("another past")
                    .isEqualTo(1);
        }
    }

    @Test
    void aLiveLogVerifiesWithSigstoreJavaAndAChangedEntryDoesNot() throws Exception {
        Path data = folder();
        LiveLog.start(data, 2).close();
        LiveLog.append(data, MANY);
        try (LiveLog log = LiveLog.start(data, BEGUN)) {
            RekorEntry.Checkpoint checkpoint =
                    Checkpoints.from(new String(log.file("checkpoint"), StandardCharsets.UTF_8));
            VerifierKey key = VerifierKey.parse(LiveLog.verifierKey(data));
            assertThat(signs(key, checkpoint, checkpoint.getSignedData())).isTrue();
            assertThat(signs(key, checkpoint, checkpoint.getSignedData() + "x\n"))
                    .isFalse();
            long size = checkpoint.getSize();
            byte[] root = Base64.getDecoder().decode(checkpoint.getBase64Hash());
            Map<TilePath, byte[]> read = new HashMap<>();
            TileHashes hashes =
                    new TileHashes(size, path -> read.computeIfAbsent(path, tile -> log.file(tile.toString())));
            for (long index = 0; index < size; index++) {
                TilePath.Entries bundle =
                        new TilePath.Entries(index / TilePath.WIDTH, Tiles.widthAt(0, index / TilePath.WIDTH, size));
                byte[] tile = read.computeIfAbsent(bundle, path -> log.file(path.toString()));
                byte[] entry = Tiles.entries(tile, bundle.width()).get((int) (index % TilePath.WIDTH));
                List<byte[]> proof = new Tree(hashes)
                        .inclusion(index, size).stream().map(Hash::bytes).toList();
                long at = index;
                InclusionProofVerifier.verify(Merkle.leaf(entry).bytes(), at, size, proof, root);
                entry[entry.length / 2] ^= 1;
                assertThatThrownBy(() ->
                                InclusionProofVerifier.verify(Merkle.leaf(entry).bytes(), at, size, proof, root))
                        .isInstanceOf(InclusionProofVerificationException.class);
            }
        }
    }

    /** What a line of size and root begins with. */
    private static long size(String said) {
        return Long.parseLong(said.substring(0, said.indexOf(' ')));
    }

    private static boolean signs(VerifierKey key, RekorEntry.Checkpoint checkpoint, String text) throws Exception {
        RekorEntry.CheckpointSignature line = checkpoint.getSignatures().getFirst();
        assertThat(line.getIdentity()).isEqualTo(key.name());
        PublicKey raw = KeyAlgorithm.ED25519.publicKey(key.publicKey());
        return Verifiers.newVerifier(raw).verify(text.getBytes(StandardCharsets.UTF_8), line.getSignature());
    }

    private static String byJavaScript(Path packages, Path data, LiveLog log) {
        String script =
                Repository.root().resolve("tests/src/test/js/verify-log.mjs").toString();
        Map<String, String> environment =
                Map.of("LOG", log.address(), "VKEY", LiveLog.verifierKey(data), "PACKAGES", packages.toString());
        return output(Command.run(List.of("node", script), packages, environment, SCRIPT_MAX));
    }

    /** Built from Debian's sources alone: nothing is fetched. */
    private static Path goProgram(Path program) {
        String source =
                Repository.root().resolve("tests/src/test/go/verify-log.go").toString();
        String cache = Repository.cache().resolve("go").toString();
        Map<String, String> environment =
                Map.of("GO111MODULE", "off", "GOPATH", "/usr/share/gocode", "GOCACHE", cache, "CGO_ENABLED", "0");
        output(Command.run(
                List.of("go", "build", "-o", program.toString(), source),
                Repository.root(),
                environment,
                Duration.ofMinutes(5)));
        return program;
    }

    private static String byGo(Path program, Path data, LiveLog log, String before) {
        return output(runGo(program, data, log, before));
    }

    private static Command.Result runGo(Path program, Path data, LiveLog log, String before) {
        Map<String, String> environment =
                Map.of("LOG", log.address(), "VKEY", LiveLog.verifierKey(data), "BEFORE", before);
        return Command.run(List.of(program.toString()), data, environment, SCRIPT_MAX);
    }

    private static String output(Command.Result result) {
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }

    private static Path folder() throws Exception {
        return Files.createDirectory(SharedServer.folder("ledger").resolve("data"));
    }
}
