package lazurite.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import lazurite.server.operator.ControlToken;

/** Asks the server that serves a data folder to do something, over the operator's port. */
final class Control {
    private Control() {}

    /**
     * What the server said.
     *
     * @param request path and query
     * @throws java.net.ConnectException if there is no server at that address
     * @throws IOException with one clear sentence if it refused
     */
    static String ask(ControlToken token, String request) throws IOException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(token.address() + request))
                .header("Authorization", token.header())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());
            String said = answer.body().strip();
            if (answer.statusCode() != 200) {
                throw new IOException("the server answered: " + said);
            }
            return said;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
