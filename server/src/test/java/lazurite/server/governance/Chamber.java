package lazurite.server.governance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.office.Command;
import lazurite.governance.office.Office;
import lazurite.governance.office.Quorum;
import lazurite.governance.register.Register;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigReader;
import lazurite.service.account.Restrictions;
import lazurite.service.meter.Hours;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** A log, its office and its books over a store, with an operator who commands, on a clock that tests own. */
final class Chamber implements AutoCloseable {
    static final String OPERATOR = "otto";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair OTTO = pair(1);
    private static final KeyPair RITA = pair(2);
    private static final List<RosterEvent.Holder> HOLDERS = List.of(
            new RosterEvent.Holder(OPERATOR, Set.of(Role.OPERATOR), text(OTTO)),
            new RosterEvent.Holder("rita", Set.of(Role.REVIEWER), text(RITA)));

    final Map<String, Long> stored = new HashMap<>();
    Instant now = Instant.parse("2026-01-01T08:00:00Z");
    private final Path folder;
    private final MetadataStore store;
    private final Platform platform;
    private SignerKey key = signer("log.example/1");
    private Life life;

    /** What dies together. */
    private record Life(Ledger ledger, Documents documents, Office office, Bookkeeping books, Pseudonyms pseudonyms) {}

    Chamber(Path folder, MetadataStore store, String yaml) {
        this.folder = folder;
        this.store = store;
        Platform system = Platform.system();
        this.platform =
                new Platform(() -> now, () -> 0, system.random(), system.virtualThreads(), system.platformThreads());
        this.life = life(config(yaml), Long.MAX_VALUE, true);
        found();
    }

    private static SignerKey signer(String origin) {
        return SignerKey.generate(origin, SignatureType.ED25519, RANDOM);
    }

    private void found() {
        office().record(
                        new LogEvent.Genesis(
                                key.verifier().name(), List.of(key.verifier().text()), "test", null),
                        null);
        byte[] approval =
                KeyAlgorithm.ED25519.sign(RITA.getPrivate(), RosterEvent.approved(HOLDERS, StreamPosition.FIRST));
        RosterEvent roster =
                new RosterEvent(HOLDERS, "rita", Base64.getEncoder().encodeToString(approval));
        office().install(new Command(
                roster.draft(now.toEpochMilli(), OPERATOR, null).at(StreamPosition.FIRST, OTTO.getPrivate()),
                null,
                List.of(),
                List.of()));
    }

    Config config(String yaml) {
        try {
            Path file = folder.resolve("lazurite.yaml");
            Files.writeString(file, "inMemory: true\nledger: {enabled: true}\n" + yaml);
            return ConfigReader.read(file, Map.of(), Map.of()).config();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The process ends and another one starts, with this configuration. */
    void restart(String yaml) {
        close();
        life = life(config(yaml), Long.MAX_VALUE, true);
    }

    /** As {@link #restart}, of a process that is killed after so many commits. */
    void restartDoomed(String yaml, long commits, boolean lastHappens) {
        close();
        life = life(config(yaml), commits, lastHappens);
    }

    /** As {@link #restart}, with a log that goes on from the one before. */
    void restartLog(String yaml) {
        close();
        key = signer("log.example/2");
        life = life(config(yaml), Long.MAX_VALUE, true);
        found();
    }

    private Life life(Config config, long commits, boolean lastHappens) {
        String origin = key.verifier().name();
        DyingStore seen = new DyingStore(store, commits, lastHappens);
        UidSource uids = new UidSource(platform);
        Ledger ledger = Ledger.open(seen, new LedgerSettings(origin, List.of(key)), platform);
        ledger.start();
        ledger.awaitBegun();
        Documents documents = new Documents(seen, uids, origin);
        Pseudonyms pseudonyms = new Pseudonyms(seen, uids, platform);
        Register register = new Register();
        CommandedSubscriptions commanded = new CommandedSubscriptions(
                register,
                pseudonyms,
                new LoggedAccounts(seen, uids, pseudonyms, register::isRestrained),
                documents,
                Set.of(CustomerClass.POLICE),
                () -> Map.copyOf(stored));
        Office office = new Office(new Office.Parts(
                ledger,
                register,
                documents,
                Policy.parse(("log " + key.verifier().text() + "\nquorum none\n").getBytes(StandardCharsets.US_ASCII)),
                Quorum.NONE_NEEDED,
                _ -> true,
                commanded,
                new FrontEnds(new Restrictions(() -> now), pseudonyms),
                () -> now.toEpochMilli(),
                platform));
        try {
            Bookkeeping books = Bookkeeping.open(
                    config,
                    new Bookkeeping.Parts(
                            ledger,
                            documents,
                            office,
                            seen,
                            uids,
                            () -> Hours.of(now),
                            () -> Map.copyOf(stored),
                            register::isRestrained,
                            commanded,
                            platform));
            return new Life(ledger, documents, office, books, pseudonyms);
        } catch (RuntimeException refused) {
            ledger.close();
            throw refused;
        }
    }

    Office office() {
        return life.office();
    }

    Bookkeeping books() {
        return life.books();
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Nullable
    String pseudonym(String id) {
        return life.pseudonyms().of(id);
    }

    /** Opens a subscription under a fresh pseudonym; which one that is. */
    String opens(Json.Fields identity) {
        String pseudonym = fresh();
        office().submit(opening(pseudonym, identity));
        return pseudonym;
    }

    static String fresh() {
        return String.format("s-%016x", RANDOM.nextLong());
    }

    Command opening(String pseudonym, Json.Fields identity) {
        return opening(pseudonym, identity, null, List.of(MeteredService.BLOB));
    }

    Command opening(String pseudonym, Json.Fields identity, @Nullable String shown, List<MeteredService> services) {
        return command(
                new SubscriptionEvent.Opened(
                        pseudonym,
                        today().toString(),
                        shown,
                        services,
                        today().plusDays(30).toString()),
                identity);
    }

    Command command(Event event, Json.@Nullable Fields content) {
        Opening opening = content == null ? null : Opening.fresh(content, RANDOM);
        return new Command(
                event.draft(now.toEpochMilli(), OPERATOR, opening == null ? null : opening.commitment())
                        .at(life.ledger().stream(event.stream()), OTTO.getPrivate()),
                opening,
                List.of(),
                List.of());
    }

    /** What a clinic declares. */
    static FieldWriter clinic(String id, String... accounts) {
        return new FieldWriter()
                .text("id", id)
                .text("class", "health")
                .texts("purposes", List.of("care"))
                .texts("services", List.of("blob"))
                .text("jurisdiction", "NL")
                .text("contact", "a@b.example")
                .texts("accounts", List.of(accounts));
    }

    /** The log's entries about subscriptions. */
    List<Logged> declarations() {
        List<Logged> log = new ArrayList<>();
        life.ledger().entries(0, Integer.MAX_VALUE).forEach(entry -> log.add(Logged.read(log.size(), entry)));
        return log.stream()
                .filter(logged -> logged.event() instanceof SubscriptionEvent)
                .toList();
    }

    <E extends Event> List<E> declarations(Class<E> type) {
        return declarations().stream()
                .map(Logged::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static KeyPair pair(int seed) {
        byte[] bytes = new byte[KeyAlgorithm.SEED_BYTES];
        Arrays.fill(bytes, (byte) seed);
        return KeyAlgorithm.ED25519.pair(bytes);
    }

    private static String text(KeyPair pair) {
        return Base64.getEncoder().encodeToString(KeyAlgorithm.ED25519.raw(pair.getPublic()));
    }

    @Override
    public void close() {
        life.ledger().close();
    }
}
