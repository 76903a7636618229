package lazurite.service.gateway;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.Utility;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import lazurite.service.account.PercentEncoding;
import lazurite.service.auth.RequestDate;

/** A client of one account, whose requests the Java SDK signs. */
class AccountClient implements AutoCloseable {
    static final String VERSION = "2026-10-06";

    final StorageSharedKeyCredential credential;
    private final int port;
    private final String account;
    private final HttpClient client = HttpClient.newHttpClient();

    AccountClient(int port, String account, byte[] key) {
        this.port = port;
        this.account = account;
        this.credential =
                new StorageSharedKeyCredential(account, Base64.getEncoder().encodeToString(key));
    }

    int port() {
        return port;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + account + path;
    }

    /** Sends as it is. */
    HttpResponse<String> send(String method, String url, String body, String... namesAndValues) throws Exception {
        return client.send(request(method, url, body, List.of(namesAndValues)), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends signed by the account's key. */
    HttpResponse<String> signed(String method, String path, String body, String... namesAndValues) throws Exception {
        return client.send(signedRequest(method, path, body, namesAndValues), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest signedRequest(String method, String path, String body, String... namesAndValues) throws Exception {
        return request(method, url(path), body, signedHeaders(method, path, body.length(), namesAndValues));
    }

    /** The head of a request, for who sends its body by hand. */
    String signedHead(String method, String path, long length, String... namesAndValues) throws Exception {
        StringBuilder head = new StringBuilder(method + " /" + account + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Length: " + length + "\r\n");
        List<String> headers = signedHeaders(method, path, length, namesAndValues);
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private List<String> signedHeaders(String method, String path, long length, String... namesAndValues)
            throws MalformedURLException {
        List<String> headers = new ArrayList<>(List.of(namesAndValues));
        headers.addAll(List.of("x-ms-date", RequestDate.render(Instant.now())));
        if (!headers.contains("x-ms-version")) {
            headers.addAll(List.of("x-ms-version", VERSION));
        }
        HttpHeaders signed = new HttpHeaders();
        for (int i = 0; i < headers.size(); i += 2) {
            signed.add(HttpHeaderName.fromString(headers.get(i)), headers.get(i + 1));
        }
        signed.set(HttpHeaderName.CONTENT_LENGTH, Long.toString(length));
        headers.add("Authorization");
        headers.add(credential.generateAuthorizationHeader(URI.create(url(path)).toURL(), method, signed, false));
        return headers;
    }

    private static HttpRequest request(String method, String url, String body, List<String> namesAndValues) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            request.header(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
        return request.build();
    }

    HttpClient client() {
        return client;
    }

    /** A service SAS for a blob of container {@code c}, made by hand. */
    String blobSas(String owner, String blob, String permissions, String extra) {
        return sas(owner, "c/" + blob, permissions, extra);
    }

    /** A service SAS for a blob. */
    String sas(String owner, String path, String permissions, String extra) {
        String expiry =
                Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS).toString();
        String type = extra.startsWith("&rsct=") ? PercentEncoding.decode(extra.substring(6)) : "";
        String string = permissions + "\n\n" + expiry + "\n/blob/" + owner + "/" + path + "\n\n\n\n" + VERSION
                + "\nb\n\n\n\n\n\n\n" + type;
        return "sv=" + VERSION + "&sr=b&sp=" + permissions + "&se=" + expiry + extra + "&sig="
                + Utility.urlEncode(credential.computeHmac256(string));
    }

    @Override
    public void close() {
        client.close();
    }
}
