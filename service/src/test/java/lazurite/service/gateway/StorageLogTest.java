package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an account finds in its {@code $logs} of what was asked of it. */
class StorageLogTest {
    private static final Pattern FIELD = Pattern.compile("(?:\"[^\"]*\"|[^;\"]*)(?:;|$)");
    private static final Pattern NAME =
            Pattern.compile("<Name>(blob/\\d{4}/\\d{2}/\\d{2}/\\d{2}00/\\d{6}\\.log)</Name>");

    private RestrictedServer server;
    private AccountClient owner;

    @BeforeEach
    void start() throws Exception {
        server = new RestrictedServer();
        owner = server.clinic;
        assertThat(owner.signed("PUT", "/con?restype=container", "", "x-ms-blob-public-access", "blob")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void logging(String version, boolean read, boolean write, boolean delete) throws Exception {
        String document = "<StorageServiceProperties><Logging><Version>" + version + "</Version><Delete>" + delete
                + "</Delete><Read>" + read + "</Read><Write>" + write
                + "</Write><RetentionPolicy><Enabled>true</Enabled>"
                + "<Days>7</Days></RetentionPolicy></Logging></StorageServiceProperties>";
        assertThat(owner.signed("PUT", "/?restype=service&comp=properties", document)
                        .statusCode())
                .isEqualTo(202);
        seen("SetServiceProperties");
    }

    /** Waits until what watches requests was told of one of that kind. */
    private void seen(String operation) throws InterruptedException {
        String next = server.records.take().operation();
        while (!operation.equals(next)) {
            next = server.records.take().operation();
        }
    }

    private HttpResponse<String> put(String blob, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("x-ms-blob-type", "BlockBlob"));
        all.addAll(List.of(headers));
        return owner.signed("PUT", "/con/" + blob, "content", all.toArray(String[]::new));
    }

    private List<String> logs() throws Exception {
        server.endLog();
        List<String> names = new ArrayList<>();
        Matcher found = NAME.matcher(
                owner.signed("GET", "/$logs?restype=container&comp=list", "").body());
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    private List<List<String>> lines() throws Exception {
        List<List<String>> lines = new ArrayList<>();
        for (String name : logs()) {
            owner.signed("GET", "/$logs/" + name, "")
                    .body()
                    .lines()
                    .map(StorageLogTest::fields)
                    .forEach(lines::add);
        }
        return lines;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(line);
        boolean more = true;
        while (more && field.find()) {
            String text = field.group();
            more = text.endsWith(";");
            fields.add(more ? text.substring(0, text.length() - 1) : text);
        }
        return fields;
    }

    @Test
    void eachRequestIsALineOfAzuresFields() throws Exception {
        logging("1.0", true, true, true);
        put("b", "x-ms-client-request-id", "<\"a\";b>", "User-Agent", "probe", "Referer", "https://a.example/p?sig=s");
        owner.send("GET", owner.url("/con/b?") + owner.sas("ward", "con/b", "r", ""), "", "If-None-Match", "\"x\"");
        owner.send("GET", owner.url("/con/b"), "");
        owner.send("GET", owner.url("/con/no"), "");
        owner.send("GET", owner.url("/con/b?comp=tags"), "", "Authorization", "SharedKey ward:AAAA");
        owner.signed("HEAD", "/con/no", "");
        owner.signed("DELETE", "/con/b", "");
        for (String last : List.of("PutBlob", "GetBlob", "DeleteBlob")) {
            seen(last);
        }
        List<List<String>> lines = lines();
        assertThat(lines).allMatch(line -> line.size() == 30 && line.getFirst().equals("1.0"));
        assertThat(lines.stream().map(line -> String.join(" ", line.subList(2, 5)) + " " + line.get(7)))
                .containsExactly(
                        "PutBlob Success 201 authenticated",
                        "GetBlob SASSuccess 200 SAS",
                        "GetBlob AnonymousSuccess 200 anonymous",
                        "GetBlobTags AuthorizationError 403 authenticated",
                        "GetBlobProperties ClientOtherError 404 authenticated",
                        "DeleteBlob Success 202 authenticated");
        List<String> put = lines.getFirst();
        assertThat(put.get(1)).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{7}Z");
        assertThat(put.subList(8, 11)).containsExactly("ward", "ward", "blob");
        assertThat(put.get(11)).isEqualTo("\"" + owner.url("/con/b") + "\"");
        assertThat(put.get(12)).isEqualTo("\"/ward/con/b\"");
        assertThat(put.get(15)).isEqualTo("127.0.0.1");
        assertThat(put.get(21)).isEqualTo("7");
        assertThat(put.get(24)).startsWith("\"&quot;0x");
        assertThat(put.get(25)).matches("[A-Z][a-z]+day, \\d{2}-[A-Z][a-z]{2}-\\d{2} .* GMT");
        assertThat(put.get(27)).isEqualTo("\"probe\"");
        assertThat(put.get(28)).isEqualTo("\"https://a.example/p\"");
        assertThat(put.get(29)).isEqualTo("\"&lt;&quot;a&quot;;b&gt;\"");
        List<String> get = lines.get(1);
        assertThat(get.get(11)).contains("sp=r").contains("sig=XXXXX").doesNotContain("%2B");
        assertThat(get.get(26)).isEqualTo("\"If-None-Match=&quot;x&quot;\"");
    }

    @Test
    void onlyWhatIsAskedForIsLoggedAndASettingActsAtOnce() throws Exception {
        put("before");
        logging("2.0", false, true, false);
        put("b");
        owner.signed("GET", "/con/b", "");
        owner.signed("DELETE", "/con/b", "");
        logging("2.0", false, false, false);
        put("after");
        seen("PutBlob");
        List<List<String>> lines = lines();
        assertThat(lines).extracting(line -> line.get(2)).containsExactly("PutBlob", "SetBlobServiceProperties");
        assertThat(lines).allMatch(line -> line.size() == 38 && line.getFirst().equals("2.0"));
        HttpResponse<String> log = owner.signed("HEAD", "/$logs/" + logs().getFirst(), "");
        assertThat(log.headers().firstValue("x-ms-meta-LogType")).contains("write");
        assertThat(log.headers().firstValue("x-ms-meta-LogVersion")).contains("2.0");
        assertThat(log.headers().firstValue("x-ms-meta-StartTime")).isPresent();
    }

    @Test
    void theAccountReadsItsLogsAndDeletesThemButNeverWrites() throws Exception {
        logging("1.0", true, true, true);
        put("b");
        seen("PutBlob");
        String log = "/$logs/" + logs().getFirst();
        assertThat(owner.signed("GET", "/?comp=list", "").body()).doesNotContain("$logs");
        assertThat(owner.signed("GET", "/?comp=list&include=system", "").body()).contains("<Name>$logs</Name>");
        for (String path : List.of("/$logs?restype=container", "/$logs?restype=container&comp=acl", log)) {
            HttpResponse<String> refused =
                    owner.signed("PUT", path, "", "x-ms-blob-type", "BlockBlob", "x-ms-blob-public-access", "blob");
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.headers().firstValue("x-ms-error-code")).contains("AuthorizationFailure");
        }
        assertThat(owner.signed("DELETE", "/$logs?restype=container", "").statusCode())
                .isEqualTo(403);
        assertThat(owner.signed("DELETE", log, "").statusCode()).isEqualTo(202);
        assertThat(owner.signed("GET", log, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logsAreWrittenUnderTheOrdersInForce(boolean restricted) throws Exception {
        logging("1.0", true, false, false);
        if (restricted) {
            server.order(Level.NO_GROWTH);
        }
        owner.signed("GET", "/con?restype=container", "");
        seen("GetContainerProperties");
        server.endLog();
        assertThat(server.log.dropped()).isEqualTo(restricted ? 1 : 0);
        assertThat(server.log.written()).isEqualTo(restricted ? 0 : 1);
        assertThat(logs()).hasSize(restricted ? 0 : 1);
    }
}
