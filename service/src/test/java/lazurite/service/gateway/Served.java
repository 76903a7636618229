package lazurite.service.gateway;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.Utility;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.PercentEncoding;
import lazurite.service.auth.RequestDate;

/** A gateway before scraps behind a real socket, and a client whose requests the Java SDK signs. */
final class Served implements AutoCloseable {
    static final String ACCOUNT = "acct1";
    static final String OTHER = "acct2";
    static final String VERSION = "2026-10-06";
    private static final byte[] KEY = "a key of some length".getBytes(StandardCharsets.UTF_8);

    final ScrapFrontend scraps = new ScrapFrontend();
    final LinkedBlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
    final StorageSharedKeyCredential credential =
            new StorageSharedKeyCredential(ACCOUNT, Base64.getEncoder().encodeToString(KEY));
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    static Served standard() throws IOException {
        return new Served(Limits.standard(), () -> true, Enforcement.OPEN);
    }

    Served(Limits limits, BooleanSupplier writable, Enforcement enforcement) throws IOException {
        Accounts accounts = new Accounts(Map.of(
                ACCOUNT, new Account(ACCOUNT, List.of(KEY), true), OTHER, new Account(OTHER, List.of(KEY), true)));
        Gateway.Options options = new Gateway.Options(
                new Admission(limits),
                enforcement,
                records::add,
                writable,
                Gateway.Options.standard().challenge());
        Gateway<ScrapFrontend.Scrap> gateway =
                new Gateway<>(scraps, new Addressing(accounts, List.of()), Platform.system(), options);
        HttpServer.Options http =
                new HttpServer.Options("127.0.0.1", 0, null, 100, 32 * 1024, Duration.ofSeconds(20), 1024 * 1024);
        this.server = JettyHttpServer.start(http, gateway);
    }

    int port() {
        return server.port();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.port() + "/" + ACCOUNT + path;
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
        List<String> headers = new ArrayList<>(List.of(namesAndValues));
        headers.addAll(List.of("x-ms-date", RequestDate.render(Instant.now())));
        if (!headers.contains("x-ms-version")) {
            headers.addAll(List.of("x-ms-version", VERSION));
        }
        HttpHeaders signed = new HttpHeaders();
        for (int i = 0; i < headers.size(); i += 2) {
            signed.add(HttpHeaderName.fromString(headers.get(i)), headers.get(i + 1));
        }
        signed.set(HttpHeaderName.CONTENT_LENGTH, Integer.toString(body.length()));
        String url = url(path);
        headers.add("Authorization");
        headers.add(credential.generateAuthorizationHeader(URI.create(url).toURL(), method, signed, false));
        return request(method, url, body, headers);
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

    /** A service SAS for a blob, made by hand. */
    String blobSas(String account, String blob, String permissions, String extra) {
        String expiry =
                Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS).toString();
        String type = extra.startsWith("&rsct=") ? PercentEncoding.decode(extra.substring(6)) : "";
        String string = permissions + "\n\n" + expiry + "\n/blob/" + account + "/c/" + blob + "\n\n\n\n" + VERSION
                + "\nb\n\n\n\n\n\n\n" + type;
        return "sv=" + VERSION + "&sr=b&sp=" + permissions + "&se=" + expiry + extra + "&sig="
                + Utility.urlEncode(credential.computeHmac256(string));
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
        client.close();
    }
}
