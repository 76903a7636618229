package lazurite.governance.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.Platform;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.source.LogFolder;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** A log in the making, with a clock, holders and customers of its own. What is done wrong is done by the test. */
final class Scene implements AutoCloseable {
    static final String ORIGIN = "log.example/2026";
    static final String REVIEWER = "rita";
    static final String RATIFIER = "tom";
    static final String BOARD = "bea";
    static final String OPERATOR = "olga";
    static final String CUSTOMER = "s-1";
    static final String CLAUSE = "bulk";
    static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    static final long HOUR = TimeUnit.HOURS.toMillis(1);
    static final long DAY = TimeUnit.DAYS.toMillis(1);
    static final Hash DOCUMENT = Hash.sha256(new byte[] {'1'});

    private static final List<SignerKey> KEYS = List.of(
            new SignerKey(ORIGIN, SignatureType.ED25519, new byte[32]),
            new SignerKey(ORIGIN, SignatureType.ML_DSA_44, new byte[32]));

    /** Believes the log by both of its keys. */
    static final Policy POLICY = new Policy(
            KEYS.stream().map(key -> new Policy.Log(key.verifier(), null)).toList(), Map.of(), null);

    /** The days of subscriptions are closed by themselves. */
    final Set<String> metered = new TreeSet<>();

    long now = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    long termsIndex;

    /** What the ledger's thread takes for the time: when the newest entry was handed in. */
    private final AtomicLong clock = new AtomicLong(now);

    private final Ledger ledger;
    private final Map<String, StreamPosition> streams = new HashMap<>();
    private final List<CompletableFuture<?>> appended = new ArrayList<>();

    Scene() {
        Platform real = Platform.system();
        Platform owned = new Platform(
                () -> Instant.ofEpochMilli(clock.get()),
                real.nanoTime(),
                real.random(),
                real.virtualThreads(),
                real.platformThreads());
        ledger = Ledger.open(new MemoryEngine(real).metadata(), new LedgerSettings(ORIGIN, KEYS), owned);
        ledger.start();
    }

    /** A log with roster, terms and a subscription. */
    static Scene begun() {
        Scene scene = new Scene();
        scene.server(new LogEvent.Genesis(
                ORIGIN, KEYS.stream().map(key -> key.verifier().text()).toList(), "1", null));
        scene.beat();
        scene.roster(REVIEWER, RATIFIER, holders());
        scene.termsIndex = scene.server(terms());
        scene.server(new SubscriptionEvent.Opened(
                CUSTOMER, scene.today(), "press", List.of(MeteredService.BLOB, MeteredService.CHAT), "2026-02-05"));
        scene.metered.add(CUSTOMER);
        return scene;
    }

    static List<Holder> holders() {
        return List.of(
                holder(REVIEWER, REVIEWER, Role.REVIEWER),
                holder(RATIFIER, RATIFIER, Role.RATIFIER),
                holder(BOARD, BOARD, Role.APPEAL_BOARD),
                holder(OPERATOR, OPERATOR, Role.OPERATOR));
    }

    /** @param keyOf whose key it has */
    static Holder holder(String name, String keyOf, Role... roles) {
        byte[] raw = KeyAlgorithm.ED25519.raw(pair(keyOf).getPublic());
        return new Holder(name, Set.of(roles), Base64.getEncoder().encodeToString(raw));
    }

    static TermsEvent.Version terms() {
        return new TermsEvent.Version(
                "default",
                1,
                DOCUMENT,
                List.of(new TermsEvent.LoggedClause(
                        CLAUSE,
                        DOCUMENT,
                        null,
                        List.of(MeteredService.BLOB, MeteredService.CHAT),
                        Severity.REVIEW,
                        Map.of(MeteredService.BLOB, Level.NO_GROWTH),
                        60,
                        true)));
    }

    static MeterEvent.Mark mark(long terms) {
        return new MeterEvent.Mark(MeteredService.BLOB, CLAUSE, terms, Severity.REVIEW);
    }

    String today() {
        return Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    String yesterday() {
        return LocalDate.parse(today()).minusDays(1).toString();
    }

    /** Appends an entry of the server's; its index. */
    long server(Event event) {
        return server(event, null);
    }

    long server(Event event, @Nullable Hash commitment) {
        return append(event.draft(now, "server", commitment).at(position(event.stream())));
    }

    /** Appends an entry that its actor signs. */
    long signed(String actor, Event event) {
        return signed(actor, actor, event, null);
    }

    /** Likewise, with a time of the actor's choice. */
    long signedAt(long time, String actor, Event event) {
        return append(event.draft(time, actor, null)
                .at(position(event.stream()), pair(actor).getPrivate()));
    }

    long signed(String actor, String keyOf, Event event, @Nullable Hash commitment) {
        return append(event.draft(now, actor, commitment)
                .at(position(event.stream()), pair(keyOf).getPrivate()));
    }

    long roster(String actor, String approver, List<Holder> holders) {
        StreamPosition at = position(RosterEvent.STREAM);
        byte[] approval = KeyAlgorithm.ED25519.sign(pair(approver).getPrivate(), RosterEvent.approved(holders, at));
        return signed(
                actor, new RosterEvent(holders, approver, Base64.getEncoder().encodeToString(approval)));
    }

    /** Appends what is made for its place already. */
    long append(Entry entry) {
        clock.set(now);
        streams.put(entry.stream(), entry.next());
        appended.add(ledger.append(entry));
        return appended.size() - 1L;
    }

    StreamPosition position(String stream) {
        return streams.getOrDefault(stream, StreamPosition.FIRST);
    }

    void beat() {
        server(new LogEvent.Heartbeat("1"));
    }

    /** Time passes: a heartbeat each ten minutes, and each midnight the meters of the day before. */
    void pass(long millis) {
        long until = now + millis;
        while (now < until) {
            String day = today();
            now = Math.min(until, now + 10 * MINUTE);
            beat();
            if (!day.equals(today())) {
                metered.forEach(name -> server(new MeterEvent.Daily(name, day, List.of(), null, null)));
            }
        }
    }

    /** The server sleeps, and says so when it wakes. */
    void sleep(long millis) {
        long from = now;
        now += millis;
        server(new LogEvent.Resumed(from, now));
        beat();
    }

    /** Writes the log as it is served. */
    Path folder(Path folder) throws IOException {
        appended.forEach(CompletableFuture::join);
        Note note = Objects.requireNonNull(ledger.checkpoint());
        long size = Checkpoint.parse(note.text()).size();
        write(folder.resolve("checkpoint"), note.bytes());
        for (int level = 0; Tiles.hashesAt(level, size) > 0; level++) {
            for (long tile = 0; Tiles.widthAt(level, tile, size) > 0; tile++) {
                int width = Tiles.widthAt(level, tile, size);
                tile(folder, new TilePath.Hashes(level, tile, width));
                if (level == 0) {
                    tile(folder, new TilePath.Entries(tile, width));
                }
            }
        }
        return folder;
    }

    private void tile(Path folder, TilePath path) throws IOException {
        write(folder.resolve(path.toString()), Objects.requireNonNull(ledger.tile(path.toString())));
    }

    static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    static Verification verified(Path folder) throws IOException {
        try (LogFolder source = new LogFolder(folder)) {
            return Verifier.verify(source, POLICY, null, Platform.system());
        }
    }

    static KeyPair pair(String name) {
        byte[] seed = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), KeyAlgorithm.SEED_BYTES);
        return KeyAlgorithm.ED25519.pair(seed);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
