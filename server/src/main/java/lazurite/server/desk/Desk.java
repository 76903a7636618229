package lazurite.server.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import lazurite.governance.event.Event;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.server.admin.RequestSignature;
import lazurite.server.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A server's admin API, as the command line asks it. What the server refuses is an IOException with its sentence.
 *
 * <p>Concurrency: one thread.
 */
final class Desk implements AutoCloseable {
    static final String SERVER = "--server";
    static final String KEY = "--key";
    static final String AS = "--as";
    static final String RECEIPT = "--receipt";
    static final String JSON = "--json";

    private static final String DEFAULT_SERVER = "http://127.0.0.1:10010";
    private static final String PATH = "/admin/v1";
    private static final int ANSWER_BYTES_MAX = 64 << 20;

    /** Most milliseconds by which signatures of one command run ahead of its time. */
    private static final int SIGNATURES_MAX = 1_000;

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Given given;
    private final PrintStream out;
    private final RandomGenerator random;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ActorKey key;
    private int signatures;
    private @Nullable String origin;

    Desk(Given given, PrintStream out, RandomGenerator random) {
        this.given = given;
        this.out = out;
        this.random = random;
    }

    PrintStream out() {
        return out;
    }

    RandomGenerator random() {
        return random;
    }

    /**
     * The key that {@code --key} names, under the name in its file or, where given, that of {@code --as}: customers make
     * their keys before they know their pseudonym.
     */
    ActorKey key() throws IOException {
        if (key == null) {
            ActorKey read = ActorKey.read(Path.of(given.text(KEY)));
            key = given.find(AS) == null ? read : new ActorKey(given.tag(AS), read.pair());
        }
        return key;
    }

    /** Where the next entry of a stream stands. */
    StreamPosition stream(String stream) throws IOException {
        FieldReader in = FieldReader.of(get("/streams/" + encoded(stream)));
        origin = in.text("origin");
        return new StreamPosition(in.number("seq"), in.hashOrNull("prev"));
    }

    /** A view that everybody may see. */
    Json.Fields get(String path) throws IOException {
        return fields(send(request("GET", path, new byte[0])));
    }

    /** A view for who signs. */
    Json.Fields getSigned(String path) throws IOException {
        return fields(sendSigned("GET", path, new byte[0]));
    }

    /** Something else than JSON, for who signs. */
    byte[] bytes(String path) throws IOException {
        return sendSigned("GET", path, new byte[0]);
    }

    /** Has an entry made that the key signs for the end of its stream, and says so. */
    void submit(Event event, @Nullable Opening opening, List<byte[]> confidential, List<byte[]> open)
            throws IOException {
        submit(event, stream(event.stream()), opening, confidential, open);
    }

    /** As {@link #submit}, for that place, and none if another entry has it by now. */
    void submit(Event event, StreamPosition at, @Nullable Opening opening, List<byte[]> confidential, List<byte[]> open)
            throws IOException {
        Entry entry = event.draft(given.now(), key().name(), opening == null ? null : opening.commitment())
                .at(at, key().secret());
        accepted(sendSigned("POST", "/commands", body(entry, opening, confidential, open)));
    }

    /** As {@link #submit} of the first roster, by the token of the data folder. */
    void install(Entry roster, String authorization) throws IOException {
        accepted(send(request("POST", "/roster", body(roster, null, List.of(), List.of()))
                .header("Authorization", authorization)));
    }

    /** As {@link #submit} of an entry that has its place already. */
    void submit(Entry placed) throws IOException {
        accepted(sendSigned("POST", "/commands", body(placed, null, List.of(), List.of())));
    }

    /** Has the server do something that needs no entry of its own asker. */
    void work(String path, Json.Fields body) throws IOException {
        Json.Fields answer = fields(sendSigned("POST", path, body.canonical()));
        if (given.has(JSON) || answer.get("index") == null) {
            out.println(text(answer));
        } else {
            FieldReader in = new FieldReader(answer);
            FieldReader made = new FieldReader(in.fields("entry"));
            out.println(made.text("type") + " is entry " + in.number("index") + " of the log, in the stream "
                    + made.text("stream"));
        }
    }

    private void accepted(byte[] answer) throws IOException {
        FieldReader in = new FieldReader(fields(answer));
        String receipt = given.find(RECEIPT);
        Json.Fields entry = in.fields("entry");
        if (receipt != null) {
            Files.writeString(Path.of(receipt), in.text("receipt"));
        }
        if (given.has(JSON)) {
            out.println(text(fields(answer)));
        } else {
            FieldReader made = new FieldReader(entry);
            out.println(made.text("type") + " is entry " + in.number("index") + " of the log, in the stream "
                    + made.text("stream") + (receipt == null ? "" : "; its receipt is in " + receipt));
        }
    }

    static String text(Json json) {
        return new String(json.canonical(), StandardCharsets.UTF_8);
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] body(Entry entry, @Nullable Opening opening, List<byte[]> confidential, List<byte[]> open) {
        FieldWriter body = new FieldWriter().json("entry", Json.parse(entry.bytes(), Entry.BYTES_MAX));
        if (opening != null) {
            body.json(
                    "opening",
                    new FieldWriter()
                            .text("salt", opening.saltHex())
                            .json("content", opening.content())
                            .done());
        }
        List<Json> documents = new ArrayList<>();
        confidential.forEach(bytes -> documents.add(document(bytes, false)));
        open.forEach(bytes -> documents.add(document(bytes, true)));
        return body.json("documents", new Json.Items(documents)).done().canonical();
    }

    private static Json document(byte[] bytes, boolean isPublic) {
        return new FieldWriter()
                .text("base64", Base64.getEncoder().encodeToString(bytes))
                .flag("public", isPublic)
                .done();
    }

    /**
     * A signature is taken once, and the same request of one key and millisecond has the same one, from whatever process:
     * it is signed for the next.
     */
    private byte[] sendSigned(String method, String path, byte[] body) throws IOException {
        while (true) {
            try {
                return send(signed(method, path, body));
            } catch (AnsweredException no) {
                if (!no.is(AnsweredException.SENT_BEFORE) || signatures >= SIGNATURES_MAX) {
                    throw no;
                }
            }
        }
    }

    private HttpRequest.Builder signed(String method, String path, byte[] body) throws IOException {
        if (origin == null) {
            stream("log");
        }
        long time = given.now() + signatures++;
        byte[] message = RequestSignature.message(
                origin == null ? "" : origin, method, uri(path).getRawPath(), time, body);
        return request(method, path, body)
                .header(RequestSignature.ACTOR, key().name())
                .header(RequestSignature.TIME, Long.toString(time))
                .header(
                        RequestSignature.SIGNATURE,
                        Base64.getEncoder().encodeToString(KeyAlgorithm.ED25519.sign(key().secret(), message)));
    }

    private HttpRequest.Builder request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private URI uri(String path) {
        String server = given.textOr(SERVER, DEFAULT_SERVER);
        try {
            URI uri = new URI(server.replaceFirst("/+$", "") + PATH + path);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return uri;
            }
        } catch (URISyntaxException wrong) {
            throw noAddress(server);
        }
        throw noAddress(server);
    }

    private static ConfigException noAddress(String server) {
        return new ConfigException(
                SERVER + ": expected an address such as " + DEFAULT_SERVER + ", found '" + server + "'");
    }

    private byte[] send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == OK || answer.statusCode() == CREATED) {
                return answer.body();
            }
            throw refused(answer);
        } catch (ConnectException gone) {
            throw new IOException("no server answers at " + given.textOr(SERVER, DEFAULT_SERVER), gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static AnsweredException refused(HttpResponse<byte[]> answer) {
        try {
            FieldReader error = new FieldReader(
                    FieldReader.of(Json.parse(answer.body(), ANSWER_BYTES_MAX)).fields("error"));
            return new AnsweredException(error.text("code"), error.text("message"));
        } catch (RefusedException other) {
            return new AnsweredException(
                    "", "status " + answer.statusCode() + "; it may have no ledger (serve --ledger)");
        }
    }

    private static Json.Fields fields(byte[] answer) throws IOException {
        try {
            if (Json.parse(answer, ANSWER_BYTES_MAX) instanceof Json.Fields fields) {
                return fields;
            }
        } catch (RefusedException malformed) {
            throw new IOException("the server's answer is not understood: " + malformed.getMessage(), malformed);
        }
        throw new IOException("the server's answer is not understood");
    }

    @Override
    public void close() {
        client.close();
    }
}
