package lazurite.server.governance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.office.Recorder;
import lazurite.governance.register.Register;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.tree.Hash;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigReader;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.ServiceKind;
import lazurite.service.gateway.RequestRecord;
import lazurite.service.meter.Metering;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/** A log, meters and books over a store, on a clock that tests own. */
final class Room implements AutoCloseable {
    static final String CLINIC = """
            subscriptions:
              - {id: clinic, class: health, purposes: [care], services: [blob], jurisdiction: NL, contact: a@b.example}
              - {id: guard, class: police, purposes: [records], services: [blob], jurisdiction: NL, contact: c@d.example}
            accounts:
              - {name: clinicdata, keys: [AQID, BAUG], subscription: clinic}
              - {name: guarddata, keys: [BwgJ], subscription: guard}
            """;

    private static final String ORIGIN = "log.example/2026";
    private static final SignerKey KEY = SignerKey.generate(ORIGIN, SignatureType.ED25519, new SecureRandom());

    final Map<String, Long> stored = new HashMap<>();
    final Set<String> restrained = new HashSet<>();
    Instant now = Instant.parse("2026-01-01T08:00:00Z");
    long nanos;
    private final Path folder;
    private final MetadataStore store;
    private final Platform platform;
    private Config config;
    private Life life;
    private long settled;

    /** What dies together. */
    private record Life(DyingStore store, Ledger ledger, Documents documents, Bookkeeping books)
            implements AutoCloseable {
        @Override
        public void close() {
            ledger.close();
        }
    }

    Room(Path folder, MetadataStore store, String yaml) {
        this.folder = folder;
        this.store = store;
        Platform system = Platform.system();
        this.platform = new Platform(
                () -> now, () -> nanos, system.random(), system.virtualThreads(), system.platformThreads());
        this.config = config(yaml);
        this.life = life(Long.MAX_VALUE, true);
        ledger().append(new LogEvent.Genesis(ORIGIN, List.of(KEY.verifier().text()), "test", null)
                        .draft(now.toEpochMilli(), "server", null))
                .join();
    }

    Config config(String yaml) {
        try {
            Path file = folder.resolve("lazurite.yaml");
            Files.writeString(file, "inMemory: true\n" + yaml);
            return ConfigReader.read(file, Map.of(), Map.of()).config();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The process ends and another one starts, with this configuration. */
    void restart(String yaml) {
        config = config(yaml);
        restart();
    }

    void restart() {
        life.close();
        life = life(Long.MAX_VALUE, true);
    }

    /** Starts a process that is killed after so many commits; false if it is before it is up. */
    boolean startDoomed(long commits, boolean lastHappens) {
        life.close();
        try {
            life = life(commits, lastHappens);
            return true;
        } catch (StorageException killed) {
            return false;
        }
    }

    boolean dead() {
        return life.store().dead();
    }

    /** A second process over the same store. */
    Bookkeeping second() {
        return life(Long.MAX_VALUE, true).books();
    }

    private Life life(long commits, boolean lastHappens) {
        DyingStore seen = new DyingStore(store, commits, lastHappens);
        UidSource uids = new UidSource(platform);
        Ledger ledger = Ledger.open(seen, new LedgerSettings(ORIGIN, List.of(KEY)), platform);
        Documents documents = new Documents(seen, uids, ORIGIN);
        Recorder recorder = new PlainRecorder(ledger, documents, platform.clock());
        Bookkeeping books = Bookkeeping.open(
                config,
                new Bookkeeping.Parts(
                        ledger,
                        documents,
                        recorder,
                        seen,
                        uids,
                        () -> settled,
                        () -> Map.copyOf(stored),
                        restrained::contains,
                        nothingCommanded(documents, seen, uids),
                        platform));
        ledger.start();
        return new Life(seen, ledger, documents, books);
    }

    private CommandedSubscriptions nothingCommanded(Documents documents, MetadataStore seen, UidSource uids) {
        Pseudonyms pseudonyms = new Pseudonyms(seen, uids, platform);
        return new CommandedSubscriptions(
                new Register(),
                pseudonyms,
                new LoggedAccounts(seen, uids, pseudonyms, restrained::contains),
                documents,
                Set.of(),
                () -> Map.copyOf(stored));
    }

    Bookkeeping books() {
        return life.books();
    }

    Ledger ledger() {
        return life.ledger();
    }

    Duration turn() {
        return life.books().turn();
    }

    /** A server serves these requests of an account, and ends. */
    void serve(String account, ServiceKind service, int requests, long bytesIn) throws InterruptedException {
        Map<String, Account> accounts = config.accounts().stream()
                .collect(Collectors.toMap(each -> each.account().name(), each -> each.account()));
        Metering metering = Metering.start(
                store,
                new UidSource(platform),
                platform,
                new Accounts(accounts),
                () -> Map.copyOf(stored),
                Metering.INTERVAL);
        for (int i = 0; i < requests; i++) {
            metering.completed(new RequestRecord(
                    now,
                    service,
                    account,
                    subscription(accounts, account),
                    "PutBlob",
                    201,
                    null,
                    bytesIn,
                    1,
                    1,
                    null,
                    "id",
                    null,
                    "::1",
                    "2026-10-06",
                    "/c/b",
                    false));
        }
        metering.stop();
        settled = metering.settledHour();
    }

    private static String subscription(Map<String, Account> accounts, String account) {
        Account found = accounts.get(account);
        if (found == null) {
            throw new AssertionError("no account " + account);
        }
        return found.subscription().id();
    }

    /** Goes to 08:00 of the next day, with what is stored measured then. */
    void nextDay() throws InterruptedException {
        pass(Duration.ofDays(1));
        serve(config.accounts().getFirst().account().name(), ServiceKind.BLOB, 0, 0);
    }

    /** Time in which the machine is awake. */
    void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** Time in which it is not, or by which the clock is set. */
    void jump(Duration time) {
        now = now.plus(time);
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    String pseudonym(String id) {
        String pseudonym = books().pseudonyms().of(id);
        if (pseudonym == null) {
            throw new AssertionError("no pseudonym of " + id);
        }
        return pseudonym;
    }

    List<Logged> log() {
        List<byte[]> entries = ledger().entries(0, Integer.MAX_VALUE);
        List<Logged> log = new ArrayList<>();
        entries.forEach(entry -> log.add(Logged.read(log.size(), entry)));
        return log;
    }

    <E extends Event> List<E> events(Class<E> type) {
        return log().stream()
                .map(Logged::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<MeterEvent.Daily> days(String id) {
        return events(MeterEvent.Daily.class).stream()
                .filter(daily -> id.equals(books().pseudonyms().id(daily.subscription())))
                .toList();
    }

    /** The opening of an entry, which must be what the entry commits to. */
    Opening opening(Logged logged) {
        Hash commitment = logged.entry().commitment();
        @Nullable Opening opening = commitment == null ? null : life.documents().opening(commitment);
        if (opening == null || !opening.commitment().equals(commitment)) {
            throw new AssertionError("no opening of " + logged);
        }
        return opening;
    }

    Documents documents() {
        return life.documents();
    }

    @Override
    public void close() {
        life.close();
        store.close();
    }
}
