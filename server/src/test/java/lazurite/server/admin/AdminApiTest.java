package lazurite.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.office.Command;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin API on the wire: its description, its signatures, its errors. */
final class AdminApiTest {
    private static final KeyPair RITA = pair(1);
    private static final KeyPair TOM = pair(2);
    private static final KeyPair OTTO = pair(3);
    private static final KeyPair CUSTOMER = pair(4);
    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private TownHall hall;

    AdminApiTest() {}

    @BeforeEach
    void open() throws Exception {
        hall = new TownHall(folder, text(CUSTOMER));
        List<RosterEvent.Holder> holders = List.of(
                new RosterEvent.Holder("rita", Set.of(Role.REVIEWER), text(RITA)),
                new RosterEvent.Holder("tom", Set.of(Role.RATIFIER), text(TOM)),
                new RosterEvent.Holder("otto", Set.of(Role.OPERATOR), text(OTTO)));
        byte[] approval =
                KeyAlgorithm.ED25519.sign(TOM.getPrivate(), RosterEvent.approved(holders, StreamPosition.FIRST));
        RosterEvent roster = new RosterEvent(holders, "tom", Base64.getEncoder().encodeToString(approval));
        hall.office()
                .install(new Command(
                        roster.draft(now(), "rita", null).at(StreamPosition.FIRST, RITA.getPrivate()),
                        null,
                        List.of(),
                        List.of()));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        hall.stop();
    }

    @Test
    void whatIsDescribedIsAnsweredAndNothingElse() throws Exception {
        List<String> described = new ArrayList<>();
        String path = "";
        for (String line : Files.readAllLines(Path.of("../docs/openapi.yaml"))) {
            if (line.startsWith("  /")) {
                path = line.strip().replace(":", "");
            } else if (line.matches("    (get|put|post|delete|patch|head):")) {
                described.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
            } else if (line.equals("components:")) {
                break;
            }
        }
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(hall.admin().endpoints().stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path())
                        .toList());
        for (String each : described) {
            String[] words = each.split(" ", 2);
            HttpResponse<String> answer = send(request(words[0], words[1].replaceAll("\\{\\w+}", "0"), NOTHING));
            assertThat(answer.statusCode()).as(each).isNotEqualTo(405);
            assertThat(answer.body()).as(each).doesNotContain("no such address");
        }
        assertThat(send(request("GET", "/openapi.yaml", NOTHING)).body())
                .isEqualTo(Files.readString(Path.of("../docs/openapi.yaml")));
        assertError(send(request("GET", "/nothing", NOTHING)), 404, "NotFound", "There is no such address");
        assertError(send(request("PUT", "/cases", NOTHING)), 405, "MethodNotAllowed", "takes another method");
    }

    @Test
    void aCommandIsAnsweredWithTheReceiptThatProvesIt() throws Exception {
        byte[] body = body(opened("C1", RITA, "rita", now()));
        HttpResponse<String> answer = send(signed("rita", RITA, "POST", "/commands", body, now()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        FieldReader made = FieldReader.of(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8), 1 << 20));
        Receipt receipt = Receipt.parse(made.text("receipt").getBytes(StandardCharsets.UTF_8));
        Policy policy = Policy.parse(("log " + hall.vkey() + "\nquorum none\n").getBytes(StandardCharsets.UTF_8));
        receipt.verify(made.fields("entry").canonical(), policy);
        assertThat(send(request("GET", "/streams/case%2FC1", NOTHING)).body())
                .contains("\"seq\":1", "\"origin\":\"" + TownHall.ORIGIN + "\"");
    }

    @Test
    void requestsThatAreNotProperlySignedAreRefused() throws Exception {
        byte[] body = body(opened("C1", RITA, "rita", now()));
        assertError(send(request("POST", "/commands", body)), 401, "NotSigned", "needs one header Lazurite-Actor");
        assertUnsigned(signed("nobody", RITA, "POST", "/commands", body, now()), "Neither a holder");
        assertUnsigned(signed("rita", TOM, "POST", "/commands", body, now()), "is not that of rita's key");
        assertUnsigned(signed("rita", RITA, "POST", "/roster", body, now(), "/commands"), "is not that of rita's key");
        assertUnsigned(
                signed("rita", RITA, "POST", "/commands", body, now() - TimeUnit.MINUTES.toMillis(6)), "five minutes");
        assertUnsigned(
                signed("rita", RITA, "POST", "/commands", body, now() + TimeUnit.MINUTES.toMillis(6)), "five minutes");
        HttpRequest once = signed("rita", RITA, "POST", "/commands", body, now());
        assertThat(send(once).statusCode()).isEqualTo(201);
        assertError(send(once), 401, "SentBefore", "sent before");
        assertUnsigned(
                request("POST", "/roster", body, "Authorization", "Bearer 00"),
                "needs the token in the file 'operator'");
    }

    @Test
    void whatIsWrongWithACommandIsSaid() throws Exception {
        Entry entry = opened("C1", RITA, "rita", now());
        assertCommand("rita", RITA, "{".getBytes(StandardCharsets.UTF_8), 400, "InvalidRequest");
        assertCommand("rita", RITA, new byte[AdminHandler.BODY_BYTES_MAX + 1], 413, "TooLarge");
        assertCommand("tom", TOM, body(entry), 403, "Forbidden");
        assertCommand("tom", TOM, body(opened("C1", TOM, "tom", now())), 403, "Forbidden");
        assertCommand("rita", RITA, body(opened("C1", TOM, "rita", now())), 403, "Forbidden");
        assertCommand(
                "rita",
                RITA,
                body(new CaseEvent.Evidence("C2", Hash.sha256(NOTHING))
                        .draft(now(), "rita", null)
                        .at(StreamPosition.FIRST, RITA.getPrivate())),
                404,
                "NotFound");
        byte[] release = new FieldWriter().text("change", "release").done().canonical();
        String changes = "/accounts/nobody/changes";
        assertError(send(signed("otto", OTTO, "POST", changes, release, now())), 404, "NotFound", "no account");
        assertCommand(
                "rita",
                RITA,
                body(opened("C1", RITA, "rita", now() - TimeUnit.MINUTES.toMillis(6))),
                409,
                "CommandRefused");
        assertCommand("rita", RITA, body(entry), 201, "\"index\"");
        assertCommand(
                "rita",
                RITA,
                body(new CaseEvent.Evidence("C1", hall.office().documents().put(NOTHING, false))
                        .draft(now(), "rita", null)
                        .at(new StreamPosition(1, Hash.sha256(NOTHING)), RITA.getPrivate())),
                409,
                "\"PlaceTaken\",\"message\":\"The entry does not continue its stream, which goes on at 1;");
    }

    @Test
    void whatIsConfidentialIsShownToThoseConcerned() throws Exception {
        String day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        String meters = "/meters/" + TownHall.CUSTOMER + "/" + day;
        assertThat(get("otto", OTTO, meters).body()).contains("12345");
        assertThat(get(TownHall.CUSTOMER, CUSTOMER, meters).body()).contains("12345");
        assertError(get("rita", RITA, meters), 403, "Forbidden", "itself and to operators");
        assertError(get("otto", OTTO, "/meters/s-clinic/2020-01-01"), 404, "NotFound", "no meters");
        assertError(get("otto", OTTO, "/meters/s-clinic/today"), 400, "InvalidRequest", "not a day such as");
        assertThat(get("rita", RITA, "/openings/" + hall.signal()).body()).contains("\"growth\":\"3.1\"");
        assertError(get("rita", RITA, "/openings/99"), 404, "NotFound", "no entry at index 99");

        String secret = hall.office()
                .documents()
                .put("secret".getBytes(StandardCharsets.UTF_8), false)
                .hex();
        assertError(send(request("GET", "/documents/" + secret, NOTHING)), 401, "NotSigned", "those concerned");
        assertError(get(TownHall.CUSTOMER, CUSTOMER, "/documents/" + secret), 403, "Forbidden", "no case of yours");
        assertThat(get("rita", RITA, "/documents/" + secret).body()).isEqualTo("secret");
        hall.office().documents().withdraw(Hash.parseHex(secret));
        assertError(send(request("GET", "/documents/" + secret, NOTHING)), 410, "Withdrawn", "was withdrawn");
        String open = hall.office()
                .documents()
                .put("open".getBytes(StandardCharsets.UTF_8), true)
                .hex();
        assertThat(send(request("GET", "/documents/" + open, NOTHING)).body()).isEqualTo("open");
    }

    @Test
    void aDaysMetersAreShownWithTheirCorrections() throws Exception {
        String day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        String meters = "/meters/" + TownHall.CUSTOMER + "/" + day;
        FieldReader before = shown(get("otto", OTTO, meters));
        assertThat(before.items("corrections", item -> item)).isEmpty();
        long daily = before.number("index");
        hall.office()
                .record(
                        new MeterEvent.Corrected(TownHall.CUSTOMER, day, daily),
                        Opening.fresh(
                                new FieldWriter()
                                        .number("blob.UsedCapacity", 54_321L)
                                        .done(),
                                new SecureRandom()));
        FieldReader after = shown(get(TownHall.CUSTOMER, CUSTOMER, meters));
        assertThat(after.number("index")).isEqualTo(daily);
        assertThat(after.items(
                        "corrections",
                        item -> Objects.requireNonNull(
                                FieldReader.of(item).fields("opening").get("content"))))
                .containsExactly(
                        new FieldWriter().number("blob.UsedCapacity", 54_321L).done());
    }

    private static FieldReader shown(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return FieldReader.of(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8), 1 << 20));
    }

    @Test
    void signaturesAreRememberedInABoundedMemory() {
        SeenSignatures seen = new SeenSignatures(2);
        assertThat(seen.see("a", 10, 0)).isEqualTo(SeenSignatures.Seen.FIRST);
        assertThat(seen.see("a", 10, 10)).isEqualTo(SeenSignatures.Seen.AGAIN);
        assertThat(seen.see("b", 20, 10)).isEqualTo(SeenSignatures.Seen.FIRST);
        assertThat(seen.see("c", 20, 10)).isEqualTo(SeenSignatures.Seen.TOO_MANY);
        assertThat(seen.see("c", 20, 11)).isEqualTo(SeenSignatures.Seen.FIRST);
    }

    private void assertCommand(String actor, KeyPair key, byte[] body, int status, String text) throws Exception {
        HttpResponse<String> answer = send(signed(actor, key, "POST", "/commands", body, now()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(text);
    }

    private void assertUnsigned(HttpRequest request, String sentence) throws Exception {
        assertError(send(request), 401, "NotSigned", sentence);
    }

    private static void assertError(HttpResponse<String> answer, int status, String code, String sentence) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("{\"error\":{\"code\":\"" + code + "\",\"message\":\"", sentence);
    }

    private static Entry opened(String id, KeyPair key, String actor, long time) {
        return new CaseEvent.Opened(
                        id, TownHall.CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.PRESS)
                .draft(time, actor, null)
                .at(StreamPosition.FIRST, key.getPrivate());
    }

    private static byte[] body(Entry entry) {
        return new FieldWriter()
                .json("entry", Json.parse(entry.bytes(), Entry.BYTES_MAX))
                .done()
                .canonical();
    }

    private HttpResponse<String> get(String actor, KeyPair key, String path) throws Exception {
        return send(signed(actor, key, "GET", path, NOTHING, now()));
    }

    private HttpRequest signed(String actor, KeyPair key, String method, String path, byte[] body, long time) {
        return signed(actor, key, method, path, body, time, path);
    }

    /** @param to where it is sent, whatever was signed */
    private HttpRequest signed(
            String actor, KeyPair key, String method, String path, byte[] body, long time, String to) {
        byte[] message = RequestSignature.message(TownHall.ORIGIN, method, "/admin/v1" + path, time, body);
        byte[] signature = KeyAlgorithm.ED25519.sign(key.getPrivate(), message);
        return request(
                method,
                to,
                body,
                RequestSignature.ACTOR,
                actor,
                RequestSignature.TIME,
                Long.toString(time),
                RequestSignature.SIGNATURE,
                Base64.getEncoder().encodeToString(signature));
    }

    private HttpRequest request(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hall.address() + "/admin/v1" + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static KeyPair pair(int number) {
        byte[] seed = new byte[KeyAlgorithm.SEED_BYTES];
        seed[0] = (byte) number;
        return KeyAlgorithm.ED25519.pair(seed);
    }

    private static String text(KeyPair pair) {
        return Base64.getEncoder().encodeToString(KeyAlgorithm.ED25519.raw(pair.getPublic()));
    }
}
