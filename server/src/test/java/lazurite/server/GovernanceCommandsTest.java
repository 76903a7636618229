package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.governance.office.Effects;
import lazurite.ledger.proof.Receipt;
import lazurite.server.admin.TownHall;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of people against a server: a case from its signal to the end of its appeal. */
final class GovernanceCommandsTest {
    private static final Pattern INDEX = Pattern.compile("is entry (\\d+) of the log");
    private static final List<String> REASONS = List.of(
            "--ground=growth without explanation",
            "--explanation=the clause asks for one",
            "--facts-text=it tripled",
            "--appeal-to=write to the board");

    /** What is changed side by side, each of these on end. */
    private static final List<String[]> CHANGES = List.of(
            new String[] {"--contact", "b@b.example", "c@b.example", "d@b.example", "last@b.example"},
            new String[] {"--jurisdiction", "DE", "BE", "DK", "FR"},
            new String[] {"--class", "health", "education", "police", "business"});

    @TempDir
    private Path folder;

    private final Map<String, String> keys = new TreeMap<>();
    private TownHall hall;

    GovernanceCommandsTest() {}

    @BeforeEach
    void open() throws Exception {
        for (String name : List.of("rita", "tom", "bea", "otto", TownHall.CUSTOMER)) {
            String line = done("operator", "key", key(name), "--as", name);
            keys.put(name, line.strip().split(" ", 2)[1]);
        }
        hall = new TownHall(folder, publicKey(TownHall.CUSTOMER));
        String proposal = folder.resolve("roster.json").toString();
        at("roster", "propose", proposal, "--holder", roster());
        at("roster", "approve", proposal, "--key", key("tom"));
        at("roster", "install", proposal, "--key", key("rita"), "--data", folder.toString());
    }

    @AfterEach
    void close() throws Exception {
        hall.stop();
    }

    @Test
    void aCaseGoesFromItsSignalToTheAppealThatIsGranted() throws Exception {
        assertThat(at("signal", "list")).contains(hall.signal() + " ", "s-clinic blob explain review, to be answered");
        as(
                "rita",
                "case",
                "open",
                "C1",
                "--sub",
                "s-clinic",
                "--services",
                "blob",
                "--signals",
                "" + hall.signal(),
                "--source",
                "signal");
        assertThat(at("signal", "list")).isEqualTo("no signals\n");
        String evidence = as("rita", "case", "evidence", "C1", "--document", file("it tripled"));
        String facts = evidence.replaceAll("(?s).*its document is ([0-9a-f]{64}).*", "$1");
        long notice =
                index(as("rita", "case", "notice", "C1", "--document", file("we wonder"), "--reply-until", "14d"));
        as("s-clinic", "case", "reply", "C1", "--document", file("we moved"));
        String receipt = folder.resolve("receipt").toString();
        long decision = index(as(
                "rita",
                reasoned(
                        "case",
                        "decide",
                        "C1",
                        "--outcome",
                        "restrict",
                        "--clause",
                        "explain",
                        "--notice",
                        "" + notice,
                        "--levels",
                        "blob=no-growth",
                        "--until",
                        "30d",
                        "--facts",
                        facts,
                        "--receipt",
                        receipt)));
        assertThat(Receipt.parse(Files.readAllBytes(Path.of(receipt))).index()).isEqualTo(decision);
        assertThat(refused("rita", "enforce", "order", "C1", "--decision", "" + decision))
                .contains("the server answered: The roles of 'rita' do not allow enforcement.ordered here.");
        as("tom", "enforce", "order", "C1", "--decision", "" + decision);
        assertThat(hall.inForce()).extracting(Effects.InForce::level).containsExactly(Level.NO_GROWTH);
        assertThat(at("enforce", "status")).contains("case C1 s-clinic {\"blob\":\"no-growth\"} under explain until");
        as("rita", "export", "offer", "C1", "--services", "blob", "--until", "20d");
        long appeal =
                index(as("s-clinic", "appeal", "file", "C1", "--against", "" + decision, "--document", file("no")));
        as("bea", reasoned("appeal", "decide", "C1", "--appeal", "" + appeal, "--outcome", "granted"));
        assertThat(hall.inForce()).isEmpty();
        assertThat(at("enforce", "status")).isEqualTo("no orders\n");
        assertThat(at("case", "list")).contains("C1 about s-clinic blob: 1 decisions, 1 orders, 1 appeals");
        assertThat(at("case", "show", "C1")).contains("case.decision by rita", "appeal.decided by bea");
        assertThat(at("case", "show", "C1", "--json")).contains("\"end\":\"appeal\"");
    }

    @Test
    void anEmergencyIsRatifiedByAnotherAndLifted() throws Exception {
        as("rita", "case", "open", "E1", "--sub", "s-clinic", "--services", "blob,queue", "--source", "press");
        String facts = as("rita", "case", "evidence", "E1", "--document", file("now"))
                .replaceAll("(?s).*its document is ([0-9a-f]{64}).*", "$1");
        long order = index(as(
                "rita",
                "enforce",
                "emergency",
                "E1",
                "--clause",
                "explain",
                "--levels",
                "blob=disabled",
                "--until",
                "10d",
                "--facts",
                facts));
        assertThat(at("enforce", "status")).contains("unless ratified until");
        assertThat(refused("rita", reasoned("enforce", "ratify", "E1", "--order", "" + order)))
                .contains("do not allow case.decision here");
        as("tom", reasoned("enforce", "ratify", "E1", "--order", "" + order));
        assertThat(at("enforce", "status")).contains("disabled").doesNotContain("unless ratified");
        as("tom", "enforce", "lift", "E1", "--order", "" + order);
        assertThat(hall.inForce()).isEmpty();
    }

    @Test
    void operatorsPublishAndTakeDemands() throws Exception {
        as("otto", "publish", "page", "terms", "--file", file("<p>terms</p>"));
        as("otto", "publish", "update", "terms", "--file", file("<p>more</p>"));
        as("otto", "publish", "withdraw", "terms", "--reason", "error");
        as("otto", "publish", "restore", "terms", "--file", file("<p>more</p>"));
        as("otto", "legal", "demand", "D1", "--kind", "content", "--jurisdiction", "NL", "--received", "2026-11-20");
        as(
                "otto",
                "legal",
                "seal",
                "D2",
                "--kind",
                "metadata",
                "--jurisdiction",
                "NL",
                "--received",
                "2026-11-20",
                "--not-before",
                "30d");
        assertThat(refused("rita", "publish", "page", "other", "--file", file("x")))
                .contains("do not allow");
    }

    @Test
    void meterOpeningsAreCheckedWithoutTheServerAndDisputed() throws Exception {
        String day = at("signal", "list").split(" ", 3)[1];
        Path opening = folder.resolve("opening.json");
        Files.writeString(opening, as("s-clinic", "meter", "opening", "s-clinic", day));
        assertThat(done("meter", "verify-opening", opening.toString(), "--vkey", hall.vkey()))
                .contains("holds: entry ", "meter.daily, means {\"blob.UsedCapacity\":12345}");
        Files.writeString(opening, Files.readString(opening).replace("12345", "12346"));
        assertThat(failed(1, "meter", "verify-opening", opening.toString(), "--vkey", hall.vkey()))
                .contains("does not hold: The entry does not commit to this opening.");
        assertThat(refused("rita", "meter", "opening", "s-clinic", day)).contains("itself and to operators");
        as("s-clinic", "meter", "dispute", "s-clinic", day, "--document", file("it was less"));
        assertThat(as("otto", "subscription", "show", "s-clinic")).contains("\"id\":\"clinic\"");
        assertThat(at("subscription", "show", "s-clinic")).doesNotContain("\"id\":\"clinic\"");
        assertThat(at("subscription", "list")).isEqualTo("s-clinic open since 2026-09-21\n");
    }

    @Test
    void aRosterIsChangedByTwoOfTheOneBefore() throws Exception {
        String proposal = folder.resolve("next.json").toString();
        at("roster", "propose", proposal, "--holder", roster().replace("bea:appeal-board", "bob:appeal-board"));
        assertThat(failed(2, "roster", "set", proposal, "--key", key("otto"), "--server", hall.address()))
                .contains("nobody has approved the proposal yet");
        at("roster", "approve", proposal, "--key", key("bea"));
        as("otto", "roster", "set", proposal);
        assertThat(at("roster", "show")).contains("bob appeal-board").doesNotContain("bea");
        assertThat(failed(
                        1,
                        "roster",
                        "install",
                        proposal,
                        "--key",
                        key("rita"),
                        "--data",
                        folder.toString(),
                        "--server",
                        hall.address()))
                .contains("There is a roster already");
    }

    @Test
    void commandsThatMeetInOneStreamAllGetIntoIt() throws Exception {
        String opened = as(
                "otto",
                "subscription",
                "open",
                "press-7",
                "--class",
                "press",
                "--purpose",
                "news",
                "--services",
                "blob",
                "--jurisdiction",
                "NL",
                "--contact",
                "a@b.example");
        String sub = opened.strip().replaceAll("(?s).* in the stream subscription/", "");
        List<Future<?>> changing = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String[] changes : CHANGES) {
                changing.add(people.submit(() -> {
                    for (int i = 1; i < changes.length; i++) {
                        as("otto", "subscription", "change", sub, changes[0], changes[i]);
                    }
                }));
            }
        }
        for (Future<?> done : changing) {
            done.get();
        }
        String shown = as("otto", "subscription", "show", sub);
        assertThat(shown)
                .contains("\"contact\":\"last@b.example\"", "\"jurisdiction\":\"FR\"", "\"class\":\"business\"");
    }

    @Test
    void whatIsWrongIsOneSentenceThatNamesTheFlag() throws Exception {
        assertThat(failed(2, "case", "opne", "C1"))
                .isEqualTo(
                        "lazurite: case: expected decide, evidence, list, notice, open, renew, reply, show behind it,"
                                + " found 'opne'; did you mean 'open'?\n");
        assertThat(failed(2, "case", "open")).contains("case open: expected the case's id, found nothing");
        assertThat(wrong("case", "open", "C 1", "--sub", "s")).contains("case open: expected 1 to 64 letters");
        assertThat(wrong("case", "open", "C1")).contains("--sub: is required by 'case open'");
        assertThat(wrong("case", "open", "C1", "--sub", "s", "--services", "blobs"))
                .contains("--services: expected one of");
        assertThat(wrong("case", "notice", "C1", "--document", file("x"), "--reply-until", "soon"))
                .contains("--reply-until: expected a day, a moment");
        as("rita", "case", "open", "W1", "--sub", "s-clinic", "--services", "blob", "--source", "press");
        assertThat(wrong("enforce", "emergency", "W1", "--levels", "blob=off"))
                .contains("--levels: expected one of warned");
        assertThat(wrong("case", "evidence", "C1", "--document", "/nowhere")).contains("--document: there is no file");
        assertThat(wrong("publish", "withdraw", "p", "--reason", "whim"))
                .contains("--reason: expected one of court-order");
        assertThat(wrong("signal", "list", "--state", "odd")).contains("--state: expected open or all");
        assertThat(failed(2, "case", "open", "C1", "--kee", "x")).contains("--kee: there is no such flag");
        assertThat(failed(2, "case", "list", "--server", "nowhere")).contains("--server: expected an address such as");
        assertThat(failed(1, "case", "list", "--server", "http://127.0.0.1:1")).contains("no server answers at");
        assertThat(failed(1, "case", "show", "none", "--server", hall.address()))
                .isEqualTo("lazurite: the server answered: There is no case 'none'.\n");
    }

    private String wrong(String... words) {
        return failed(2, with(words, "--server", hall.address(), "--key", key("rita")));
    }

    @Test
    void keysAreTheirOwnersAlone() throws Exception {
        assertThat(Files.getPosixFilePermissions(Path.of(key("rita"))))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(failed(2, "operator", "key", key("rita"), "--as", "rita")).contains("is there already");
        assertThat(failed(
                        1,
                        "case",
                        "reply",
                        "C1",
                        "--document",
                        file("x"),
                        "--server",
                        hall.address(),
                        "--key",
                        key("rita"),
                        "--as",
                        "tom"))
                .contains("The request's signature is not that of tom's key.");
    }

    private String roster() {
        List<String> holders = new ArrayList<>();
        Map.of("rita", "reviewer", "tom", "ratifier", "bea", "appeal-board", "otto", "operator")
                .forEach((name, role) -> holders.add(name + ":" + role + ":" + publicKey(name)));
        return String.join(",", holders);
    }

    private static String[] reasoned(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(REASONS);
        return all.toArray(String[]::new);
    }

    private String publicKey(String name) {
        return Objects.requireNonNull(keys.get(name));
    }

    private String key(String name) {
        return folder.resolve(name + ".key").toString();
    }

    private String file(String content) throws Exception {
        Path file = Files.createTempFile(folder, "document", "");
        Files.writeString(file, content);
        return file.toString();
    }

    private static long index(String said) {
        Matcher found = INDEX.matcher(said);
        assertThat(found.find()).as(said).isTrue();
        return Long.parseLong(found.group(1));
    }

    private String at(String... words) {
        return done(with(words, "--server", hall.address()));
    }

    private String as(String name, String... words) {
        return done(with(words, "--server", hall.address(), "--key", key(name), "--as", name));
    }

    private String refused(String name, String... words) {
        return failed(1, with(words, "--server", hall.address(), "--key", key(name)));
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String done(String... words) {
        return failed(0, words);
    }

    /** What was printed, the exit status being this one. */
    private static String failed(int status, String... words) {
        return Said.by(words).with(status);
    }
}
