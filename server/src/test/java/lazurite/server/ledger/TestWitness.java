package lazurite.server.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Response;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.Proofs;

/**
 * A witness (C2SP tlog-witness) on a socket, written from its specification: it cosigns what continues what it cosigned
 * before. It can also misbehave.
 */
final class TestWitness implements HttpServer.Handler, AutoCloseable {
    /** What it answers. */
    enum Mood {
        HONEST,
        /** Nothing, until it is closed. */
        SLOW,
        GARBAGE,
        WRONG_KEY,
        HUGE,
        /** A cosignature of another log's checkpoint. */
        OTHER_LOG,
        /** That it has cosigned a million entries. */
        AHEAD,
        FAILING
    }

    private final SignerKey key;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, VerifierKey> logs = new HashMap<>();
    private final Map<String, Checkpoint> cosigned = new HashMap<>();
    private final List<Integer> statuses = new ArrayList<>();
    private volatile Mood mood = Mood.HONEST;

    private TestWitness(SignerKey key, int port) throws IOException {
        this.key = key;
        this.server = JettyHttpServer.start(HttpServer.Options.defaults("127.0.0.1", port), this);
    }

    static TestWitness start(String name, SignatureType type) throws IOException {
        return new TestWitness(SignerKey.generate(name, type, new SecureRandom()), 0);
    }

    /** Cosigns this log from now on. */
    synchronized TestWitness trust(String vkey) {
        VerifierKey log = VerifierKey.parse(vkey);
        logs.put(log.name(), log);
        return this;
    }

    void mood(Mood chosen) {
        mood = chosen;
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Its line in a policy file. */
    String line() {
        return "witness " + key.verifier().name() + " " + key.verifier().text() + " " + address() + "/w/\n";
    }

    VerifierKey verifier() {
        return key.verifier();
    }

    /** Statuses of all its answers so far. */
    synchronized List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /** Size of the checkpoint of the log that it cosigned last. */
    synchronized long size(String origin) {
        Checkpoint last = cosigned.get(origin);
        return last == null ? 0 : last.size();
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        if (!exchange.request().method().equals("POST")
                || !exchange.request().rawPath().equals("/w/add-checkpoint")) {
            exchange.send(answer(404, "text/plain", "there is no such call\n"));
            return;
        }
        byte[] body = exchange.request().body().stream().readAllBytes();
        Response response = switch (mood) {
            case HONEST -> addCheckpoint(body);
            case SLOW -> slow();
            case GARBAGE -> answer(200, "text/plain", "\u2014 nonsense\n\0\n");
            case WRONG_KEY -> answer(200, "text/plain", forged(body, false));
            case HUGE -> answer(200, "text/plain", "x".repeat(8 << 20));
            case OTHER_LOG -> answer(200, "text/plain", forged(body, true));
            case AHEAD -> answer(409, "text/x.tlog.size", "1000000\n");
            case FAILING -> answer(500, "text/plain", "out of order\n");
        };
        synchronized (this) {
            statuses.add(response.status());
        }
        exchange.send(response);
    }

    private Response slow() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("closed");
    }

    private synchronized Response addCheckpoint(byte[] body) {
        try {
            String[] parts = new String(body, StandardCharsets.UTF_8).split("\n\n", 2);
            String[] head = parts[0].split("\n", -1);
            if (parts.length != 2 || !head[0].startsWith("old ") || head.length > 64) {
                return answer(400, "text/plain", "malformed\n");
            }
            long old = Strict.decimal(head[0].substring(4), "old");
            List<Hash> proof = new ArrayList<>();
            for (int i = 1; i < head.length; i++) {
                proof.add(Hash.parseBase64(head[i]));
            }
            return judge(old, proof, Note.parse(parts[1].getBytes(StandardCharsets.UTF_8)));
        } catch (RefusedException malformed) {
            return answer(400, "text/plain", malformed.getMessage() + "\n");
        }
    }

    private Response judge(long old, List<Hash> proof, Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        VerifierKey log = logs.get(checkpoint.origin());
        if (log == null) {
            return answer(404, "text/plain", "unknown origin\n");
        }
        if (!signed(log, note)) {
            return answer(403, "text/plain", "no signature of the log\n");
        }
        Checkpoint last = cosigned.getOrDefault(checkpoint.origin(), new Checkpoint("none", 0, Merkle.EMPTY));
        if (old > checkpoint.size()) {
            return answer(400, "text/plain", "old is beyond the checkpoint\n");
        }
        boolean same = old == checkpoint.size() && old == last.size();
        if (old != last.size() || (same && !checkpoint.root().equals(last.root()))) {
            return answer(409, "text/x.tlog.size", last.size() + "\n");
        }
        try {
            Proofs.verifyConsistency(old, last.root(), checkpoint.size(), checkpoint.root(), proof);
        } catch (RefusedException inconsistent) {
            return answer(422, "text/plain", "inconsistent\n");
        }
        cosigned.put(checkpoint.origin(), checkpoint);
        return answer(200, "text/plain", lines(note, key.sign(checkpoint, Instant.now())));
    }

    private static boolean signed(VerifierKey log, Note note) {
        try {
            List<NoteSignature> own =
                    note.signatures().stream().filter(log::claims).toList();
            own.forEach(line -> log.verify(note.text(), line));
            return !own.isEmpty();
        } catch (RefusedException wrong) {
            return false;
        }
    }

    private String forged(byte[] body, boolean otherLog) {
        Note note = Note.parse(
                new String(body, StandardCharsets.UTF_8).split("\n\n", 2)[1].getBytes(StandardCharsets.UTF_8));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (otherLog) {
            Checkpoint other = new Checkpoint("other.example", checkpoint.size(), checkpoint.root());
            return lines(note, key.sign(other, Instant.now()));
        }
        SignerKey other =
                SignerKey.generate(key.verifier().name(), key.verifier().type(), new SecureRandom());
        NoteSignature line = other.sign(checkpoint, Instant.now());
        return lines(note, new NoteSignature(line.name(), key.verifier().id(), line.signature()));
    }

    /** The line as the answer's body has it. */
    private static String lines(Note note, NoteSignature line) {
        String all = new String(new Note(note.text(), List.of(line)).bytes(), StandardCharsets.UTF_8);
        return all.substring(note.text().length() + 1);
    }

    private static Response answer(int status, String type, String body) {
        return new Response(status, new Headers().add("Content-Type", type), Body.of(body));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(Duration.ofSeconds(1));
    }
}
