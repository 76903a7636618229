package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.InventoryPolicy;
import lazurite.service.account.InventoryPolicy.Filters;
import lazurite.service.account.InventoryPolicy.Rule;
import lazurite.service.account.Pass;
import lazurite.service.account.Subscription;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.blob.inventory.Inventory;
import lazurite.service.blob.inventory.Schedule;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.gateway.Enforcement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories as accounts find them in their containers. */
final class InventoryTest {
    private static final Filters ALL =
            new Filters(List.of("blockBlob", "appendBlob", "pageBlob"), List.of(), List.of(), 0, false, false, false);
    private static final String FOLDER = "2026/11/21/10-00-00/all/all";

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void whatIsThereIsListedAndTheManifestSaysSo() throws Exception {
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                prepare(room);
                Inventory inventory = inventory(room, room.service, rule("all", ALL, "Name", "Content-Length", "Tags"));
                run(inventory);
                assertThat(room.text("reports", FOLDER + ".csv")).isEqualTo("""
                                Name,Content-Length,Tags
                                "docs/""quoted"", or not",3,
                                docs/tagged,5,"{""a"":""b""}"
                                pics/log,0,
                                """);
                byte[] manifest = room.get("reports", FOLDER + "-manifest.json");
                assertThat(new String(manifest, StandardCharsets.UTF_8))
                        .isEqualTo("{\"destinationContainer\":\"reports\",\"endpoint\":\"http://x/devstoreaccount1\","
                                + "\"files\":[{\"blob\":\"" + FOLDER + ".csv\",\"size\":"
                                + room.get("reports", FOLDER + ".csv").length + "}],"
                                + "\"inventoryCompletionTime\":\"2026-11-21T10:00:00Z\","
                                + "\"inventoryStartTime\":\"2026-11-21T10:00:00Z\","
                                + "\"ruleDefinition\":{\"filters\":{"
                                + "\"blobTypes\":[\"blockBlob\",\"appendBlob\",\"pageBlob\"],"
                                + "\"includeBlobVersions\":false,\"includeSnapshots\":false,\"includeDeleted\":false,"
                                + "\"prefixMatch\":[],\"excludePrefix\":[]},\"format\":\"csv\",\"objectType\":\"blob\","
                                + "\"schedule\":\"daily\",\"schemaFields\":[\"Name\",\"Content-Length\",\"Tags\"]},"
                                + "\"ruleName\":\"all\",\"status\":\"Succeeded\","
                                + "\"summary\":{\"objectCount\":3,\"totalObjectSize\":8},\"version\":\"1.0\"}");
                assertThat(room.text("reports", FOLDER + "-manifest.checksum"))
                        .isEqualTo(Base64.getEncoder()
                                .encodeToString(MessageDigest.getInstance("MD5").digest(manifest)));
                assertThat(inventory.made()).isEqualTo(1);
                assertThat(inventory.listed()).isEqualTo(3);
                room.assertSound();
            }
        }
    }

    @Test
    void whatIsPastIsListedWhereItIsAskedFor() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            room.features = new BlobFeatures(true, 7);
            room.keepDeleted(7);
            Stamp first = room.put("docs", "v", "one");
            Stamp second = room.put("docs", "v", "two");
            room.run(new BlobOperation.SnapshotBlob("docs", "v", Map.of(), Conditions.NONE));
            Stamp gone = room.put("docs", "v", "three");
            room.run(new BlobOperation.DeleteBlob(
                    "docs", "v", new Moment.Version(first), DeleteSnapshots.INCLUDE, Conditions.NONE));
            room.put("pics", "other", "x");
            Filters filters =
                    new Filters(List.of("blockBlob"), List.of("docs/v", "docs/v"), List.of(), 0, true, true, true);
            run(inventory(
                    room,
                    room.service,
                    rule("all", filters, "Name", "Snapshot", "VersionId", "IsCurrentVersion", "Deleted")));
            List<String> lines = room.text("reports", FOLDER + ".csv").lines().toList();
            assertThat(lines)
                    .contains(
                            "docs/v,," + gone.iso() + ",true,",
                            "docs/v,," + second.iso() + ",false,",
                            "docs/v,," + first.iso() + ",false,true")
                    .doesNotContain("pics/other,,,,");
            assertThat(lines.stream().filter(line -> line.matches("docs/v,2026[^,]+,.*")))
                    .hasSize(1);
        }
    }

    @Test
    void prefixesAndAgesChoose() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            room.put("docs", "a/old", "x");
            room.pass(Duration.ofDays(3));
            for (String name : List.of("a/1", "a/b/2", "c/3", "d")) {
                room.put("docs", name, "x");
            }
            Filters filters = new Filters(
                    List.of("blockBlob"),
                    List.of("docs/a", "docs/a/b", "docs/c", "pic"),
                    List.of("docs/c"),
                    2,
                    false,
                    false,
                    false);
            run(inventory(room, room.service, rule("all", filters, "Name")));
            assertThat(room.text("reports", "2026/11/24/10-00-00/all/all.csv"))
                    .isEqualTo("Name\ndocs/a/1\ndocs/a/b/2\n");
        }
    }

    @Test
    void containersAreListedWithWhatIsDeleted() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            room.features = new BlobFeatures(false, 7);
            room.createContainer("gone");
            room.run(new BlobOperation.DeleteContainer("gone", Conditions.NONE));
            Filters filters = new Filters(List.of(), List.of(), List.of("pics"), 0, false, false, true);
            Rule rule = new Rule(
                    "all", "reports", true, false, List.of("Name", "Deleted", "RemainingRetentionDays"), filters);
            run(inventory(room, room.service, rule));
            assertThat(room.text("reports", FOLDER + ".csv"))
                    .isEqualTo("Name,Deleted,RemainingRetentionDays\ndocs,,\ngone,true,7\nreports,,\n");
        }
    }

    @Test
    void largeOnesAreSeveralFiles() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            for (int i = 0; i < 5; i++) {
                room.put("pics", "p" + i, "x");
            }
            Filters filters = new Filters(List.of("blockBlob"), List.of("pics"), List.of(), 0, false, false, false);
            run(inventory(room, room.service, Enforcement.OPEN, 2, rule("all", filters, "Name")));
            assertThat(room.text("reports", FOLDER + ".csv")).isEqualTo("Name\npics/p0\npics/p1\n");
            assertThat(room.text("reports", FOLDER + "_1.csv")).isEqualTo("Name\npics/p2\npics/p3\n");
            assertThat(room.text("reports", FOLDER + "_2.csv")).isEqualTo("Name\npics/p4\n");
            assertThat(room.text("reports", FOLDER + "-manifest.json")).contains("all.csv", "all_1.csv", "all_2.csv");
        }
    }

    @Test
    void eachDayOrSundayHasOneAndWhatWasMissedIsMadeOnce() {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            Rule weekly = new Rule("week", "reports", false, true, List.of("Name"), ALL);
            Rule daily = rule("day", ALL, "Name");
            run(inventory(room, room.service, daily, weekly));
            assertThat(whole(room)).hasSize(2);
            run(inventory(room, room.service, daily, weekly));
            assertThat(whole(room)).as("another start on the same day").hasSize(2);
            room.now = Instant.parse("2026-11-22T00:00:00Z");
            Inventory inventory = inventory(room, room.service, daily, weekly);
            run(inventory);
            assertThat(whole(room)).as("Sunday").hasSize(4);
            room.now = Instant.parse("2026-11-28T23:59:59Z");
            run(inventory);
            assertThat(whole(room)).as("six days later").hasSize(5);
            room.now = Instant.parse("2026-11-27T10:00:00Z");
            run(inventory);
            assertThat(whole(room)).as("a clock set back").hasSize(5);
        }
    }

    /** Killed at each of its writes in turn, it leaves nothing that looks whole, and the next start makes it, once. */
    @Test
    void aKilledRunIsMadeAnewInItsPlace() throws IOException {
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                prepare(room);
                Filters filters = new Filters(ALL.blobTypes(), List.of(), List.of("reports"), 0, false, false, false);
                Rule rule = rule("all", filters, "Name");
                boolean killed = true;
                for (int writes = 0; killed; writes++) {
                    Killing killing = new Killing(room.service, writes);
                    room.pass(Duration.ofSeconds(1));
                    int before = whole(room).size();
                    Inventory inventory = inventory(room, killing, Enforcement.OPEN, 1, rule);
                    killed = catchThrowableOfType(Killed.class, () -> run(inventory)) != null;
                    assertThat(whole(room)).hasSize(killed ? before : 1);
                }
                assertThat(whole(room)).containsExactly("2026/11/21/10-00-01/all/all-manifest.checksum");
                assertThat(room.text("reports", "2026/11/21/10-00-01/all/all.csv"))
                        .startsWith("Name\n\"docs/");
                run(inventory(room, room.service, rule));
                assertThat(whole(room)).hasSize(1);
                room.assertSound();
            }
        }
    }

    /** Else its files would be others than its manifest names until it is made a second time. */
    @Test
    void aRunKilledBehindItsChecksumIsLeftAsItIs() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            Rule rule = rule("all", ALL, "Name");
            Killing killing = new Killing(room.service, Integer.MAX_VALUE);
            killing.behind = "-manifest.checksum";
            Inventory killed = inventory(room, killing, rule);
            assertThat(catchThrowableOfType(Killed.class, () -> run(killed))).isNotNull();
            String made = room.text("reports", FOLDER + ".csv");
            room.put("docs", "later", "x");
            Inventory next = inventory(room, room.service, rule);
            run(next);
            assertThat(room.text("reports", FOLDER + ".csv")).isEqualTo(made);
            assertThat(whole(room)).hasSize(1);
            assertThat(next.step()).as("that it is done is written down").isFalse();
        }
    }

    @Test
    void anOrderHoldsItUpAndItIsTriedAgain() {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            prepare(room);
            boolean[] closed = {true};
            Enforcement enforcement = (account, service, use) -> {
                if (closed[0] && use.writes()) {
                    throw new StorageException(ErrorCode.AccountIsDisabled);
                }
                return Pass.UNRESTRICTED;
            };
            Inventory inventory = inventory(room, room.service, enforcement, 10, rule("all", ALL, "Name"));
            run(inventory);
            assertThat(inventory.failed()).isEqualTo(1);
            closed[0] = false;
            run(inventory);
            assertThat(whole(room)).as("it waits").isEmpty();
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            run(inventory);
            assertThat(whole(room)).hasSize(1);
        }
    }

    private static void prepare(BlobServiceRoom room) {
        room.createContainer("docs");
        room.createContainer("pics");
        room.createContainer("reports");
        room.run(new BlobOperation.PutBlob(
                "docs",
                "tagged",
                new NewBlob(HttpProperties.NONE, Map.of(), Map.of("a", "b"), null, Conditions.NONE),
                Checksums.NONE,
                BlobServiceRoom.payload("tagged".substring(1).getBytes(StandardCharsets.US_ASCII))));
        room.put("docs", "\"quoted\", or not", "abc");
        room.run(new BlobOperation.CreateAppendBlob("pics", "log", BlobServiceRoom.created(Conditions.NONE)));
    }

    private static Rule rule(String name, Filters filters, String... fields) {
        return new Rule(name, "reports", false, false, List.of(fields), filters);
    }

    private Inventory inventory(BlobServiceRoom room, BlobOperations blobs, Rule... rules) {
        return inventory(room, blobs, Enforcement.OPEN, Inventory.LINES_MAX, rules);
    }

    private Inventory inventory(
            BlobServiceRoom room, BlobOperations blobs, Enforcement enforcement, int linesMax, Rule... rules) {
        InventoryPolicy policy = new InventoryPolicy("policy.json", List.of(rules));
        Account account = new Account(
                BlobServiceRoom.ACCOUNT,
                List.of(new byte[] {1}),
                true,
                Subscription.DEFAULT,
                BlobFeatures.NONE.withInventory(policy));
        Platform platform = new Platform(
                room.platform.clock(),
                nanos::get,
                room.platform.random(),
                room.platform.virtualThreads(),
                room.platform.platformThreads());
        return new Inventory(
                blobs,
                new Accounts(Map.of(account.name(), account)),
                enforcement,
                new Schedule(room.engine.metadata(), room.ids),
                platform,
                name -> "http://x/" + name,
                linesMax);
    }

    private static void run(Inventory inventory) {
        boolean more = true;
        while (more) {
            more = inventory.step();
        }
    }

    /** Names of all checksums: each stands for an inventory that is whole, which is verified. */
    private static List<String> whole(BlobServiceRoom room) {
        BlobResult.Blobs page = (BlobResult.Blobs) room.run(
                new BlobOperation.ListBlobs("reports", null, null, null, null, 1_000, null, Set.<Include>of()));
        List<String> names =
                page.entries().stream().map(BlobResult.ListEntry::name).toList();
        List<String> whole = new ArrayList<>();
        for (String name : names) {
            if (name.endsWith(".checksum")) {
                String stem = name.substring(0, name.indexOf("-manifest"));
                assertThat(names).contains(stem + ".csv", stem + "-manifest.json");
                whole.add(name);
            }
        }
        return whole;
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A service whose process ends before its n-th write, or behind that of a blob whose name ends so. */
    private static final class Killing implements BlobOperations {
        private final BlobOperations blobs;
        private String behind = "no such end";
        private int left;

        Killing(BlobOperations blobs, int writes) {
            this.blobs = blobs;
            this.left = writes;
        }

        @Override
        public BlobResult run(BlobOperation operation, BlobCall call) {
            boolean reads = operation instanceof BlobOperation.ListBlobs
                    || operation instanceof BlobOperation.ListContainers
                    || operation instanceof BlobOperation.GetBlobProperties;
            if (!reads && left-- == 0) {
                throw new Killed();
            }
            BlobResult result = blobs.run(operation, call);
            if (operation instanceof BlobOperation.PutBlob put && put.blob().endsWith(behind)) {
                throw new Killed();
            }
            return result;
        }

        @Override
        public ServiceProperties properties(String account) {
            return blobs.properties(account);
        }

        @Override
        public @Nullable ContainerPolicy policy(String account, String container) {
            return blobs.policy(account, container);
        }
    }
}
