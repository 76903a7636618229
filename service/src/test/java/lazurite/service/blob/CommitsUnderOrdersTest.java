package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Measures;
import lazurite.service.account.Pass;
import lazurite.service.account.RestrictedService;
import lazurite.service.account.Restriction;
import lazurite.service.account.Restrictions;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.change.UnverifiedSource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.HttpProperties;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that were let in before an order and come to their commit after it. */
class CommitsUnderOrdersTest {
    private static final Account ACCOUNT = new Account(BlobServiceRoom.ACCOUNT, List.of(), true);

    private final Restrictions restrictions = new Restrictions(() -> Instant.EPOCH);
    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void furnish() {
        room.createContainer("c");
        room.createContainer("leased");
        room.put("c", "b", "content");
        room.run(new BlobOperation.CreateAppendBlob("c", "log", BlobServiceRoom.created(Conditions.NONE)));
        room.block("c", "staged", "AAAA", new byte[] {1});
    }

    @AfterEach
    void close() {
        room.close();
    }

    private void order(Level level) {
        restrictions.replace(Map.of(
                new RestrictedService(ACCOUNT.subscription().id(), ServiceKind.BLOB),
                new Measures(List.of(new Restriction(level, "c-7", 1)), List.of())));
    }

    private Pass admit(Use use) {
        return restrictions.admit(ACCOUNT, ServiceKind.BLOB, use);
    }

    private static Payload text(String text) {
        return BlobServiceRoom.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<BlobOperation> writes() {
        Conditions none = Conditions.NONE;
        LeaseAction acquire = new LeaseAction.Acquire(15, null);
        return List.of(
                new BlobOperation.CreateContainer("new", Map.of(), PublicRead.NEVER),
                new BlobOperation.SetContainerMetadata("c", Map.of("a", "b"), none),
                new BlobOperation.PutBlob("c", "new", BlobServiceRoom.created(none), Checksums.NONE, text("1")),
                new BlobOperation.CreateAppendBlob("c", "new2", BlobServiceRoom.created(none)),
                new BlobOperation.AppendBlock("c", "log", none, null, null, Checksums.NONE, text("1")),
                new BlobOperation.PutBlock("c", "new3", "AAAA", null, Checksums.NONE, text("1")),
                new BlobOperation.PutBlockList(
                        "c",
                        "staged",
                        BlobServiceRoom.created(none),
                        Checksums.NONE,
                        text("<BlockList><Latest>AAAA</Latest></BlockList>")),
                new BlobOperation.SetBlobProperties("c", "b", HttpProperties.NONE, none),
                new BlobOperation.SetBlobMetadata("c", "b", Map.of("a", "b"), none),
                new BlobOperation.SetBlobTags(
                        "c",
                        "b",
                        null,
                        Checksums.NONE,
                        text("<Tags><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tags>"),
                        none),
                new BlobOperation.SnapshotBlob("c", "b", Map.of(), none),
                new CopyOperation.CopyBlob(
                        "c", "copy", "c/b", Map.of(), null, false, null, none, none, false, null, null),
                new BlobOperation.SetServiceProperties(
                        text("<StorageServiceProperties><Cors/></StorageServiceProperties>")),
                new BlobOperation.SetContainerAcl("c", PublicRead.BLOB, text(""), none),
                new BlobOperation.SealAppendBlob("c", "log", none, null),
                new BlobOperation.SetBlobTier("c", "b", null, AccessTier.COOL, none),
                new BlobOperation.DeleteBlob("c", "b", null, BlobOperation.DeleteSnapshots.INCLUDE, none),
                new BlobOperation.LeaseBlob("c", "log", acquire, none),
                new BlobOperation.LeaseContainer("leased", acquire, none),
                new BlobOperation.DeleteContainer("c", none));
    }

    @ParameterizedTest
    @EnumSource
    void areCommittedOnlyIfTheOrderLetsThem(Level level) {
        for (BlobOperation operation : writes()) {
            restrictions.replace(Map.of());
            Use use = operation.permission().use();
            room.pass = admit(use);
            order(level);
            boolean refused = switch (level) {
                case WARNED -> false;
                case NO_GROWTH -> use == Use.GROWTH;
                case EXPORT_ONLY, DISABLED -> true;
            };
            StorageException failure = catchThrowableOfType(StorageException.class, () -> room.run(operation));
            if (refused) {
                assertThat(failure).as(operation.name()).isNotNull();
                assertThat(failure.code()).as(operation.name()).isEqualTo(ErrorCode.AccountIsDisabled);
            } else {
                assertThat(failure).as(operation.name()).isNull();
            }
        }
    }

    @Test
    void aRefusedCommitLeavesNothing() throws IOException {
        room.pass = admit(Use.GROWTH);
        order(Level.NO_GROWTH);
        for (String blob : List.of("b", "new")) {
            assertThat(catchThrowableOfType(StorageException.class, () -> room.put("c", blob, "other"))
                            .code())
                    .isEqualTo(ErrorCode.AccountIsDisabled);
        }
        room.pass = Pass.UNRESTRICTED;
        assertThat(room.text("c", "b")).isEqualTo("content");
        assertThat(catchThrowableOfType(StorageException.class, () -> room.get("c", "new"))
                        .code())
                .isEqualTo(ErrorCode.BlobNotFound);
    }

    @Test
    void anOrderThatComesWhileTheLastByteOfABodyIsReadIsInTime() {
        room.pass = admit(Use.GROWTH);
        byte[] bytes = new byte[1 << 20];
        Payload payload = new Payload(bytes.length, new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                int read = super.read(into, offset, length);
                if (read < 0) {
                    order(Level.NO_GROWTH);
                }
                return read;
            }
        });
        BlobOperation put = new BlobOperation.PutBlob(
                "c", "slow", BlobServiceRoom.created(Conditions.NONE), Checksums.NONE, payload);
        assertThat(catchThrowableOfType(StorageException.class, () -> room.run(put))
                        .code())
                .isEqualTo(ErrorCode.AccountIsDisabled);
        room.pass = Pass.UNRESTRICTED;
        assertThat(catchThrowableOfType(StorageException.class, () -> room.get("c", "slow"))
                        .code())
                .isEqualTo(ErrorCode.BlobNotFound);
    }

    @Test
    void aCopyNeedsItsSourcesLeaveInTheCommit() {
        room.sourcePass = admit(Use.READ).toldAs(_ -> UnverifiedSource.because(ErrorCode.AccountIsDisabled));
        order(Level.DISABLED);
        BlobOperation copy = new CopyOperation.CopyBlob(
                "c", "copy", "c/b", Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, false, null, null);
        assertThat(catchThrowableOfType(StorageException.class, () -> room.run(copy))
                        .code())
                .isEqualTo(ErrorCode.CannotVerifyCopySource);
        assertThat(catchThrowableOfType(StorageException.class, () -> room.get("c", "copy"))
                        .code())
                .isEqualTo(ErrorCode.BlobNotFound);
    }
}
