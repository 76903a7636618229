package lazurite.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;

/** The log of a running server, as its port shows it. */
record ServedLog(Lazurite server) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Waits until the log has published so many entries; its checkpoint then. */
    Note await(long entries) {
        return Waiting.found(entries + " entries", () -> {
            HttpResponse<byte[]> answer = get("/checkpoint");
            Note note = answer.statusCode() == 200 ? Note.parse(answer.body()) : null;
            return note != null && Checkpoint.parse(note.text()).size() >= entries ? note : null;
        });
    }

    HttpResponse<byte[]> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(Objects.requireNonNull(server.ledgerAddress()) + path))
                .build());
    }

    String text(String path) {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
