package lazurite.server.ledger;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Hash;

/**
 * Talks to witnesses (C2SP tlog-witness) and mirrors. Whatever they answer, however slowly or much of it, costs a bounded
 * time and memory.
 *
 * <p>Concurrency: any thread.
 */
final class WitnessClient implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 64 << 10;
    private static final int SAID_MAX = 80;

    private final HttpClient client;
    private final Duration answerMax;

    /** What came of asking for a cosignature. */
    sealed interface Answer {
        /** Verified lines of the witness's key. */
        record Cosigned(List<NoteSignature> lines) implements Answer {}

        /** It has cosigned a checkpoint of that size last. */
        record OtherSize(long size) implements Answer {}

        /** Neither, for that reason. */
        record Not(String reason) implements Answer {}
    }

    /** What was read, or why nothing was. */
    private record Read(int status, byte[] body, String problem) {}

    /** @param answerMax how long a connection, and the whole of an answer, is waited for */
    WitnessClient(Duration answerMax) {
        this.answerMax = answerMax;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(answerMax)
                .build();
    }

    /**
     * Asks the witness to cosign.
     *
     * @param old size of the checkpoint that it cosigned last; 0 for none
     * @param proof that the log of that size is the beginning of the checkpoint's
     */
    Answer addCheckpoint(LedgerPolicy.Reached witness, long old, List<Hash> proof, Note note)
            throws InterruptedException {
        StringBuilder head = new StringBuilder("old " + old + "\n");
        proof.forEach(hash -> head.append(hash.base64()).append('\n'));
        String body = head.append('\n') + new String(note.bytes(), StandardCharsets.UTF_8);
        Read read = send(HttpRequest.newBuilder(URI.create(witness.address() + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        try {
            return switch (read.status()) {
                case 0 -> new Answer.Not(read.problem());
                case 200 -> cosigned(witness.witness(), note, read.body());
                case 409 -> new Answer.OtherSize(size(read.body()));
                case 403 -> new Answer.Not("it does not accept the log's signature (403)");
                case 404 -> new Answer.Not("it does not know the log (404)");
                case 422 -> new Answer.Not("it has cosigned another history of the log (422)");
                default -> new Answer.Not("it answered " + read.status() + said(read.body()));
            };
        } catch (RefusedException malformed) {
            return new Answer.Not("its answer cannot be used: " + malformed.getMessage());
        }
    }

    /**
     * Reads a mirror's checkpoint, whose signatures are the caller's to verify.
     *
     * @throws RefusedException with the reason, if none could be read
     */
    Note checkpoint(URI mirror) throws InterruptedException {
        Read read = send(HttpRequest.newBuilder(URI.create(mirror + "/checkpoint")));
        if (read.status() != 200) {
            throw new RefusedException(read.status() == 0 ? read.problem() : "it answered " + read.status());
        }
        return Note.parse(read.body());
    }

    private Read send(HttpRequest.Builder request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> answer = coming.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
            return new Read(answer.statusCode(), answer.body(), "");
        } catch (TimeoutException slow) {
            return new Read(0, new byte[0], "it did not answer in " + answerMax.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return new Read(0, new byte[0], "it cannot be read: " + cause(failed));
        } finally {
            coming.cancel(true);
        }
    }

    private static Answer cosigned(Policy.Witness witness, Note note, byte[] body) {
        byte[] signed = (note.text() + "\n" + Strict.utf8(body, "An answer")).getBytes(StandardCharsets.UTF_8);
        Note answered = Note.parse(signed);
        if (!answered.text().equals(note.text())) {
            throw new RefusedException("It is more than signature lines.");
        }
        List<NoteSignature> lines = new ArrayList<>();
        for (NoteSignature line : answered.signatures()) {
            if (witness.key().claims(line)) {
                witness.key().verify(note.text(), line);
                lines.add(line);
            }
        }
        return lines.isEmpty()
                ? new Answer.Not("its answer has no line of its key")
                : new Answer.Cosigned(List.of(lines.getFirst()));
    }

    private static long size(byte[] body) {
        String text = Strict.utf8(body, "A size");
        return Strict.decimal(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, "A size");
    }

    /** The first line, if it is plain text. */
    private static String said(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1).split("\n", 2)[0].strip();
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return plain ? ": " + text.substring(0, Math.min(text.length(), SAID_MAX)) : "";
    }

    private static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
