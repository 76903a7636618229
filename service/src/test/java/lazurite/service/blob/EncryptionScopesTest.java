package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.payload;
import static lazurite.service.blob.CustomerKeysTest.created;
import static lazurite.service.blob.CustomerKeysTest.refused;
import static lazurite.service.blob.CustomerKeysTest.text;
import static lazurite.service.blob.CustomerKeysTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.EncryptionScope;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CopyOperation.SourceAccess;
import lazurite.service.blob.operation.CopyOperation.SourceRead;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.Encryption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs under keys of encryption scopes, on every engine. */
final class EncryptionScopesTest {
    private static final BlobFeatures SCOPES = features(true);
    private static final RequestedKeys WARD = named("ward");
    private static final RequestedKeys DESK = named("desk");
    private static final RequestedKeys ACCOUNT = named(Encryption.ACCOUNT_SCOPE);

    @TempDir
    Path folder;

    private List<BlobServiceRoom> rooms = List.of();

    @BeforeEach
    void open() {
        rooms = Engines.rooms(folder);
        rooms.forEach(room -> {
            room.features = SCOPES;
            room.createContainer("c");
        });
    }

    @AfterEach
    void close() {
        rooms.forEach(room -> {
            room.purge();
            room.close();
        });
    }

    private static BlobFeatures features(boolean enabled) {
        return BlobFeatures.NONE.withKeys(
                false,
                List.of(
                        new EncryptionScope("ward", enabled),
                        new EncryptionScope("desk", true),
                        new EncryptionScope("shut", false)));
    }

    private static RequestedKeys named(String scope) {
        return new RequestedKeys(null, null, scope);
    }

    @Test
    void whatAScopeSealsIsReadWithoutNamingIt() throws IOException {
        for (BlobServiceRoom room : rooms) {
            room.keys = WARD;
            BlobResult put = room.run(
                    new BlobOperation.PutBlob("c", "b", created(Map.of("k", "v")), Checksums.NONE, text("secret")));
            assertThat(((BlobResult.Sealed) put).encryption()).isEqualTo(new Encryption(null, "ward"));
            room.keys = RequestedKeys.NONE;
            assertThat(room.text("c", "b")).isEqualTo("secret");
            BlobResult.BlobState state = state(room, "b");
            assertThat(state.metadata()).containsExactly(Map.entry("k", "v"));
            assertThat(state.record().encryption()).isEqualTo(new Encryption(null, "ward"));
            byte[] metadata = Objects.requireNonNull(state.record().metadata());
            assertThatThrownBy(() -> room.bodies.unseal(room.ring.account(BlobServiceRoom.ACCOUNT), metadata))
                    .isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> room.bodies.unseal(room.ring.scope(BlobServiceRoom.ACCOUNT, "desk"), metadata))
                    .isInstanceOf(StorageException.class);
            assertThat(room.bodies.unseal(room.ring.scope(BlobServiceRoom.ACCOUNT, "ward"), metadata))
                    .isNotEmpty();
        }
    }

    @Test
    void aBlobKeepsItsScopeAndNoOtherMayBeNamed() throws IOException {
        for (BlobServiceRoom room : rooms) {
            room.keys = WARD;
            room.run(new BlobOperation.CreateAppendBlob("c", "a", created(Map.of())));
            room.append("c", "a", utf8("one"));
            room.run(new PageOperation.CreatePageBlob("c", "p", created(Map.of()), 4096, 0));
            room.run(page());
            room.keys = RequestedKeys.NONE;
            room.append("c", "a", utf8("two"));
            room.run(page());
            room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of("k", "v"), Conditions.NONE));
            assertThat(room.text("c", "a")).isEqualTo("onetwo");
            assertThat(Arrays.copyOf(room.get("c", "p"), 512)).isEqualTo(new byte[512]);
            for (RequestedKeys other : List.of(DESK, ACCOUNT)) {
                room.keys = other;
                refused(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, () -> room.append("c", "a", utf8("x")));
                refused(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, () -> room.run(page()));
                refused(
                        ErrorCode.BlobCustomerSpecifiedEncryptionMismatch,
                        () -> room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of(), Conditions.NONE)));
                refused(
                        ErrorCode.BlobCustomerSpecifiedEncryptionMismatch,
                        () -> room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE)));
            }
            room.keys = DESK;
            room.put("c", "a", "overwritten");
            assertThat(state(room, "a").record().encryption().scope()).isEqualTo("desk");
            room.block("c", "b", "AAAA", utf8("block"));
            room.keys = RequestedKeys.NONE;
            refused(ErrorCode.BlobCustomerSpecifiedEncryptionMismatch, () -> room.block("c", "b", "BBBB", utf8("x")));
            room.run(new BlobOperation.DeleteBlob("c", "b", null, null, Conditions.NONE));
        }
    }

    @Test
    void aContainersScopeIsThatOfBlobsWhoseWriterNamesNone() throws IOException {
        for (BlobServiceRoom room : rooms) {
            create(room, "free", "ward", false);
            create(room, "strict", "ward", true);
            room.put("free", "default", "x");
            room.put("strict", "default", "x");
            room.keys = DESK;
            room.put("free", "named", "x");
            refused(ErrorCode.RequestForbiddenByContainerEncryptionPolicy, () -> room.put("strict", "named", "x"));
            room.keys = ACCOUNT;
            room.put("free", "account", "x");
            refused(ErrorCode.RequestForbiddenByContainerEncryptionPolicy, () -> room.put("strict", "named", "x"));
            room.keys = new RequestedKeys(CustomerKeysTest.key(1), null, null);
            refused(ErrorCode.RequestForbiddenByContainerEncryptionPolicy, () -> room.put("strict", "named", "x"));
            room.keys = WARD;
            room.put("strict", "named", "x");
            room.keys = RequestedKeys.NONE;
            assertThat(scopes(room, "free")).containsExactly("account null", "default ward", "named desk");
            assertThat(scopes(room, "strict")).containsExactly("default ward", "named ward");
            BlobResult.ContainerState state =
                    (BlobResult.ContainerState) room.run(new BlobOperation.GetContainerProperties("strict", null));
            assertThat(state.record().encryption()).isEqualTo(new ContainerEncryption("ward", true));
            room.run(new BlobOperation.SetContainerMetadata("strict", Map.of("k", "v"), Conditions.NONE));
            refused(
                    ErrorCode.RequestForbiddenByContainerEncryptionPolicy,
                    () -> run(room, DESK, () -> room.put("strict", "named", "x")));
        }
    }

    @Test
    void unknownAndDisabledScopesAreRefused() throws IOException {
        for (BlobServiceRoom room : rooms) {
            refused(ErrorCode.InvalidHeaderValue, () -> create(room, "x", "nobody", false));
            refused(ErrorCode.AuthorizationFailure, () -> create(room, "x", "shut", false));
            refused(ErrorCode.InvalidHeaderValue, () -> run(room, named("nobody"), () -> room.put("c", "b", "x")));
            refused(ErrorCode.AuthorizationFailure, () -> run(room, named("shut"), () -> room.put("c", "b", "x")));
            run(room, WARD, () -> room.put("c", "b", "x"));
            room.features = features(false);
            refused(ErrorCode.AuthorizationFailure, () -> room.get("c", "b"));
            refused(ErrorCode.AuthorizationFailure, () -> state(room, "b"));
            refused(
                    ErrorCode.AuthorizationFailure,
                    () -> room.run(new BlobOperation.SetBlobMetadata("c", "b", Map.of(), Conditions.NONE)));
            refused(ErrorCode.AuthorizationFailure, () -> copy(room, "b", "copy", false));
            assertThat(entries(room, "c").getFirst().metadata()).isNull();
            room.features = BlobFeatures.NONE;
            refused(ErrorCode.AuthorizationFailure, () -> room.get("c", "b"));
            room.features = SCOPES;
            assertThat(room.text("c", "b")).isEqualTo("x");
        }
    }

    @Test
    void aSasThatDemandsAScopeHasItUsed() throws IOException {
        for (BlobServiceRoom room : rooms) {
            create(room, "strict", "desk", true);
            room.put("c", "plain", "x");
            room.caller = new Caller(Caller.Kind.SERVICE_SAS, "rcw", BlobServiceRoom.ACCOUNT, "ward");
            room.put("c", "b", "x");
            assertThat(state(room, "b").record().encryption().scope()).isEqualTo("ward");
            assertThat(room.text("c", "plain")).isEqualTo("x");
            run(room, WARD, () -> room.put("c", "b", "x"));
            refused(ErrorCode.AuthorizationFailure, () -> run(room, DESK, () -> room.put("c", "b", "x")));
            refused(
                    ErrorCode.AuthorizationFailure,
                    () -> run(
                            room,
                            new RequestedKeys(CustomerKeysTest.key(1), null, null),
                            () -> room.put("c", "b", "x")));
            refused(ErrorCode.RequestForbiddenByContainerEncryptionPolicy, () -> room.put("strict", "b", "x"));
            refused(
                    ErrorCode.BlobCustomerSpecifiedEncryptionMismatch,
                    () -> room.run(new BlobOperation.SetBlobMetadata("c", "plain", Map.of(), Conditions.NONE)));
        }
    }

    @Test
    void copiesAreSealedAnewUnderTheKeyOfTheirPlace() throws IOException {
        for (BlobServiceRoom room : rooms) {
            byte[] large = new byte[3 << 20];
            Arrays.fill(large, (byte) 3);
            run(room, WARD, () -> room.put("c", "large", large, Conditions.NONE));
            room.keys = WARD;
            room.run(new PageOperation.CreatePageBlob("c", "p", created(Map.of("k", "v")), 2 << 20, 0));
            room.run(new PageOperation.PutPage(
                    "c",
                    "p",
                    new ByteRange(0, (2 << 20) - 1),
                    Conditions.NONE,
                    SequenceConditions.NONE,
                    Checksums.NONE,
                    payload(Arrays.copyOf(large, 2 << 20))));
            room.keys = RequestedKeys.NONE;
            copy(room, "large", "account", false);
            copy(room, "p", "pages", false);
            run(room, DESK, () -> copy(room, "large", "desk", true));
            run(room, WARD, () -> copy(room, "large", "same", true));
            room.collector.settle();
            room.features = features(false);
            assertThat(room.get("c", "account")).isEqualTo(large);
            assertThat(room.get("c", "desk")).isEqualTo(large);
            assertThat(room.get("c", "pages")).isEqualTo(Arrays.copyOf(large, 2 << 20));
            assertThat(state(room, "pages").metadata()).containsExactly(Map.entry("k", "v"));
            refused(ErrorCode.AuthorizationFailure, () -> room.get("c", "same"));
            room.features = SCOPES;
            assertThat(room.get("c", "same")).isEqualTo(large);
            run(
                    room,
                    DESK,
                    () -> room.run(new CopyOperation.PutBlobFromUrl(
                            "c",
                            "from",
                            created(Map.of()),
                            new SourceRead("c/large", null, Conditions.NONE, Checksums.NONE, SourceAccess.NONE),
                            false,
                            true)));
            assertThat(room.get("c", "from")).isEqualTo(large);
            assertThat(state(room, "from").record().encryption().scope()).isEqualTo("desk");
        }
    }

    private static BlobOperation page() {
        return new PageOperation.PutPage(
                "c",
                "p",
                new ByteRange(0, 511),
                Conditions.NONE,
                SequenceConditions.NONE,
                Checksums.NONE,
                payload(new byte[512]));
    }

    private static void create(BlobServiceRoom room, String name, String scope, boolean deny) {
        room.run(new BlobOperation.CreateContainer(
                name, Map.of(), PublicRead.NEVER, new ContainerEncryption(scope, deny)));
    }

    private static @Nullable BlobResult copy(BlobServiceRoom room, String from, String to, boolean sync) {
        return room.run(new CopyOperation.CopyBlob(
                "c", to, "c/" + from, Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, sync, null, null));
    }

    private static BlobResult.BlobState state(BlobServiceRoom room, String name) {
        return (BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", name, null, Conditions.NONE));
    }

    private static List<String> scopes(BlobServiceRoom room, String container) {
        return entries(room, container).stream()
                .map(blob -> blob.name() + " " + blob.record().encryption().scope())
                .toList();
    }

    private static List<BlobResult.ListEntry.Blob> entries(BlobServiceRoom room, String container) {
        BlobResult.Blobs listed = (BlobResult.Blobs) room.run(
                new BlobOperation.ListBlobs(container, null, null, null, null, 10, null, Set.of(Include.METADATA)));
        return listed.entries().stream()
                .map(entry -> (BlobResult.ListEntry.Blob) entry)
                .toList();
    }

    private static void run(BlobServiceRoom room, RequestedKeys keys, Runnable action) {
        RequestedKeys before = room.keys;
        room.keys = keys;
        try {
            action.run();
        } finally {
            room.keys = before;
        }
    }
}
