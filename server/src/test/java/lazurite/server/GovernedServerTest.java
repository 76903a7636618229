package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.tree.Hash;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.LedgerSetup;
import lazurite.server.ledger.LedgerKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, from an empty folder to a refused write and back, by commands alone. */
final class GovernedServerTest {
    private static final String BLOB = "/devstoreaccount1/pics?restype=container";

    @TempDir
    private Path folder;

    private String holders = "";

    @Test
    void anOrderRefusesWritesUntilItIsLifted() throws Exception {
        Path data = folder.resolve("data");
        Config config = Config.forTests().withData(data).withLedger(new LedgerSetup(true, "town.example/log", null));
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            String index = order(server, data, "10d");
            client.expect(403, "PUT", BLOB, new byte[0]);
            lift(server, index);
            client.expect(201, "PUT", BLOB, new byte[0]);
        }
    }

    @Test
    void anOrderOutlivesTheLogThatItWasGivenIn() throws Exception {
        Path data = folder.resolve("data");
        Config config = Config.forTests().withData(data).withLedger(new LedgerSetup(true, null, null));
        String status;
        String subscription;
        try (Lazurite server = Lazurite.start(config)) {
            order(server, data, "10d");
            status = done("enforce", "status", at(server));
            subscription = awaitSubscription(at(server));
            Files.write(Path.of(path("kept")), new ServedLog(server).await(1).bytes());
        }
        LedgerSettings old = new LedgerKeys(data.resolve(LedgerKeys.NAME)).read();
        assertThat(status).contains(" until ", "no-growth");
        done("ledger", "restart", "--data", data.toString());
        String index;
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(403, "PUT", BLOB, new byte[0]);
            String carried = done("enforce", "status", at(server));
            index = carried.split(" ", 2)[0];
            assertThat(index).matches("-\\d+");
            assertThat(carried.split(" ", 2)[1]).isEqualTo(status.split(" ", 2)[1]);
            assertThat(awaitSubscription(at(server))).isEqualTo(subscription);
            assertThat(done("roster", "show", at(server))).contains("rita", "tom");
            changeRoster(server);
            verified(server, "mirror", () -> judgesWhatWasKept(server, "mirror", old));
        }
        done("ledger", "restart", "--data", data.toString(), "--origin", "third.example/log");
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(403, "PUT", BLOB, new byte[0]);
            String carried = done("enforce", "status", at(server)).split(" ", 2)[0];
            assertThat(Long.parseLong(carried)).isLessThan(Long.parseLong(index));
            assertThat(done("case", "show", "E1", at(server))).contains(carried + " ", "enforcement.ordered");
            lift(server, carried);
            client.expect(201, "PUT", BLOB, new byte[0]);
            assertThat(done("enforce", "status", at(server))).doesNotContain("E1");
            verified(server, "third", () -> {});
        }
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(409, "PUT", BLOB, new byte[0]);
        }
    }

    @Test
    void anOrderEndsByItsDateThoughItsLogWasRestarted() throws Exception {
        Path data = folder.resolve("data");
        Config config = Config.forTests().withData(data).withLedger(new LedgerSetup(true, null, null));
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        Platform platform = platform(clock);
        try (Lazurite server = Lazurite.start(config, platform)) {
            order(server, data, "24h");
        }
        done("ledger", "restart", "--data", data.toString());
        try (Lazurite server = Lazurite.start(config, platform);
                SignedClient client = client(server, clock)) {
            client.expect(403, "PUT", BLOB, new byte[0]);
            ahead.set(Duration.ofHours(23));
            client.expect(403, "PUT", BLOB, new byte[0]);
            assertThat(done("enforce", "status", at(server))).contains("case E1 ", "no-growth");
            ahead.set(Duration.ofHours(24));
            client.expect(201, "PUT", BLOB, new byte[0]);
        }
        try (Lazurite server = Lazurite.start(config, platform);
                SignedClient client = client(server, clock)) {
            client.expect(409, "PUT", BLOB, new byte[0]);
            assertThat(done("enforce", "status", at(server))).isEqualTo("no orders\n");
            assertThat(done("case", "show", "E1", at(server))).contains("enforcement.lifted by server");
            assertThat(done("case", "show", "E1", at(server), "--json")).contains("\"end\":\"expired\"");
        }
    }

    private static Platform platform(InstantSource clock) {
        Platform system = Platform.system();
        return new Platform(
                clock, system.nanoTime(), system.random(), system.virtualThreads(), system.platformThreads());
    }

    /** Another roster needs an approval of its own: the one of the first roster, for the same place, counts no more. */
    private void changeRoster(Lazurite server) {
        List<String> rita = List.of("--key", path("rita"));
        Said again = run(rita, "roster", "set", path("roster"), at(server));
        assertThat(again.status()).isEqualTo(Main.FAILED);
        assertThat(again.text()).contains("for another place");
        done("roster", "propose", path("next"), at(server), "--holder", holders);
        done("roster", "approve", path("next"), "--key", path("tom"));
        Said set = run(rita, "roster", "set", path("next"), at(server));
        assertThat(set.status()).as(set.text()).isEqualTo(Main.DONE);
    }

    /** An outsider follows through the restarted logs, live, in a mirror, and not without them. */
    private void verified(Lazurite server, String mirror, Runnable more) throws Exception {
        String log = Objects.requireNonNull(server.ledgerAddress());
        List<String> keys = List.of("--key", String.join("\n", server.ledgerKeys()));
        Said held = Waiting.found("a heartbeat of the log, with which it verifies", () -> {
            Said said = run(keys, "verify", log);
            return said.status() == Main.DONE ? said : null;
        });
        assertThat(held.text()).contains("I5    holds", "roles holds");
        assertThat(run(keys, "ledger", "mirror", log, path(mirror)).text()).doesNotContain("does not serve");
        assertThat(run(keys, "ledger", "mirror", log, path(mirror)).status()).isEqualTo(Main.DONE);
        Said copied = run(keys, "verify", path(mirror), "--since", path("kept"));
        assertThat(copied.status()).as(copied.text()).isEqualTo(Main.DONE);
        assertThat(copied.text())
                .contains("I2    holds", "I5    holds", "roles holds")
                .doesNotContain("none of a log's");
        more.run();
        Path tile = folder.resolve(mirror + "/restarted/1/tile/entries/000.p");
        try (Stream<Path> tiles = Files.list(tile)) {
            Path entries = tiles.findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(entries);
            bytes[bytes.length - 9] ^= 1;
            Files.write(entries, bytes);
        }
        Said damaged = run(keys, "verify", path(mirror));
        assertThat(damaged.status()).isEqualTo(Main.FAILED);
        assertThat(damaged.text()).contains("I1    broken", "broken: entry -1");
        Files.delete(folder.resolve(mirror + "/restarted/1/checkpoint"));
        Said alone = run(keys, "verify", path(mirror));
        assertThat(alone.status()).isEqualTo(Main.FAILED);
        assertThat(alone.text()).contains("which is not at restarted/1 to be read");
    }

    /** A checkpoint of the log before the restart, which is not that of the new one's own beginning. */
    private void judgesWhatWasKept(Lazurite server, String mirror, LedgerSettings old) {
        List<String> keys = List.of("--key", String.join("\n", server.ledgerKeys()));
        Checkpoint kept = Checkpoint.parse(note("kept").text());
        assertThat(run(keys, "verify", Objects.requireNonNull(server.ledgerAddress()), "--since", path("kept"))
                        .text())
                .contains("I1    holds");
        Checkpoint more = new Checkpoint(kept.origin(), kept.size() + 1_000, kept.root());
        assertThat(since(keys, mirror, more, old.keys()))
                .contains("fewer than when the checkpoint kept from earlier was signed: the rest was lost or left out");
        Checkpoint other = new Checkpoint(kept.origin(), kept.size(), Hash.sha256(new byte[0]));
        assertThat(since(keys, mirror, other, old.keys())).contains("entries: it was rewritten");
        List<SignerKey> strangers = List.of(new SignerKey(kept.origin(), SignatureType.ED25519, new byte[32]));
        assertThat(since(keys, mirror, kept, strangers)).contains("has not signed the checkpoint kept from earlier");
        Checkpoint alien = new Checkpoint("alien.example/log", kept.size(), kept.root());
        assertThat(since(keys, mirror, alien, strangers)).contains("does not say that it goes on");
        List<String> oldKeys = List.of(
                "--key", old.keys().stream().map(key -> key.verifier().text()).collect(Collectors.joining("\n")));
        assertThat(since(oldKeys, mirror, kept, old.keys())).contains("ask its operator for the new key");
    }

    /** What is said of a mirror that is broken in the light of a checkpoint. */
    private String since(List<String> keys, String mirror, Checkpoint checkpoint, List<SignerKey> signers) {
        Note note = new Note(
                checkpoint.text(),
                signers.stream().map(key -> key.sign(checkpoint, Instant.EPOCH)).toList());
        try {
            Files.write(Path.of(path("signed")), note.bytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Said said = run(keys, "verify", path(mirror), "--since", path("signed"));
        assertThat(said.status()).as(said.text()).isEqualTo(Main.FAILED);
        return said.text();
    }

    private Note note(String name) {
        try {
            return Note.parse(Files.readAllBytes(Path.of(path(name))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Said run(List<String> flags, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(flags);
        return Said.by(all);
    }

    private static SignedClient client(Lazurite server) throws Exception {
        return client(server, InstantSource.system());
    }

    private static SignedClient client(Lazurite server, InstantSource clock) throws Exception {
        return new SignedClient(
                server.blobPort(),
                AccountSettings.DEV_NAME,
                AccountSettings.dev().account().keys().getFirst(),
                clock);
    }

    private static String at(Lazurite server) {
        return "--server=" + server.operatorAddress();
    }

    /** Gives an emergency's order that ends then; its index. */
    private String order(Lazurite server, Path data, String until) throws Exception {
        String at = at(server);
        String rita = done("operator", "key", path("rita"), "--as", "rita").strip();
        String tom = done("operator", "key", path("tom"), "--as", "tom").strip();
        holders = holder(rita, "reviewer") + "," + holder(tom, "ratifier");
        done("roster", "propose", path("roster"), at, "--holder", holders);
        done("roster", "approve", path("roster"), "--key", path("tom"));
        done("roster", "install", path("roster"), at, "--key", path("rita"), "--data", data.toString());
        String subscription = awaitSubscription(at);
        String key = "--key=" + path("rita");
        done("case", "open", "E1", at, key, "--sub", subscription, "--services", "blob", "--source", "press");
        Files.writeString(folder.resolve("evidence"), "it was in the papers");
        String facts = done("case", "evidence", "E1", at, key, "--document", path("evidence"))
                .replaceAll("(?s).*its document is ([0-9a-f]{64}).*", "$1");
        String ordered = done(
                "enforce",
                "emergency",
                "E1",
                at,
                key,
                "--clause",
                "explain-growth-review",
                "--levels",
                "blob=no-growth",
                "--until",
                until,
                "--facts",
                facts);
        return ordered.replaceAll("(?s).*is entry (\\d+) of.*", "$1");
    }

    private void lift(Lazurite server, String order) {
        done("enforce", "lift", "E1", at(server), "--key=" + path("rita"), "--order", order);
    }

    /** The server logs its subscriptions by itself. */
    private static String awaitSubscription(String at) {
        String listed = Waiting.found("a subscription", () -> {
            String said = done("subscription", "list", at);
            return said.contains(" open since ") ? said : null;
        });
        return listed.split(" ", 2)[0];
    }

    private static String holder(String line, String role) {
        String[] words = line.split(" ", 2);
        return words[0] + ":" + role + ":" + words[1];
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String done(String... words) {
        return Said.by(words).with(Main.DONE);
    }
}
