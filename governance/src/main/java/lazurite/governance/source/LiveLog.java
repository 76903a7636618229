package lazurite.governance.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A log at its address. An answer comes whole within a minute, or it is none. */
public final class LiveLog implements LogSource {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final long ANSWER_SECONDS_MAX = 60;

    private final URI address;
    private final HttpClient client;
    private final boolean owns;

    /** @param address {@code http} or {@code https}, without query; a slash at its end changes nothing */
    public LiveLog(URI address) {
        this(address, HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build(), true);
    }

    private LiveLog(URI address, HttpClient client, boolean owns) {
        String text = address.toString();
        this.address = URI.create(text.endsWith("/") ? text : text + "/");
        this.client = client;
        this.owns = owns;
    }

    @Override
    public Answer get(String path, int bytesMax) throws IOException {
        URI file = address.resolve(path);
        HttpResponse<byte[]> response = send(file, bytesMax);
        return switch (response.statusCode()) {
            case 200 -> new Answer.Present(response.body());
            case 404 -> new Answer.Absent();
            case 410 -> new Answer.Gone();
            default -> throw new IOException(file + " answers with status " + response.statusCode());
        };
    }

    private HttpResponse<byte[]> send(URI file, int bytesMax) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(file).build();
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
        try {
            return answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(file + " cannot be read: " + reason(failed), failed);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new IOException(file + " did not answer within " + ANSWER_SECONDS_MAX + " seconds", slow);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("reading " + file + " was interrupted", stopped);
        }
    }

    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause();
        return cause == null || cause.getMessage() == null ? "no connection" : cause.getMessage();
    }

    @Override
    public boolean isLive() {
        return true;
    }

    /** {@inheritDoc} It is closed with this one. */
    @Override
    public LiveLog restarted(int back) {
        return new LiveLog(address.resolve("restarted/" + back), client, false);
    }

    @Override
    public void close() {
        if (owns) {
            client.shutdownNow();
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
