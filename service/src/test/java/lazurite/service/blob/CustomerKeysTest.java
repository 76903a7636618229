package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.payload;
import static lazurite.service.blob.BlobServiceRoom.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CopyOperation.SourceAccess;
import lazurite.service.blob.operation.CopyOperation.SourceRead;
import lazurite.service.blob.operation.CustomerKey;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs under keys that come with requests, on every engine. */
final class CustomerKeysTest {
    private static final CustomerKey KEY = key(1);
    private static final CustomerKey OTHER = key(2);
    private static final RequestedKeys WITH = new RequestedKeys(KEY, null, null);
    private static final RequestedKeys WRONG = new RequestedKeys(OTHER, null, null);
    private static final String BLOCK = "AAAA";
    private static final ByteRange PAGE = new ByteRange(0, 511);
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private List<BlobServiceRoom> rooms = List.of();

    @BeforeEach
    void open() {
        rooms = Engines.rooms(folder);
        rooms.forEach(room -> room.createContainer("c"));
    }

    @AfterEach
    void close() {
        rooms.forEach(room -> {
            room.purge();
            room.close();
        });
    }

    static CustomerKey key(int seed) {
        byte[] bytes = new byte[CustomerKey.BYTES];
        Arrays.fill(bytes, (byte) seed);
        return new CustomerKey(bytes);
    }

    @Test
    void whatNeedsTheKeyIsRefusedWithoutItAndWithAnother() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, WITH);
            for (Map.Entry<String, Supplier<BlobOperation>> one : needing().entrySet()) {
                refused(one.getKey(), ErrorCode.BlobUsesCustomerSpecifiedEncryption, room, RequestedKeys.NONE, one);
                refused(one.getKey(), ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, room, WRONG, one);
            }
            for (Map.Entry<String, Supplier<BlobOperation>> one : needing().entrySet()) {
                BlobResult result = run(room, WITH, one.getValue().get());
                if (result instanceof BlobResult.BlobContent content) {
                    content.stream().close();
                } else if (result instanceof BlobResult.QueryAnswer answer) {
                    answer.stream().close();
                } else if (!(result instanceof BlobResult.BlobState)) {
                    assertThat(((BlobResult.Sealed) result).encryption())
                            .as(one.getKey())
                            .isEqualTo(new Encryption(KEY.sha256(), null));
                }
            }
        }
    }

    @Test
    void aKeyThatABlobHasNotIsRefused() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, RequestedKeys.NONE);
            for (Map.Entry<String, Supplier<BlobOperation>> one : needing().entrySet()) {
                refused(one.getKey(), ErrorCode.BlobDoesNotUseCustomerSpecifiedEncryption, room, WITH, one);
            }
        }
    }

    @Test
    void whatReadsAndWritesNothingSealedNeedsNoKey() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, WITH);
            run(room, WITH, new BlobOperation.PutBlock("c", "b", BLOCK, null, Checksums.NONE, text("block")));
            Conditions none = Conditions.NONE;
            room.run(new BlobOperation.SetBlobProperties("c", "b", HttpProperties.NONE, none));
            room.run(new BlobOperation.GetBlobTags("c", "b", null, none));
            room.run(new BlobOperation.GetBlockList("c", "b", null, BlockListType.ALL, none));
            room.run(new PageOperation.GetPageRanges("c", "p", null, null, null, null, 10, none));
            room.run(new PageOperation.SetPageProperties("c", "p", null, 512L, null, none));
            room.run(new BlobOperation.SetBlobTier("c", "b", null, AccessTier.COOL, none));
            room.run(new BlobOperation.LeaseBlob("c", "b", new BlobOperation.LeaseAction.Acquire(-1, null), none));
            room.run(new BlobOperation.LeaseBlob("c", "b", new BlobOperation.LeaseAction.Break(0), none));
            room.run(new BlobOperation.SealAppendBlob("c", "a", none, null));
            refused(
                    ErrorCode.BlobCustomerSpecifiedEncryptionMismatch,
                    () -> run(room, WRONG, new PageOperation.SetPageProperties("c", "p", null, 1024L, null, none)));
            for (String name : List.of("a", "b", "p")) {
                room.run(new BlobOperation.DeleteBlob("c", name, null, null, none));
            }
        }
    }

    @Test
    void contentOfAnyFormAndMetadataComeBackWithTheKey() throws IOException {
        for (BlobServiceRoom room : rooms) {
            room.keys = WITH;
            byte[] large = bytes(3 * MIB / 2, 5);
            room.put("c", "small", "small");
            room.put("c", "large", large, Conditions.NONE);
            assertThat(room.text("c", "small")).isEqualTo("small");
            assertThat(room.get("c", "large")).isEqualTo(large);
            room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Map.of("k", "v"))));
            for (int i = 0; i < 70; i++) {
                room.append("c", "log", bytes(i + 1, i));
            }
            assertThat(room.get("c", "log")).hasSize(70 * 71 / 2).endsWith(bytes(70, 69));
            room.run(new PageOperation.CreatePageBlob("c", "pages", created(Map.of()), MIB, 0));
            for (int i = 0; i < 70; i++) {
                page(room, "pages", 1024L * i, bytes(512, i + 1)); // the 65th puts the segment together
            }
            room.collector.settle();
            room.collector.pack();
            assertThat(Arrays.copyOfRange(room.get("c", "pages"), 69 * 1024, 69 * 1024 + 513))
                    .isEqualTo(Arrays.copyOf(bytes(512, 70), 513));
            assertThat(room.get("c", "large")).isEqualTo(large);
            BlobResult.BlobState state = (BlobResult.BlobState)
                    room.run(new BlobOperation.GetBlobProperties("c", "log", null, Conditions.NONE));
            assertThat(state.metadata()).containsExactly(Map.entry("k", "v"));
            assertThat(state.record().encryption()).isEqualTo(new Encryption(KEY.sha256(), null));
        }
    }

    @Test
    void anOverwriteChoosesItsOwnKeyAndVersionsKeepTheirs() throws IOException {
        for (BlobServiceRoom room : rooms) {
            room.features = new BlobFeatures(true, 0);
            Stamp plain = room.put("c", "v", "plain");
            room.keys = WITH;
            Stamp sealed = room.put("c", "v", "sealed");
            room.run(new BlobOperation.SetBlobMetadata("c", "v", Map.of("k", "w"), Conditions.NONE));
            room.keys = WRONG;
            room.put("c", "v", "other");
            assertThat(room.text("c", "v")).isEqualTo("other");
            refused(
                    ErrorCode.BlobCustomerSpecifiedEncryptionMismatch,
                    () -> room.get("c", "v", new Moment.Version(sealed)));
            room.keys = WITH;
            assertThat(room.get("c", "v", new Moment.Version(sealed))).isEqualTo(utf8("sealed"));
            room.keys = RequestedKeys.NONE;
            assertThat(room.get("c", "v", new Moment.Version(plain))).isEqualTo(utf8("plain"));
        }
    }

    @Test
    void aSnapshotHasTheKeyOfItsBase() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, WITH);
            room.keys = WITH;
            Stamp base = snapshot(room, Map.of());
            Stamp own = snapshot(room, Map.of("k", "own"));
            room.keys = RequestedKeys.NONE;
            room.put("c", "b", "replaced");
            refused(ErrorCode.BlobUsesCustomerSpecifiedEncryption, () -> room.get("c", "b", new Moment.Snapshot(base)));
            room.keys = WITH;
            assertThat(room.get("c", "b", new Moment.Snapshot(base))).isEqualTo(utf8("secret"));
            BlobResult.BlobState state = (BlobResult.BlobState)
                    room.run(new BlobOperation.GetBlobProperties("c", "b", new Moment.Snapshot(own), Conditions.NONE));
            assertThat(state.metadata()).containsExactly(Map.entry("k", "own"));
            room.keys = RequestedKeys.NONE;
            room.run(new BlobOperation.DeleteBlob(
                    "c", "b", null, BlobOperation.DeleteSnapshots.INCLUDE, Conditions.NONE));
        }
    }

    @Test
    void allBlocksOfABlobHaveOneKey() throws IOException {
        for (BlobServiceRoom room : rooms) {
            room.keys = WITH;
            room.block("c", "b", BLOCK, utf8("one"));
            refused(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, () -> run(room, WRONG, stage("BBBB", "two")));
            refused(
                    ErrorCode.BlobUsesCustomerSpecifiedEncryption,
                    () -> run(room, RequestedKeys.NONE, stage(BLOCK, "two")));
            refused(ErrorCode.BlobUsesCustomerSpecifiedEncryption, () -> run(room, RequestedKeys.NONE, list(BLOCK)));
            refused(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, () -> run(room, WRONG, list(BLOCK)));
            room.block("c", "b", "BBBB", bytes(MIB, 3));
            run(room, WITH, list(BLOCK, "BBBB"));
            assertThat(room.get("c", "b")).hasSize(3 + MIB).startsWith(utf8("one"));
            run(room, WRONG, stage("CCCC", "three"));
            refused(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, () -> run(room, WRONG, list(BLOCK, "CCCC")));
            run(room, WRONG, list("CCCC"));
            room.keys = WRONG;
            assertThat(room.text("c", "b")).isEqualTo("three");
            room.keys = RequestedKeys.NONE;
            room.block("c", "plain", BLOCK, utf8("one"));
            refused(
                    ErrorCode.BlobDoesNotUseCustomerSpecifiedEncryption,
                    () -> run(
                            room,
                            WITH,
                            new BlobOperation.PutBlock("c", "plain", "BBBB", null, Checksums.NONE, text("x"))));
        }
    }

    @Test
    void aCopyOfWhatTheServerCannotReadIsRefusedAndAWriteFromItBringsTheKey() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, WITH);
            refused(ErrorCode.BlobUsesCustomerSpecifiedEncryption, () -> room.run(copying(false)));
            assertThatThrownBy(() -> room.run(copying(true)))
                    .isInstanceOfSatisfying(StorageException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.CannotVerifyCopySource);
                        assertThat(refusal.status()).isEqualTo(409);
                        assertThat(refusal.details())
                                .containsEntry("CopySourceErrorCode", "BlobUsesCustomerSpecifiedEncryption");
                    });
            refused(ErrorCode.CannotVerifyCopySource, () -> run(room, WITH, fromUrl("b")));
            refused(
                    ErrorCode.CannotVerifyCopySource,
                    () -> run(room, new RequestedKeys(null, OTHER, null), fromUrl("b")));
            run(room, new RequestedKeys(OTHER, KEY, null), fromUrl("b"));
            room.keys = WRONG;
            assertThat(room.text("c", "from")).isEqualTo("secret");
            room.keys = RequestedKeys.NONE;
            run(room, new RequestedKeys(null, KEY, null), fromUrl("a"));
            assertThat(room.text("c", "from")).isEqualTo("secret");
            run(
                    room,
                    new RequestedKeys(KEY, KEY, null),
                    new CopyOperation.AppendBlockFromUrl("c", "a", Conditions.NONE, null, null, read("b")));
            run(
                    room,
                    new RequestedKeys(OTHER, KEY, null),
                    new CopyOperation.PutBlockFromUrl("c", "blocks", BLOCK, null, read("b")));
            run(
                    room,
                    new RequestedKeys(KEY, KEY, null),
                    new PageOperation.PutPageFromUrl(
                            "c",
                            "p",
                            new ByteRange(512, 1023),
                            Conditions.NONE,
                            SequenceConditions.NONE,
                            new SourceRead("c/p", PAGE, Conditions.NONE, Checksums.NONE, SourceAccess.NONE)));
            room.keys = WITH;
            assertThat(room.text("c", "a")).isEqualTo("secretsecret");
            assertThat(Arrays.copyOfRange(room.get("c", "p"), 512, 1024)).isEqualTo(bytes(512, 7));
            room.keys = RequestedKeys.NONE;
            room.put("c", "open", "open");
            refused(
                    ErrorCode.CannotVerifyCopySource,
                    () -> run(room, new RequestedKeys(null, KEY, null), fromUrl("open")));
        }
    }

    @Test
    void listingsShowWhichKeyItIsAndNoMetadata() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, WITH);
            room.put("c", "open", "open");
            BlobResult.Blobs listed = (BlobResult.Blobs) room.run(
                    new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, Set.of(Include.METADATA)));
            for (BlobResult.ListEntry entry : listed.entries()) {
                BlobResult.ListEntry.Blob blob = (BlobResult.ListEntry.Blob) entry;
                boolean sealed = !blob.name().equals("open");
                assertThat(blob.record().encryption().isCustomers()).isEqualTo(sealed);
                assertThat(blob.metadata() == null).isEqualTo(sealed);
            }
        }
    }

    /** Whatever the account's key opens, this it does not. */
    @Test
    void theAccountsKeyOpensNeitherContentNorMetadata() throws IOException {
        for (BlobServiceRoom room : rooms) {
            make(room, WITH);
            BlobRecord record = record(room, "b");
            byte[] metadata = Objects.requireNonNull(record.metadata());
            assertThatThrownBy(() -> room.bodies.unseal(room.ring.account(BlobServiceRoom.ACCOUNT), metadata))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("a sealed secret is damaged or of another key");
            assertThat(room.bodies.unseal(KEY.key(), metadata)).isNotEmpty();
        }
    }

    private static BlobRecord record(BlobServiceRoom room, String name) {
        return ((BlobResult.BlobState)
                        run(room, WITH, new BlobOperation.GetBlobProperties("c", name, null, Conditions.NONE)))
                .record();
    }

    /** A block blob b, an append blob a, a page blob p. */
    private static void make(BlobServiceRoom room, RequestedKeys keys) {
        run(room, keys, new BlobOperation.PutBlob("c", "b", created(Map.of("k", "v")), Checksums.NONE, text("secret")));
        run(room, keys, new BlobOperation.CreateAppendBlob("c", "a", created(Map.of("k", "v"))));
        run(room, keys, append());
        run(room, keys, new PageOperation.CreatePageBlob("c", "p", created(Map.of("k", "v")), 4096, 0));
        run(room, keys, putPage());
    }

    private static Map<String, Supplier<BlobOperation>> needing() {
        Conditions none = Conditions.NONE;
        Map<String, Supplier<BlobOperation>> all = new LinkedHashMap<>();
        for (String name : List.of("b", "a", "p")) {
            all.put("Get " + name, () -> new BlobOperation.GetBlob("c", name, null, null, false, false, none));
            all.put("Head " + name, () -> new BlobOperation.GetBlobProperties("c", name, null, none));
            all.put("Get Metadata " + name, () -> new BlobOperation.GetBlobMetadata("c", name, null, none));
            all.put("Set Metadata " + name, () -> new BlobOperation.SetBlobMetadata("c", name, Map.of("k", "x"), none));
            all.put("Snapshot " + name, () -> new BlobOperation.SnapshotBlob("c", name, Map.of(), none));
        }
        all.put("Query", () -> new BlobOperation.QueryBlob("c", "b", null, none, text("""
                <QueryRequest><QueryType>SQL</QueryType><Expression>SELECT * FROM BlobStorage</Expression>\
                </QueryRequest>""")));
        all.put("Append", CustomerKeysTest::append);
        all.put("Put Page", CustomerKeysTest::putPage);
        all.put("Clear Page", () -> new PageOperation.ClearPage("c", "p", PAGE, none, SequenceConditions.NONE));
        return all;
    }

    private static BlobOperation append() {
        return new BlobOperation.AppendBlock("c", "a", Conditions.NONE, null, null, Checksums.NONE, text("secret"));
    }

    private static BlobOperation putPage() {
        return new PageOperation.PutPage(
                "c", "p", PAGE, Conditions.NONE, SequenceConditions.NONE, Checksums.NONE, payload(bytes(512, 7)));
    }

    private static void page(BlobServiceRoom room, String name, long from, byte[] bytes) {
        room.run(new PageOperation.PutPage(
                "c",
                name,
                new ByteRange(from, from + bytes.length - 1),
                Conditions.NONE,
                SequenceConditions.NONE,
                Checksums.NONE,
                payload(bytes)));
    }

    private static BlobOperation stage(String id, String text) {
        return new BlobOperation.PutBlock("c", "b", id, null, Checksums.NONE, text(text));
    }

    private static BlobOperation list(String... ids) {
        StringBuilder list = new StringBuilder("<BlockList>");
        for (String id : ids) {
            list.append("<Latest>").append(id).append("</Latest>");
        }
        return new BlobOperation.PutBlockList("c", "b", created(Map.of()), Checksums.NONE, text(list + "</BlockList>"));
    }

    private static BlobOperation fromUrl(String name) {
        return new CopyOperation.PutBlobFromUrl("c", "from", created(Map.of()), read(name), false, true);
    }

    private static SourceRead read(String name) {
        return new SourceRead("c/" + name, null, Conditions.NONE, Checksums.NONE, SourceAccess.NONE);
    }

    private static BlobOperation copying(boolean sync) {
        return new CopyOperation.CopyBlob(
                "c", "copy", "c/b", Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, sync, null, null);
    }

    private static Stamp snapshot(BlobServiceRoom room, Map<String, String> metadata) {
        return ((BlobResult.Snapshotted)
                        told(room.run(new BlobOperation.SnapshotBlob("c", "b", metadata, Conditions.NONE))))
                .snapshot();
    }

    private static BlobResult run(BlobServiceRoom room, RequestedKeys keys, BlobOperation operation) {
        RequestedKeys before = room.keys;
        room.keys = keys;
        try {
            return room.run(operation);
        } finally {
            room.keys = before;
        }
    }

    static NewBlob created(Map<String, String> metadata) {
        return new NewBlob(HttpProperties.NONE, metadata, Map.of(), null, Conditions.NONE);
    }

    static Payload text(String text) {
        return payload(utf8(text));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void refused(
            String what,
            ErrorCode code,
            BlobServiceRoom room,
            RequestedKeys keys,
            Map.Entry<String, Supplier<BlobOperation>> operation) {
        assertThatThrownBy(() -> run(room, keys, operation.getValue().get()))
                .as(what)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refusal -> assertThat(refusal.code()).as(what).isEqualTo(code));
    }

    static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
